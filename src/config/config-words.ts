import type { z } from 'zod';
import { lookUp } from '../look-up.js';
import { nearestName } from '../nearest.js';

/** The parts of a JSON Schema that say which keys and values there are. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
}

/** "migrations[0].version", as people write it. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key).slice(0, 60)}`))
    .join('')
    .replace(/^\./, '');
}

function keysAt(schema: SchemaNode, path: readonly PropertyKey[]): readonly string[] {
  let node: SchemaNode | undefined = schema;
  for (const key of path) {
    const additional: SchemaNode | boolean | undefined = node?.additionalProperties;
    node =
      typeof key === 'number'
        ? node?.items
        : (lookUp(node?.properties ?? {}, String(key)) ??
          (typeof additional === 'object' ? additional : undefined));
  }
  return Object.keys(node?.properties ?? {});
}

function orNearest(word: string, known: readonly string[]): string {
  const meant = nearestName(word, known);
  return meant === undefined ? `valid are ${known.join(', ')}` : `did you mean "${meant}"?`;
}

/** What to say of a key that nobody knows. */
export function unknownKey(key: string, path: readonly PropertyKey[], schema: SchemaNode): string {
  const where = path.length === 0 ? '' : ` in ${pathText(path)}`;
  return `Unknown key "${key.slice(0, 60)}"${where}: ${orNearest(key, keysAt(schema, path))}`;
}

/** What to say of a rule id that nobody knows. */
export function unknownRule(id: string, known: readonly string[]): string {
  const meant = nearestName(id, known);
  const remedy = meant === undefined ? 'see `precheck rules` for all ids' : `did you mean "${meant}"?`;
  return `Unknown rule "${id.slice(0, 60)}": ${remedy}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 60) : value);
}

/** What to say of a value that the schema refuses. */
export function wrongValue(issue: z.core.$ZodIssue, value: unknown): string {
  const name = pathText(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined)
        return `${name} is missing: it must be ${KINDS[issue.expected] ?? issue.expected}.`;
      return `${name} must be ${KINDS[issue.expected] ?? issue.expected}, not ${shown(value)}.`;
    case 'invalid_value': {
      const known = issue.values.map(String);
      return `${name} cannot be ${shown(value)}: ${orNearest(String(value), known)}`.replace(
        /([^?.])$/,
        '$1.',
      );
    }
    case 'too_big':
      return `${name} is too long or too large: at most ${String(issue.maximum)}.`;
    case 'too_small':
      return `${name} is too short or too small: at least ${String(issue.minimum)}.`;
    case 'invalid_key':
      return `${name} is no name of a setting: use letters, digits, "_" and ".".`;
    case 'custom':
      return `${name}: ${shown(value)} ${issue.message}.`;
    default:
      return `${name}: ${issue.message}.`;
  }
}
