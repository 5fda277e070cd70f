import { createHash } from 'node:crypto';
import type { Catalog, Session } from '../catalog/catalog.js';
import { applyEntries, assumePartitions, assumeRows, emptyCatalog } from '../catalog/apply.js';
import { doubtAll } from '../catalog/edit.js';
import { findTable } from '../catalog/find.js';
import { advance, lastCatalog, resume, startReplay } from '../catalog/history.js';
import type { Replay } from '../catalog/history.js';
import { beginSession } from '../catalog/session.js';
import type { Server } from '../impact/impact.js';
import { predictStatement } from '../impact/predict.js';
import { hasAnsiQuotes, isAtLeast, parseVersion } from '../sql/dialect.js';
import type { ReadRequest, ReadSql, Script, Statement } from '../sql/statement.js';
import type { Environment, HistoryInput, MigrationInput } from './review-input.js';
import { effectsOf } from './step.js';

/** Environments whose servers answer alike: they are replayed and judged once. */
export interface ServerGroup {
  readonly server: Server;
  readonly environments: readonly Environment[];
}

/** The environments of a history by distinct server, in the order listed. Throws on a version that is none. */
export function serverGroups(history: HistoryInput): readonly ServerGroup[] {
  const groups = new Map<string, { server: Server; environments: Environment[] }>();
  for (const environment of history.environments) {
    const key = JSON.stringify([environment.version, environment.variables]);
    const group = groups.get(key);
    if (group) {
      group.environments.push(environment);
      continue;
    }
    const version = parseVersion(history.dialect, environment.version);
    if (!version) throw new Error(`"${environment.version}" is no ${history.dialect} version.`);
    groups.set(key, { server: { version, variables: environment.variables }, environments: [environment] });
  }
  return [...groups.values()];
}

/** How a history's files are read on one of its servers: what the runner's session says goes before what the server does. */
export function readingOf(
  { dialect, session }: Pick<HistoryInput, 'dialect' | 'session'>,
  { version, variables }: Server,
): Omit<ReadRequest, 'text' | 'dml'> {
  const [sqlMode] = [session, variables].flatMap((settings) =>
    Object.entries(settings).flatMap(([name, value]) => (name.toLowerCase() === 'sql_mode' ? [value] : [])),
  );
  return { dialect, version, ansiQuotes: dialect !== 'postgres' && hasAnsiQuotes(sqlMode) };
}

/** Replays of earlier reviews, so that one more migration costs one migration. What it keeps, its owner decides. */
export interface ReplayStore {
  get(key: string): Replay | undefined;
  set(key: string, replay: Replay): unknown;
}

/** What replaying needs beside its history. */
export interface ReplayTools {
  readonly readSql: ReadSql;
  readonly replays?: ReplayStore | undefined;
  /**
   * Awaited between merged files and between proposed statements, so that neither a long history nor a large change keeps
   * the process from its other work.
   */
  readonly pause?: (() => Promise<void>) | undefined;
}

/**
 * The schema that the first proposed statement meets: baseline, then every merged migration. Rows are assumed in every
 * table, and partitions below every partitioned one, since what the history created has been in production since.
 */
export async function replayHistory(
  history: HistoryInput,
  server: Server,
  tools: ReplayTools,
): Promise<Catalog> {
  const { version } = server;
  const start = emptyCatalog(version, { variables: history.session });
  const parts = partsOf(history);
  const keys: string[] = [];
  for (const part of parts) {
    keys.push(keyOf(part));
    await tools.pause?.();
  }
  const storeKey = digest([history.path, history.session, server, keys[0]]);
  let replay = resume(tools.replays?.get(storeKey) ?? startReplay(start), keys);
  let known = replay;
  const left = parts.slice(replay.steps.size);
  const readPart = (part: Part) =>
    tools.readSql({ ...readingOf(history, server), text: part.sql, dml: 'head' });
  for await (const [part, script] of inTurn(left, readPart, tools.pause)) {
    const catalog = applyPart(lastCatalog(replay), part, script, { initial: start.session, server });
    const isKnown = known === replay && script.stopped !== true;
    replay = advance(replay, keys[replay.steps.size] ?? '', catalog);
    if (isKnown) known = replay;
  }
  tools.replays?.set(storeKey, known);
  return assumePartitions(assumeRows({ ...lastCatalog(replay), session: start.session }));
}

/** What is replayed: the baseline (then without a transaction), or a migration. */
type Part = Pick<MigrationInput, 'path' | 'sql' | 'unreadable'> &
  Partial<Pick<MigrationInput, 'transaction'>>;

function partsOf({ baseline, merged }: HistoryInput): readonly Part[] {
  const ran = merged.filter(({ direction }) => direction === 'up');
  return baseline ? [{ path: baseline.path, sql: baseline.text, unreadable: null }, ...ran] : ran;
}

/** Keys of parts that whoever collects histories gives again. */
const KEYS = new WeakMap<Part, string>();

/** The path is no part of it, except where the outcome names it. */
function keyOf(part: Part): string {
  const { path, sql, unreadable, transaction } = part;
  const key = KEYS.get(part) ?? digest([transaction, sql, unreadable === null ? null : [path, unreadable]]);
  KEYS.set(part, key);
  return key;
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

function applyPart(
  before: Catalog,
  part: Part,
  script: Script,
  { initial, server }: { readonly initial: Session; readonly server: Server },
): Catalog {
  if (part.unreadable !== null) {
    const reason = `${part.path} could not be read: ${part.unreadable}`;
    return doubtAll(before, reason);
  }
  const { transaction } = part;
  const entered = transaction === undefined ? before : enterFile(before, initial, { transaction });
  return applyEntries(entered, script.entries, server.version, (statement, meets) => {
    if (!mayRebuild(statement, meets, server)) return undefined;
    const effects = effectsOf(predictStatement(statement, meets, server).statement);
    return effects.rowVersion || effects.rebuilds || effects.instant ? effects : undefined;
  });
}

/**
 * Whether a statement may change what a table remembers of its rebuilds: MySQL's row versions from 8.0.29 on, the hidden
 * column that a FULLTEXT index leaves, and the columns that MariaDB drops instantly from 10.4 on. Asked first, since a
 * prediction costs more than applying the statement.
 */
function mayRebuild({ head, operations }: Statement, before: Catalog, { version }: Server): boolean {
  if (version.dialect === 'postgres' || !/^(?:ALTER|OPTIMIZE) TABLE$/.test(head)) return false;
  if (version.dialect === 'mysql' && isAtLeast(version, 8, 0, 29)) return true;
  const [operation] = operations;
  const ref = operation && 'table' in operation ? operation.table : undefined;
  const past = ref && findTable(before, ref)?.past;
  const drops = version.dialect === 'mariadb' && operations.some(({ kind }) => kind === 'dropColumn');
  return past !== undefined && (past.hadFulltext || past.droppedBytes !== undefined || drops);
}

/** Files asked for before they are needed: enough work for every thread of a reader, and little to hold in memory. */
const AHEAD = 64;

/** Reads ahead and gives the scripts in the order of their files; pauses behind each. */
export async function* inTurn<File extends { readonly unreadable: string | null }>(
  files: readonly File[],
  read: (file: File) => Promise<Script>,
  pause: (() => Promise<void>) | undefined,
): AsyncGenerator<readonly [File, Script]> {
  const asked: Promise<Script>[] = [];
  for (const [at, file] of files.entries()) {
    for (const next of files.slice(at + asked.length, at + AHEAD)) {
      const script = next.unreadable === null ? read(next) : Promise.resolve(NOTHING);
      // A failure is met when its turn comes.
      script.catch(() => undefined);
      asked.push(script);
    }
    yield [file, (await asked.shift()) ?? NOTHING];
    await pause?.();
  }
}

const NOTHING: Script = { entries: [], comments: [] };

/** The catalog with the session in which the runner starts this file: nothing that an earlier file SET remains. */
export function enterFile(
  catalog: Catalog,
  initial: Session,
  migration: Pick<MigrationInput, 'transaction'>,
): Catalog {
  return beginSession(catalog, { ...initial, inTransaction: migration.transaction === 'file' });
}
