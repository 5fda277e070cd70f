import {
  boundsLockWait,
  code,
  codeList,
  ddlTables,
  defineMigrationRule,
  findIndexByName,
  isAtLeast,
  isSameTable,
  LONGEST_LOCK_WAIT,
  lockedParents,
  lockWaitOf,
  serverText,
  strongLocks,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { MigrationChange, ObjectName, OperationKind, StatementChange } from '../src/engine/rule.js';

export const lockTimeoutMissing = defineMigrationRule({
  id: 'lock-timeout-missing',
  summary: 'A change of a table that exists may wait for its lock for ever, and everybody behind it',
  question: 'How long should a migration wait for its lock?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  check(migration) {
    const { changes, isRollback, runner, server, sizeOf } = migration;
    const isHot = (table: ObjectName): boolean => sizeOf(table) === 'hot';
    // The online tools bring their own short waits.
    if (isRollback || (runner !== 'direct' && server.dialect !== 'postgres')) return undefined;
    const waiting = changes
      .map((change, index) => ({ change, index, waits: waitsOf(change, isHot) }))
      .filter(({ waits }) => waits.tables.length > 0);
    const first = waiting.find(({ waits }) => waits.tables.some(isHot)) ?? waiting[0];
    if (!first) return undefined;
    const { change, index, waits } = first;
    const { statement, before } = change;
    const names = tableNames(before, waits.tables);
    const table = waits.tables.find(isHot) ?? waits.tables[0];
    const set = SET[server.dialect](statement.transaction !== undefined);
    return {
      subject: subjectOf(table ?? { name: '' }),
      severity: waits.tables.some(isHot) || isForgotten(migration) ? 'warning' : 'advice',
      headline: `Everybody who uses ${codeList(names.slice(0, 2))} may queue behind ${code(statement.head)}`,
      message: `${code(statement.head)} needs ${waits.lock} on ${codeList(names)}. While it waits for one long query or open transaction, every later ${waits.who} queues behind it, however short the change itself is. ${limitWords(change)}`,
      remedy: `Put ${code(set)} before it, and let the migration be run again when it gives up. Where the runner sets it, say so under \`session\` in .github/precheck.yml.`,
      table,
      at: { index },
    };
  },
});

/** Merged migrations from which on a history shows whether its files set a timeout themselves. */
const TELLING = 10;

/**
 * False where the files of a long history never set one: the runner or its role does, or the team knows. MySQL's tools
 * mostly set it for every migration, where no file shows it.
 */
function isForgotten({ server, start, merged }: MigrationChange): boolean {
  if (server.dialect !== 'postgres') return false;
  const ran = merged.filter(({ direction }) => direction === 'up').length;
  return ran < TELLING || start.settings.has('lock_timeout');
}

/** Statements that have a form which keeps nobody out: their own findings ask for that one. */
const AVOIDABLE: ReadonlySet<OperationKind> = new Set([
  'addIndex',
  'reindex',
  'refreshView',
  'detachPartition',
]);

interface Waits {
  readonly tables: readonly ObjectName[];
  readonly lock: string;
  readonly who: string;
}

const NOTHING: Waits = { tables: [], lock: '', who: '' };

/** The tables that a statement waits for without an end. */
function waitsOf(change: StatementChange, isHot: (table: ObjectName) => boolean): Waits {
  const { statement, before, server, isNew } = change;
  if (boundsLockWait(server.dialect, before.session) || isAvoidable(change)) return NOTHING;
  if (server.dialect !== 'postgres') {
    const isShort = statement.waitSeconds !== undefined && statement.waitSeconds <= LONGEST_LOCK_WAIT;
    const tables = isShort ? [] : metadataLocks(change, isHot).filter((table) => !isNew(table));
    return { tables, lock: 'the exclusive metadata lock', who: 'query of it' };
  }
  const locks = strongLocks(change);
  const isFull = locks.some(({ blocks }) => blocks === 'reads-and-writes');
  return {
    tables: locks.map(({ table }) => table),
    lock: `the ${locks.find(({ blocks }) => !isFull || blocks === 'reads-and-writes')?.mode ?? ''} lock`,
    who: isFull ? 'read and write' : 'write',
  };
}

/** A new table mostly has a foreign key: the table that it refers to counts where its traffic is known. */
function metadataLocks(
  { statement, server }: StatementChange,
  isHot: (table: ObjectName) => boolean,
): readonly ObjectName[] {
  const own = ddlTables(statement);
  if (server.dialect !== 'mysql' || !isAtLeast(server, 8, 0)) return own;
  const isNewTable = statement.operations[0]?.kind === 'createTable';
  const parents = lockedParents(statement).filter(
    (parent, at, all) =>
      (!isNewTable || isHot(parent)) &&
      !own.some((table) => isSameTable(table, parent)) &&
      all.findIndex((one) => isSameTable(one, parent)) === at,
  );
  return [...own, ...parents];
}

function isAvoidable({ statement, server, before }: StatementChange): boolean {
  return (
    server.dialect === 'postgres' &&
    statement.operations.length > 0 &&
    statement.operations.every((one) => {
      // The index of a partitioned table is dropped without CONCURRENTLY or not at all.
      if (one.kind === 'dropIndex') return !findIndexByName(before, one.index)?.table?.partitioning;
      return AVOIDABLE.has(one.kind) || (one.kind === 'createTable' && one.partitionOf !== undefined);
    })
  );
}

function limitWords({ before, server }: StatementChange): string {
  const limit = lockWaitOf(server.dialect, before.session);
  if (limit !== undefined && limit !== Infinity)
    return `The timeout that is set, ${String(limit)} seconds, is longer than anybody waits.`;
  return `Nothing is set to end the wait: ${serverText(server)} waits ${DEFAULT[server.dialect]}.`;
}

const DEFAULT = {
  postgres: 'for ever (`lock_timeout` is 0)',
  mysql: 'a year (`lock_wait_timeout` is 31536000)',
  mariadb: 'a day (`lock_wait_timeout` is 86400)',
} as const;

/** The setting to write before the statement. */
const SET: Readonly<Record<MigrationChange['server']['dialect'], (inTransaction: boolean) => string>> = {
  postgres: (inTransaction) => `SET ${inTransaction ? 'LOCAL ' : ''}lock_timeout = '2s';`,
  mysql: () => 'SET SESSION lock_wait_timeout = 5;',
  mariadb: () => 'SET SESSION lock_wait_timeout = 5;',
};
