import { applyEntries, emptyCatalog } from '../../src/catalog/apply.js';
import type { Effects } from '../../src/catalog/apply.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import type { Blocks, Prediction, Server } from '../../src/impact/impact.js';
import { predictStatement } from '../../src/impact/predict.js';
import { isAtLeast, parseVersion } from '../../src/sql/dialect.js';
import { readMysql } from '../../src/sql/mysql/read.js';
import type { ScriptEntry, Statement } from '../../src/sql/statement.js';

/** An entry of mysql-mariadb.json, as README.md beside it explains. */
export interface TruthCase {
  readonly id: string;
  readonly engine: 'mysql' | 'mariadb';
  readonly versions: { readonly from: string; readonly to: string };
  readonly example_before: string | readonly string[];
  readonly example_seed: readonly string[];
  readonly example_ddl: string;
  readonly session?: readonly string[];
  readonly requires_variables?: Readonly<Record<string, string>>;
  readonly best_algorithm: string | null;
  readonly mariadb_algorithm?: string;
  readonly rebuilds_table: boolean;
  readonly concurrent_dml: boolean;
  readonly metadata_only: boolean;
  readonly lock?: string | null;
  readonly refused?: Readonly<Record<string, string>> | null;
  readonly consumes_row_version?: boolean;
  readonly explicit_inplace_forces_rebuild?: boolean;
  readonly expected_error?: { readonly errno: number };
  readonly expected_error_without_algorithm?: { readonly errno: number };
}

/** Errors that the rows cause: a value in use, NULLs or duplicates present. No schema shows them. */
const BY_ROWS: ReadonlySet<string> = new Set([
  'mysql-enum-remove-inuse',
  'mysql-col-notnull-hasnulls',
  'mysql-idx-add-unique-dups',
  'mariadb-enum-remove-inuse',
  'mariadb-col-notnull-hasnulls',
  'mariadb-idx-add-unique-dups',
]);

export function isPredictable(one: TruthCase): boolean {
  return !BY_ROWS.has(one.id);
}

/** What the prediction says otherwise than the server did, for both ends of the versions; empty where they agree. */
export function disagreements(one: TruthCase): readonly string[] {
  const ends = [...new Set([one.versions.from, one.versions.to])];
  return ends.flatMap((version) => disagreementsAt(one, version).map((text) => `${version}: ${text}`));
}

/** Statements that were run on a fresh table: what the prediction says otherwise than the server did. */
export interface Executed {
  readonly engine: 'mysql' | 'mariadb';
  readonly version: string;
  readonly before: readonly string[];
  readonly seed?: readonly string[];
  readonly session?: readonly string[];
  readonly ran: Readonly<Record<string, string>>;
}

export function executedDisagreements(one: Executed): readonly string[] {
  const server = serverOf(one.engine, one.version, {});
  const before = catalogAfter([one.before, one.seed ?? [], one.session ?? []].flat(), server);
  return Object.entries(one.ran).flatMap(([ddl, seen]) => {
    const statement = read(ddl, server).at(-1);
    const said = statement ? summary(predictStatement(statement, before, server).statement) : 'not read';
    const isSame = said === seen || (seen === 'INSTANT' && said.startsWith('INSTANT'));
    return isSame ? [] : [`${ddl}: ${seen}, predicted ${said}`];
  });
}

function summary(prediction: Prediction): string {
  if (prediction.kind === 'undecided') return `undecided: ${prediction.reason}`;
  const { refused, algorithm, rewrites, lock } = prediction.impact;
  if (refused) return `error ${refused.code}`;
  return [algorithm, ...(rewrites.length > 0 ? ['rebuild'] : []), lock].join(' ');
}

function disagreementsAt(one: TruthCase, release: string): readonly string[] {
  const server = serverOf(one.engine, release, one.requires_variables ?? {});
  const before = catalogAfter([one.example_before, one.example_seed, one.session ?? []].flat(), server);
  const ask = (clause: string): Prediction => {
    const ddl = withClause(one.example_ddl, clause);
    const statement = read(ddl, server).at(-1);
    if (!statement) return { kind: 'undecided', reason: `cannot read ${ddl}` };
    return predictStatement(statement, before, server).statement;
  };
  return [...comparePlain(one, ask('')), ...compareClauses(one, server, ask)];
}

function comparePlain(one: TruthCase, prediction: Prediction): readonly string[] {
  if (prediction.kind === 'undecided') return [`undecided: ${prediction.reason}`];
  const { impact } = prediction;
  const error = one.expected_error ?? one.expected_error_without_algorithm;
  if (error) return differ('error', String(error.errno), impact.refused?.code);
  const rebuilds = impact.work === 'rebuild' || impact.work === 'copy';
  const blocks = blocksOf(one);
  return [
    ...differ('error', undefined, impact.refused?.code),
    ...differ('algorithm', one.mariadb_algorithm ?? one.best_algorithm ?? undefined, impact.algorithm),
    ...differ('rebuild', String(one.rebuilds_table), String(rebuilds)),
    ...(blocks === undefined ? [] : differ('blocks', blocks, impact.blocks)),
    ...(one.consumes_row_version === undefined || !usesRowVersions(one)
      ? []
      : differ('row version', String(one.consumes_row_version), String(impact.rowVersion))),
  ];
}

/** ALGORITHM stands before ORDER BY and partition clauses, behind everything else. */
function withClause(ddl: string, clause: string): string {
  if (clause === '') return ddl;
  if (!/ORDER BY|PARTITION/.test(ddl)) return `${ddl}, ${clause}`;
  const separator = /PARTITION BY|REMOVE PARTITIONING/.test(ddl) ? ' ' : ', ';
  return ddl.replace(/^ALTER TABLE t /, `ALTER TABLE t ${clause}${separator}`);
}

/** The entries say whether a row version is used on the newest servers; older ones do not count them. */
function usesRowVersions(one: TruthCase): boolean {
  return one.engine === 'mysql';
}

function compareClauses(
  one: TruthCase,
  server: Server,
  ask: (clause: string) => Prediction,
): readonly string[] {
  const codeOf = (algorithm: string): string | undefined => {
    const prediction = ask(`ALGORITHM=${algorithm}`);
    return prediction.kind === 'decided' ? prediction.impact.refused?.code : 'undecided';
  };
  // The entries tell the newest server's answer; before 8.0.12 MySQL does not know the word INSTANT (error 1800).
  const knows = (algorithm: string): boolean =>
    one.engine !== 'mysql' || algorithm !== 'INSTANT' || isAtLeast(server.version, 8, 0, 12);
  const clauses = Object.entries(one.refused ?? {}).filter(([algorithm]) => knows(algorithm));
  const refused = clauses.flatMap(([algorithm, text]) =>
    differ(`ALGORITHM=${algorithm}`, text.slice(0, 4), codeOf(algorithm)),
  );
  if (one.explicit_inplace_forces_rebuild !== true) return refused;
  const forced = ask('ALGORITHM=INPLACE');
  const work = forced.kind === 'decided' ? forced.impact.work : 'undecided';
  return [...refused, ...differ('ALGORITHM=INPLACE', 'rebuild', work)];
}

function blocksOf(one: TruthCase): Blocks | undefined {
  if (one.metadata_only || one.concurrent_dml) return 'nobody';
  if (one.lock === 'EXCLUSIVE') return 'reads-and-writes';
  return one.lock === 'SHARED' ? 'writes' : undefined;
}

function differ(what: string, expected: string | undefined, seen: string | undefined): readonly string[] {
  return expected === seen ? [] : [`${what} is ${expected ?? 'none'}, predicted ${seen ?? 'none'}`];
}

function serverOf(engine: TruthCase['engine'], release: string, variables: Server['variables']): Server {
  const version = parseVersion(engine, release);
  if (!version) throw new Error(`not a version: ${release}`);
  return { version, variables };
}

function catalogAfter(texts: readonly string[], server: Server): Catalog {
  return texts.reduce(
    (catalog, text) =>
      applyEntries(catalog, entriesOf(text, server), server.version, (statement, at) =>
        effectsOf(statement, at, server),
      ),
    emptyCatalog(server.version, { charset: 'utf8mb4' }),
  );
}

/** What a seeding ALTER leaves behind: instant row versions. */
function effectsOf(statement: Statement, before: Catalog, server: Server): Effects {
  const prediction = predictStatement(statement, before, server).statement;
  if (prediction.kind === 'undecided') return {};
  const { rowVersion, rewrites } = prediction.impact;
  return { rowVersion, rebuilds: rewrites.length > 0 };
}

function entriesOf(text: string, server: Server): readonly ScriptEntry[] {
  const { version } = server;
  return readMysql({ dialect: version.dialect, version, text }).entries;
}

function read(text: string, server: Server): readonly Statement[] {
  return entriesOf(text, server).flatMap((entry) => (entry.kind === 'statement' ? [entry.statement] : []));
}
