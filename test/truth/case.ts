import type { Blocks } from '../../src/impact/impact.js';
import { isAtLeast, parseVersion } from '../../src/sql/dialect.js';
import { ask, emptyTables } from './ask.js';
import type { Answer, Case } from './ask.js';

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

/** The question that an entry asks: the statement with a clause behind it, or "" for none. */
function questionOf(one: TruthCase, release: string, clause = ''): Case {
  const before = [one.example_before, one.example_seed].flat();
  return {
    engine: one.engine,
    version: release,
    before,
    session: one.session ?? [],
    sql: withClause(one.example_ddl, clause),
    empty: emptyTables(before),
    variables: one.requires_variables ?? {},
  };
}

/** The releases of an entry that are tried: the first and the last. */
function releasesOf({ versions }: TruthCase): readonly string[] {
  return [...new Set([versions.from, versions.to])];
}

/** What the prediction says otherwise than the server did, for both ends of the versions; empty where they agree. */
export async function disagreements(one: TruthCase): Promise<readonly string[]> {
  const found = releasesOf(one).map(async (version) =>
    (await disagreementsAt(one, version)).map((text) => `${version}: ${text}`),
  );
  return (await Promise.all(found)).flat();
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

/** The servers on which we ran them. */
const EXECUTED_ON = { character_set_server: 'utf8mb4' };

export async function executedDisagreements(one: Executed): Promise<readonly string[]> {
  const { engine, version, session = [] } = one;
  const before = [one.before, one.seed ?? []].flat();
  const found = Object.entries(one.ran).map(async ([sql, seen]) => {
    const said = summary(await ask({ engine, version, before, session, sql, empty: emptyTables(before), variables: EXECUTED_ON }));
    const isSame = said === seen || (seen === 'INSTANT' && said.startsWith('INSTANT'));
    return isSame ? [] : [`${sql}: ${seen}, predicted ${said}`];
  });
  return (await Promise.all(found)).flat();
}

function summary({ undecided, refused, algorithm, rebuilds, lock }: Answer): string {
  if (undecided !== null) return `undecided: ${undecided}`;
  if (refused) return `error ${refused.code}`;
  return [algorithm, ...(rebuilds === true ? ['rebuild'] : []), lock].join(' ');
}

async function disagreementsAt(one: TruthCase, release: string): Promise<readonly string[]> {
  const plain = comparePlain(one, await ask(questionOf(one, release)));
  return [...plain, ...(await compareClauses(one, release))];
}

function comparePlain(one: TruthCase, answer: Answer): readonly string[] {
  if (answer.undecided !== null) return [`undecided: ${answer.undecided}`];
  const error = one.expected_error ?? one.expected_error_without_algorithm;
  if (error) return differ('error', String(error.errno), answer.refused?.code);
  const blocks = blocksOf(one);
  return [
    ...differ('error', undefined, answer.refused?.code),
    ...differ('algorithm', one.mariadb_algorithm ?? one.best_algorithm, answer.algorithm),
    ...differ('rebuild', String(one.rebuilds_table), String(answer.rebuilds)),
    ...(blocks === undefined ? [] : differ('blocks', blocks, answer.blocks)),
    ...(one.consumes_row_version === undefined || !usesRowVersions(one)
      ? []
      : differ('row version', String(one.consumes_row_version), String(answer.rowVersion))),
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

async function compareClauses(one: TruthCase, release: string): Promise<readonly string[]> {
  // The entries tell the newest server's answer; before 8.0.12 MySQL does not know the word INSTANT (error 1800).
  const version = parseVersion(one.engine, release);
  const knows = (algorithm: string): boolean =>
    one.engine !== 'mysql' || algorithm !== 'INSTANT' || (version !== undefined && isAtLeast(version, 8, 0, 12));
  const clauses = Object.entries(one.refused ?? {}).filter(([algorithm]) => knows(algorithm));
  const refused = clauses.map(async ([algorithm, text]) => {
    const answer = await ask(questionOf(one, release, `ALGORITHM=${algorithm}`));
    return differ(`ALGORITHM=${algorithm}`, text.slice(0, 4), answer.refused?.code ?? answer.undecided);
  });
  const found = (await Promise.all(refused)).flat();
  if (one.explicit_inplace_forces_rebuild !== true) return found;
  const forced = await ask(questionOf(one, release, 'ALGORITHM=INPLACE'));
  return [...found, ...differ('ALGORITHM=INPLACE rebuilds', 'true', String(forced.rebuilds))];
}

function blocksOf(one: TruthCase): Blocks | undefined {
  if (one.metadata_only || one.concurrent_dml) return 'nobody';
  if (one.lock === 'EXCLUSIVE') return 'reads-and-writes';
  return one.lock === 'SHARED' ? 'writes' : undefined;
}

function differ(
  what: string,
  expected: string | null | undefined,
  seen: string | null | undefined,
): readonly string[] {
  return (expected ?? 'none') === (seen ?? 'none')
    ? []
    : [`${what} is ${expected ?? 'none'}, predicted ${seen ?? 'none'}`];
}
