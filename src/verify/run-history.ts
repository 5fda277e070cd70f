/**
 * This folder asks a database server what it does, and compares that with the prediction. It may not judge it, nor touch a
 * database that it did not create.
 */
import { applyEntries, applyUnreadable, assumeRows, emptyCatalog } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import { findTable, findView } from '../catalog/find.js';
import { candidateKeys } from '../catalog/names.js';
import { enterFile, readingOf } from '../engine/replay.js';
import type { HistoryInput, MigrationInput } from '../engine/review-input.js';
import { effectsOf } from '../engine/step.js';
import type { Prediction, Server } from '../impact/impact.js';
import { predictStatement } from '../impact/predict.js';
import type { ObjectName } from '../sql/name.js';
import type { ReadSql, ScriptEntry, Statement } from '../sql/statement.js';
import { compare } from './compare.js';
import type { Comparison } from './compare.js';
import type { Observation } from './observation.js';

/** Runs statements on a server. */
export interface Runner {
  /** Runs a statement and watches it. */
  observe(statement: Statement, inTransaction: boolean): Promise<Observation>;
  /** Runs a statement that came before; the server's words where it refuses. */
  run(statement: Statement): Promise<string | undefined>;
  /** Gives rows to the tables that have none; names those that stay empty. */
  seed(): Promise<readonly string[]>;
}

/** What came of one statement; the observation is missing where it was not run. */
export interface Verified {
  readonly file: string;
  readonly line: number;
  readonly statement: string;
  readonly observation: Observation | undefined;
  readonly comparison: Comparison | { readonly kind: 'not-run'; readonly reason: string };
}

/** What came of a history that was run. */
export interface VerifiedHistory {
  /** Every statement that was to be compared. */
  readonly statements: readonly Verified[];
  /** Statements of what ran before that the server refused, or that were not run. */
  readonly before: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

/** What a run depends on beside the history. */
export interface RunOptions {
  readonly readSql: ReadSql;
  /** Why a statement must not be run; undefined where it may. */
  readonly refuse: (statement: Statement) => string | undefined;
  readonly server: Server;
}

/** Runs what was merged, gives rows to its tables, then runs what is proposed and compares each statement. */
export async function runHistory(
  history: HistoryInput,
  runner: Runner,
  options: RunOptions,
): Promise<VerifiedHistory> {
  const { server, readSql, refuse } = options;
  const { version } = server;
  const entriesOf = async (text: string): Promise<readonly ScriptEntry[]> =>
    (await readSql({ ...readingOf(history, server), text })).entries;
  const start = emptyCatalog(version, { variables: history.session });
  const initial = start.session;
  const before: VerifiedHistory['before'][number][] = [];
  let catalog = start;
  for (const migration of history.merged.filter(({ direction }) => direction === 'up')) {
    catalog = enterFile(catalog, initial, migration);
    for (const entry of await entriesOf(migration.sql)) {
      const reason = await runBefore(entry, runner, refuse);
      const { span } = entry.kind === 'statement' ? entry.statement : entry.unreadable;
      if (reason !== undefined) before.push({ file: migration.path, line: span.line, reason });
      catalog = applyEntries(catalog, [entry], version, (statement, at) =>
        effectsOf(predictStatement(statement, at, server).statement),
      );
    }
  }
  const empty = await runner.seed();
  catalog = assumeRows(
    catalog,
    empty.map((name) => ({ name })),
  );
  const statements: Verified[] = [];
  for (const migration of history.proposed.filter(({ direction }) => direction === 'up')) {
    catalog = enterFile(catalog, initial, migration);
    for (const entry of await entriesOf(migration.sql)) {
      const taken = await take(entry, catalog, migration, runner, options);
      catalog = taken.after;
      if (taken.verified) statements.push(taken.verified);
    }
  }
  return { statements, before };
}

async function runBefore(
  entry: ScriptEntry,
  runner: Runner,
  refuse: RunOptions['refuse'],
): Promise<string | undefined> {
  if (entry.kind === 'unreadable') return entry.unreadable.reason;
  if (steersTransaction(entry.statement)) return undefined;
  return refuse(entry.statement) ?? runner.run(entry.statement);
}

/** BEGIN and COMMIT: every statement here is its own transaction. */
function steersTransaction({ operations }: Statement): boolean {
  return operations.length > 0 && operations.every(({ kind }) => kind === 'transaction');
}

interface Taken {
  readonly after: Catalog;
  readonly verified?: Verified;
}

async function take(
  entry: ScriptEntry,
  before: Catalog,
  { path }: MigrationInput,
  runner: Runner,
  { server, readSql, refuse }: RunOptions,
): Promise<Taken> {
  if (entry.kind === 'unreadable') {
    const { span, text, reason } = entry.unreadable;
    const comparison = { kind: 'not-run', reason } as const;
    const verified = { file: path, line: span.line, statement: text, observation: undefined, comparison };
    return { after: applyUnreadable(before, entry.unreadable), verified };
  }
  const { statement } = entry;
  const written = predictStatement(statement, before, server).statement;
  const after = applyEntries(before, [entry], server.version, () => effectsOf(written));
  if (steersTransaction(statement)) return { after };
  const place = { file: path, line: statement.span.line, statement: statement.text };
  const reason = refuse(statement);
  if (reason !== undefined) {
    return { after, verified: { ...place, observation: undefined, comparison: { kind: 'not-run', reason } } };
  }
  const observation = await runner.observe(statement, before.session.inTransaction);
  const ran = await predictionOf(observation.ran, before, server, readSql);
  const existed = (name: ObjectName): boolean => isThere(before, name);
  const cheapest = ran && isOnEmpty(statement, before) ? ran : written;
  const comparison = compare({ written: cheapest, ran: ran ?? written, existed }, observation);
  // What the server refused has changed nothing.
  return { after: observation.refused ? before : after, verified: { ...place, observation, comparison } };
}

/**
 * Whether all that a statement alters holds no row. There MySQL prefers a rebuild to INSTANT, which it takes all the same
 * when it is asked for, and asked for is what was observed.
 */
function isOnEmpty({ operations }: Statement, before: Catalog): boolean {
  const tables = operations.map((operation) =>
    'table' in operation && operation.table ? findTable(before, operation.table) : undefined,
  );
  return tables.every((table) => table?.past.mayHoldRows === false);
}

async function predictionOf(
  text: string,
  before: Catalog,
  server: Server,
  readSql: ReadSql,
): Promise<Prediction | undefined> {
  const { dialect } = server.version;
  const reading = readingOf({ dialect, session: before.session.variables }, server);
  const { entries } = await readSql({ ...reading, text });
  const [entry] = entries;
  return entry?.kind === 'statement'
    ? predictStatement(entry.statement, before, server).statement
    : undefined;
}

/** Whether the schema holds a table, view, sequence or type of this name. */
export function isThere(catalog: Catalog, name: ObjectName): boolean {
  const isOther = candidateKeys(catalog, name).some(
    (key) => catalog.sequences.has(key) || catalog.types.has(key),
  );
  return isOther || findTable(catalog, name) !== undefined || findView(catalog, name) !== undefined;
}
