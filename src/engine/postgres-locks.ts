import type { Catalog } from '../catalog/catalog.js';
import { findTable, findView } from '../catalog/find.js';
import { candidateKeys } from '../catalog/names.js';
import type { Blocks, Impact, LockMode, Prediction, StatementImpact } from '../impact/impact.js';
import type { ObjectName } from '../sql/name.js';
import { nameText } from '../sql/name.js';

/** A lock on a table that others use, strong enough to keep writers or everybody out. */
export interface StrongLock {
  readonly table: ObjectName;
  /** As the manual writes it: "ACCESS EXCLUSIVE". */
  readonly mode: string;
  readonly blocks: Exclude<Blocks, 'nobody'>;
}

interface Locking {
  readonly statement: { readonly impact: StatementImpact; readonly before: Catalog };
  readonly isNew: (table: ObjectName) => boolean;
}

const STRONG: Partial<Readonly<Record<LockMode, StrongLock['blocks']>>> = {
  ShareLock: 'writes',
  ShareRowExclusiveLock: 'writes',
  ExclusiveLock: 'writes',
  AccessExclusiveLock: 'reads-and-writes',
};

/**
 * PostgreSQL: the strong locks of a statement on tables that were there before this pull request, those that it does not
 * name among them. Empty where the server refuses the statement or the history does not decide.
 */
export function strongLocks({ statement: { impact, before }, isNew }: Locking): readonly StrongLock[] {
  if (impact.statement.kind === 'undecided' || impact.statement.impact.refused) return [];
  return (impact.statement.impact.locks ?? []).flatMap(({ table, mode }) => {
    const blocks = STRONG[mode];
    return blocks && isTable(before, table) && !isNew(table)
      ? [{ table, mode: modeWords(mode), blocks }]
      : [];
  });
}

/** Statements before it that are asked, so that a file of thousands is not asked thousands of times. */
const FURTHEST_BACK = 200;

/** True where an earlier statement of the transaction holds a lock on the table that keeps readers out until COMMIT. */
export function isShutOut(
  {
    statement,
    statements,
    index,
    isNew,
  }: {
    readonly statement: { readonly transaction: number | undefined };
    readonly statements: readonly (Locking['statement'] & { readonly transaction: number | undefined })[];
    readonly index: number;
    readonly isNew: Locking['isNew'];
  },
  table: ObjectName,
): boolean {
  if (statement.transaction === undefined) return false;
  return statements
    .slice(Math.max(0, index - FURTHEST_BACK), index)
    .filter(({ transaction }) => transaction === statement.transaction)
    .some((earlier) =>
      strongLocks({ statement: earlier, isNew }).some(
        (lock) => lock.blocks === 'reads-and-writes' && isSameTable(lock.table, table),
      ),
    );
}

/** Views and sequences are locked too, but hold no rows; what the history does not show may be a table. */
function isTable(catalog: Catalog, name: ObjectName): boolean {
  if (findTable(catalog, name)) return true;
  return !findView(catalog, name) && !candidateKeys(catalog, name).some((key) => catalog.sequences.has(key));
}

/** "AccessExclusiveLock" → "ACCESS EXCLUSIVE". */
function modeWords(mode: LockMode): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

interface Working {
  readonly operation: { readonly table?: ObjectName | undefined };
  readonly impact: Prediction;
  readonly statement: { readonly impact: StatementImpact };
  readonly isNew: (table: ObjectName) => boolean;
}

/** Work on the rows of a table, under a lock that others wait for. */
export interface LockedWork {
  /** What decides, in the word of the impact's fact table: "change-type", "set-not-null". */
  readonly cause: string;
  readonly impact: Impact;
  /** The strongest lock on the operation's table, as the manual writes it. */
  readonly mode: string;
  /** "every write" or "every read and write". */
  readonly who: string;
}

/**
 * PostgreSQL: the work that one operation does while others wait. Undefined where its table is new, where the statement
 * is refused, undecided or metadata only, and where readers and writers go on.
 */
export function lockedWork({ operation, impact, statement, isNew }: Working): LockedWork | undefined {
  const { table } = operation;
  const whole = statement.impact.statement;
  if (table === undefined || isNew(table)) return undefined;
  if (impact.kind === 'undecided' || whole.kind === 'undecided' || whole.impact.refused) return undefined;
  const { work, blocks, fact, locks = [] } = impact.impact;
  if (work === 'metadata' || blocks === 'nobody') return undefined;
  const own = locks.find((lock) => lock.table.name === table.name) ?? locks[0];
  return {
    cause: fact.replace(/@.*$/, ''),
    impact: impact.impact,
    mode: modeWords(own?.mode ?? 'AccessExclusiveLock'),
    who: blocks === 'writes' ? 'every write' : 'every read and write',
  };
}

/** True when the two are names of one table, as far as they say. */
export function isSameTable(one: ObjectName, other: ObjectName): boolean {
  return one.name === other.name && (one.schema ?? other.schema) === (other.schema ?? one.schema);
}

/** Names of tables as the catalog holds them, for people and once each: without the schema that the session looks in anyway. */
export function tableNames({ session }: Catalog, tables: readonly ObjectName[]): readonly string[] {
  const names = tables.map((table) =>
    table.schema !== undefined && session.searchPath.includes(table.schema) ? table.name : nameText(table),
  );
  return [...new Set(names)];
}
