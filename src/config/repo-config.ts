/**
 * This folder turns settings that nobody vouches for into typed ones. They may not be read except through its types, and none
 * reaches a rule.
 */
import type { z } from 'zod';
import { lookUp } from '../look-up.js';
import { configJsonSchema, configSchema, type RepoConfig, type StatedConfig } from './config-schema.js';
import { unknownKey, unknownRule, wrongValue } from './config-words.js';
import { readYaml, type ConfigProblem, type YamlValue } from './yaml-value.js';

/** Where the file is, on the base branch. */
export const CONFIG_PATH = '.github/precheck.yml';

/** Whether a path is one that people give the file, and that nobody reads. */
export function isMisnamedConfig(path: string): boolean {
  return path !== CONFIG_PATH && /^\.github\/precheck\.ya?ml$/i.test(path);
}

/** What a file says, and what is wrong in it. */
export interface ParsedRepoConfig {
  readonly config: RepoConfig;
  /** What of it the file itself says, without the defaults. */
  readonly stated: StatedConfig;
  /** In the order of the file. */
  readonly problems: readonly ConfigProblem[];
  /** Where an entry of `migrations`, or one of its values, stands: for what only the repository shows to be wrong. */
  readonly placeOfMigration: (
    entry: number,
    key?: string,
  ) => { readonly line: number; readonly column: number };
  /** Where a value stands; of one that the file does not hold, what comes nearest. */
  readonly placeOf: (path: readonly PropertyKey[]) => { readonly line: number; readonly column: number };
}

/** What the reader of a configuration must know. */
export interface RepoConfigFacts {
  /** All rules there are; without them no id is refused. */
  readonly ruleIds?: readonly string[] | undefined;
}

type Path = readonly PropertyKey[];

interface Fault {
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** Asked for only where it is shown. */
  readonly message: () => string;
}

const TEXT_KEYS: ReadonlySet<PropertyKey> = new Set(['version', 'since', 'name', 'path', 'baseline']);
const TEXT_MAPS: ReadonlySet<PropertyKey | undefined> = new Set(['session', 'variables', 'placeholders']);

/** Values that are text though YAML takes them for numbers: 8.0 is a version, 0400 a migration. */
function isText(path: Path): boolean {
  return TEXT_KEYS.has(path.at(-1) ?? '') || TEXT_MAPS.has(path.at(-2));
}

function isContainer(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueAt(root: unknown, path: Path): unknown {
  let current = root;
  for (const key of path) current = isContainer(current) ? lookUp(current, String(key)) : undefined;
  return current;
}

/** A copy without what `paths` name, so that defaults take their place; a list keeps its other items. */
function without(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0 || !isContainer(value)) return value;
  const byKey = new Map<string, Path[]>();
  for (const [key, ...rest] of paths) {
    const known = byKey.get(String(key));
    if (known) known.push(rest);
    else byKey.set(String(key), [rest]);
  }
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const inside = byKey.get(key) ?? [];
    return inside.some((rest) => rest.length === 0) ? [] : [[key, without(item, inside)] as const];
  });
  return Array.isArray(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
}

function faultsOf(issues: readonly z.core.$ZodIssue[], root: unknown): readonly Fault[] {
  const unknown = issues.some(({ code }) => code === 'unrecognized_keys');
  const schema = (unknown ? configJsonSchema() : {}) as Parameters<typeof unknownKey>[2];
  return issues.flatMap((issue): readonly Fault[] => {
    const { path } = issue;
    if (issue.code !== 'unrecognized_keys') {
      const part = issue.code === 'invalid_key' ? 'key' : 'value';
      return [{ path, part, message: () => wrongValue(issue, valueAt(root, path)) }];
    }
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      message: () => unknownKey(key, path, schema),
    }));
  });
}

/** Rule ids that do not exist, wherever one can stand. */
function unknownRules(root: unknown, ruleIds: readonly string[] | undefined): readonly Fault[] {
  if (!ruleIds) return [];
  const known = new Set(ruleIds);
  const faults: Fault[] = [];
  for (const path of [['rules'], ['docs', 'rules']]) {
    const map = valueAt(root, path);
    if (!isContainer(map) || Array.isArray(map)) continue;
    for (const id of Object.keys(map).filter((key) => !known.has(key))) {
      faults.push({ path: [...path, id], part: 'key', message: () => unknownRule(id, ruleIds) });
    }
  }
  const routes = valueAt(root, ['experts', 'routes']);
  for (const [index, route] of Array.isArray(routes) ? routes.entries() : []) {
    const id = valueAt(route, ['rule']);
    if (typeof id !== 'string' || known.has(id)) continue;
    faults.push({
      path: ['experts', 'routes', index, 'rule'],
      part: 'value',
      message: () => unknownRule(id, ruleIds),
    });
  }
  return faults;
}

/** What must go so that the rest is valid: the wrong value, or the list item that lacks what it needs. */
function toRemove(fault: Fault, root: unknown): Path {
  if (valueAt(root, fault.path) !== undefined) return fault.path;
  const item = fault.path.findLastIndex((key) => typeof key === 'number');
  return fault.path.slice(0, item === -1 ? 1 : item + 1);
}

const NARROWING: ReadonlySet<PropertyKey> = new Set(['tables', 'paths', 'engine', 'rule', 'severity']);

/** An entry that loses the key which narrows it would reach further than its author meant: the whole entry goes. */
function widened(path: Path): Path {
  if (path[0] === 'migrations' && path[2] === 'path') return path.slice(0, 2);
  const isRoute = path[0] === 'experts' && path[1] === 'routes';
  return isRoute && NARROWING.has(path[3] ?? '') ? path.slice(0, 3) : path;
}

function remove(root: unknown, faults: readonly Fault[]): unknown {
  return without(
    root,
    faults.map((fault) => widened(toRemove(fault, root))),
  );
}

interface Validated {
  readonly config: RepoConfig;
  readonly stated: StatedConfig;
  readonly faults: readonly Fault[];
}

/** Takes out what is wrong until the rest is valid; only what is wrong in the file itself is said. */
function validate(root: unknown, ruleIds: readonly string[] | undefined): Validated {
  let result = configSchema.safeParse(root);
  const faults = [...unknownRules(root, ruleIds), ...faultsOf(result.error?.issues ?? [], root)];
  let value = remove(root, faults);
  for (let round = 0; round < 8; round += 1) {
    result = configSchema.safeParse(value);
    // What the schema takes has the type of its input.
    if (result.success) return { config: result.data, stated: value as StatedConfig, faults };
    value = remove(value, faultsOf(result.error.issues, value));
  }
  return { config: configSchema.parse({}), stated: {}, faults };
}

/** No more problems than this are said: a file that is no configuration has one for every line. */
const MOST_PROBLEMS = 50;

function placed(faults: readonly Fault[], yaml: YamlValue): readonly ConfigProblem[] {
  return faults
    .map(({ path, part, message }) => ({ ...yaml.placeOf(path, part), message }))
    .sort((left, right) => left.line - right.line || left.column - right.column)
    .slice(0, MOST_PROBLEMS)
    .map((problem) => ({ ...problem, message: problem.message() }));
}

/**
 * Reads `.github/precheck.yml`, which anybody may have written. Never throws: what is wrong is said with its place and
 * the remedy, the default takes its place, and the rest counts. Of invalid YAML nothing counts.
 */
export function parseRepoConfig(text: string, facts: RepoConfigFacts = {}): ParsedRepoConfig {
  const yaml = readYaml(text, isText);
  const root = yaml.value ?? {};
  const placeOfMigration: ParsedRepoConfig['placeOfMigration'] = (entry, key) =>
    yaml.placeOf(['migrations', entry, ...(key === undefined ? [] : [key])], 'value');
  const placeOf: ParsedRepoConfig['placeOf'] = (path) => yaml.placeOf(path, 'value');
  if (!isContainer(root) || Array.isArray(root)) {
    const message = 'The file must be a map of keys and values ("mode: observe"): nothing of it was used.';
    return {
      config: configSchema.parse({}),
      stated: {},
      problems: [...yaml.problems, { ...yaml.placeOf([], 'value'), message }],
      placeOfMigration,
      placeOf,
    };
  }
  const { config, stated, faults } = validate(root, facts.ruleIds);
  const problems = [...yaml.problems, ...placed(faults, yaml)].slice(0, MOST_PROBLEMS);
  return { config, stated, problems, placeOfMigration, placeOf };
}
