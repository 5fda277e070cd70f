import type { Contract } from './contract.js';
import { isObject, type JsonObject } from './json.js';

const moment = '2020-01-01T00:00:00Z';

/**
 * Adds to an answer the required fields that nobody here reads (URL templates, counters), each with the emptiest
 * value that GitHub's schema allows. What an operation states is never changed.
 */
export function complete(contract: Contract, schema: JsonObject, value: unknown, url: string): unknown {
  const full = (inner: JsonObject, part: unknown): unknown => complete(contract, inner, part, url);
  const { $ref: reference, anyOf, oneOf, allOf, items, properties, required } = schema;
  if (typeof reference === 'string') return full(referred(contract, schema), value);
  if (value === null) return null;
  if (Array.isArray(allOf)) {
    return allOf.filter(isObject).reduce<unknown>((soFar, one) => full(one, soFar), value);
  }
  const choice = anyOf ?? oneOf;
  if (Array.isArray(choice)) return fullChoice(contract, choice.filter(isObject), value, full);
  if (value === undefined) return emptiest(schema, full, url);
  if (Array.isArray(value)) return isObject(items) ? value.map((item) => full(items, item)) : value;
  if (!isObject(value) || !isObject(properties)) return value;
  const out: JsonObject = { ...value };
  for (const [name, inner] of Object.entries(properties)) {
    const needed = Array.isArray(required) && required.includes(name);
    if (isObject(inner) && (out[name] !== undefined || needed)) out[name] = full(inner, out[name]);
  }
  return out;
}

function fullChoice(
  contract: Contract,
  choice: readonly JsonObject[],
  value: unknown,
  full: (schema: JsonObject, part: unknown) => unknown,
): unknown {
  if (choice.some((one) => one['type'] === 'null') && value === undefined) return null;
  const real = choice.filter((one) => one['type'] !== 'null');
  const fitting = real.find((one) => fits(referred(contract, one), value)) ?? real[0];
  return fitting === undefined ? value : full(fitting, value);
}

/** Whether a shape among several may be the one of a value: lists for lists, and the `type` that it names. */
function fits(schema: JsonObject, value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return schema['type'] === 'array';
  const properties = schema['properties'];
  if (!isObject(value) || !isObject(properties)) return false;
  const type = properties['type'];
  const names = isObject(type) ? type['enum'] : undefined;
  return !Array.isArray(names) || names.includes(value['type']);
}

function emptiest(
  schema: JsonObject,
  full: (schema: JsonObject, part: unknown) => unknown,
  url: string,
): unknown {
  const types: readonly unknown[] = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  if (types.includes('null')) return null;
  const values = schema['enum'];
  if (Array.isArray(values)) return values[0] as unknown;
  switch (types[0]) {
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return full(schema, {});
    default:
      return schema['format'] === 'uri' ? url : schema['format'] === 'date-time' ? moment : '';
  }
}

function referred(contract: Contract, schema: JsonObject): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  const found = contract.schemas[name];
  if (found === undefined) throw new Error(`no schema ${name} in the contract`);
  return found;
}
