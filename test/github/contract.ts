import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { isObject, type JsonObject } from './json.js';
import { readProjectFile } from './root.js';

/** One operation of GitHub's REST API as its OpenAPI description gives it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: JsonObject;
  readonly bodyRequired?: boolean;
  /** Schemas by status and media type. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonObject;
}

interface ContractFile {
  readonly operations: Readonly<Record<string, Omit<Operation, 'id'>>>;
  readonly schemas: Readonly<Record<string, JsonObject>>;
}

/** The operation that a request names, and the values in its path. */
export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** The description is trusted: it is not checked itself, and shared schemas compile once. */
const trusted = { strict: false, validateSchema: false, inlineRefs: false } as const;

/** Path parameters that may hold slashes. */
const greedy = new Set(['path', 'ref', 'branch', 'basehead']);

let shared: Contract | undefined;

/** The contract of this process: what it has compiled is kept for the next local GitHub. */
export function sharedContract(): Contract {
  shared ??= new Contract();
  return shared;
}

/** GitHub's operations: which one a request is, and whether requests and answers fit. Schemas compile on first use. */
export class Contract {
  readonly schemas: Readonly<Record<string, JsonObject>>;
  private readonly routes: readonly { operation: Operation; pattern: RegExp; names: readonly string[] }[];
  private readonly strict = new Ajv({ ...trusted, verbose: true });
  private readonly coercing = new Ajv({ ...trusted, coerceTypes: 'array' });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor() {
    const file = JSON.parse(readProjectFile('test/github/contract/operations.json')) as ContractFile;
    this.schemas = corrected(file.schemas);
    for (const ajv of [this.strict, this.coercing]) {
      addFormats.default(ajv);
      ajv.addSchema({ $id: 'github', schemas: this.schemas });
    }
    this.routes = Object.entries(file.operations)
      .map(([id, operation]) => route({ id, ...operation }))
      .sort((a, b) => b.literal - a.literal);
  }

  /** The operation at a path (below the API's prefix), or undefined when this contract does not hold it. */
  match(method: string, path: string): Match | undefined {
    for (const { operation, pattern, names } of this.routes) {
      if (operation.method !== method) continue;
      const found = pattern.exec(path);
      if (found === null) continue;
      const params = names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')] as const);
      return { operation, params: Object.fromEntries(params) };
    }
    return undefined;
  }

  /** What is wrong with a request, in GitHub's words; empty when it fits. */
  requestErrors(match: Match, query: URLSearchParams, body: unknown): readonly string[] {
    return [...this.parameterErrors(match, query), ...this.bodyErrors(match.operation, body)];
  }

  /** Query parameters and top-level body fields that the operation does not know: GitHub ignores most of them. */
  unknownNames({ operation }: Match, query: URLSearchParams, body: unknown): readonly string[] {
    const inQuery = operation.parameters.filter((one) => one.in === 'query').map((one) => one.name);
    const unknown = [...query.keys()].filter((name) => !inQuery.includes(name));
    const known = isObject(operation.body?.['properties']) ? operation.body['properties'] : undefined;
    if (known === undefined || !isObject(body)) return unknown;
    return [...unknown, ...Object.keys(body).filter((name) => !(name in known))];
  }

  /** What is wrong with an answer; empty when it fits. */
  answerErrors(operation: Operation, status: number, body: unknown): readonly string[] {
    const schema = this.answerSchema(operation, status);
    if (operation.answers[String(status)] === undefined) return [`${operation.id} has no answer ${status}`];
    if (schema === undefined) return body === undefined ? [] : [`${operation.id} ${status} has no body`];
    const validate = this.validator(`${operation.id} ${status}`, schema, this.strict);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  }

  /** The JSON schema of an answer. */
  answerSchema(operation: Operation, status: number): JsonObject | undefined {
    const media = operation.answers[String(status)];
    return media?.['application/json'] ?? Object.values(media ?? {})[0];
  }

  private parameterErrors({ operation, params }: Match, query: URLSearchParams): string[] {
    const errors: string[] = [];
    for (const parameter of operation.parameters) {
      const value =
        parameter.in === 'path' ? params[parameter.name] : (query.get(parameter.name) ?? undefined);
      if (value === undefined) {
        if (parameter.required && parameter.in !== 'header')
          errors.push(`"${parameter.name}" wasn't supplied.`);
        continue;
      }
      const key = `${operation.id} ${parameter.in} ${parameter.name}`;
      const schema = { type: 'object', properties: { value: parameter.schema } };
      const validate = this.validator(key, schema, this.coercing);
      if (!validate({ value })) errors.push(`${parameter.name}: ${validate.errors?.[0]?.message ?? ''}`);
    }
    return errors;
  }

  private bodyErrors(operation: Operation, body: unknown): string[] {
    if (operation.body === undefined) return [];
    if (body === undefined && operation.bodyRequired !== true) return [];
    const validate = this.validator(`${operation.id} body`, operation.body, this.strict);
    if (validate(body ?? {})) return [];
    return (validate.errors ?? []).slice(0, 1).map(words);
  }

  private validator(key: string, schema: JsonObject, ajv: Ajv): ValidateFunction {
    const known = this.compiled.get(key);
    if (known !== undefined) return known;
    const validate = ajv.compile(schema);
    this.compiled.set(key, validate);
    return validate;
  }
}

/** Where the description is narrower than what GitHub answers: a comment on a line that is gone has null for it. */
function corrected(schemas: Readonly<Record<string, JsonObject>>): Readonly<Record<string, JsonObject>> {
  for (const name of ['pull-request-review-comment', 'review-comment']) {
    const properties = schemas[name]?.['properties'];
    if (!isObject(properties)) continue;
    properties['line'] = { type: ['integer', 'null'] };
    properties['position'] = { type: ['integer', 'null'] };
  }
  return schemas;
}

function route(operation: Operation): {
  operation: Operation;
  pattern: RegExp;
  names: readonly string[];
  literal: number;
} {
  const names: string[] = [];
  const source = operation.path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return greedy.has(name) ? '(.+)' : '([^/]+)';
  });
  const literal = operation.path.replace(/\{\w+\}/g, '').length;
  // The root folder's path is empty, with or without the slash before it.
  const whole = source.replace(/\/contents\/\(\.\+\)$/, '/contents(?:/(.*))?');
  return { operation, pattern: new RegExp(`^${whole}$`), names, literal };
}

function words(error: ErrorObject): string {
  const at = error.instancePath.slice(1);
  const supplied = error.data as { length?: number } | undefined;
  switch (error.keyword) {
    case 'maxItems':
      return `Only ${String(error.params['limit'])} items are allowed; ${supplied?.length ?? 0} were supplied. (${at})`;
    case 'maxLength':
      return `Only ${String(error.params['limit'])} characters are allowed; ${supplied?.length ?? 0} were supplied. (${at})`;
    case 'required':
      return `${at === '' ? '' : `For '${at}', `}"${String(error.params['missingProperty'])}" wasn't supplied.`;
    case 'enum':
      return `For '${at}', ${JSON.stringify(error.data)} is not a member of ${JSON.stringify(error.params['allowedValues'])}.`;
    default:
      return `For '${at}', ${JSON.stringify(error.data).slice(0, 80)} ${error.message ?? 'is not allowed'}.`;
  }
}
