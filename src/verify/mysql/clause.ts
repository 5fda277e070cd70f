import type { Algorithm, LockClauseValue } from '../../impact/impact.js';
import type { Operation } from '../../sql/operation.js';
import type { Statement } from '../../sql/statement.js';

/** One way to run an ALTER. */
export interface Way {
  readonly algorithm: Algorithm;
  /** Undefined where MySQL allows no LOCK beside the ALGORITHM. */
  readonly lock?: LockClauseValue | undefined;
}

const LOCKS: readonly LockClauseValue[] = ['NONE', 'SHARED', 'EXCLUSIVE'];

function waysOf(algorithm: Algorithm): readonly Way[] {
  return LOCKS.map((lock) => ({ algorithm, lock }));
}

/** Every way, the cheapest first. MySQL takes no LOCK beside ALGORITHM=INSTANT (error 1221). */
export const WAYS = {
  mysql: [{ algorithm: 'INSTANT' }, ...waysOf('INPLACE'), ...waysOf('COPY')],
  mariadb: (['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'] as const).flatMap(waysOf),
} as const satisfies Record<string, readonly Way[]>;

const NAME = '(?:`(?:[^`]|``)+`|[\\w$\\u0080-\\uffff]+)';
const ALTER = new RegExp(
  `^ALTER\\s+(?:(?:ONLINE|IGNORE)\\s+)*TABLE\\s+(?:IF\\s+EXISTS\\s+)?${NAME}(?:\\s*\\.\\s*${NAME})?(?=\\s)`,
  'i',
);
const INDEX = /^(?:CREATE\s+(?:\w+\s+)?INDEX|DROP\s+INDEX)\s/i;
/** Partition clauses follow the other actions without a comma. */
const PARTITIONING = /^(?:PARTITION\s+BY|REMOVE\s+PARTITIONING)\b/i;

const UNHEEDED = new Set(['truncate', 'optimize', 'analyze', 'check', 'repair']);

/** MySQL reads ALGORITHM and LOCK beside these and does as it always does. */
function heedsNoClause(operation: Operation): boolean {
  const { kind } = operation;
  return kind === 'exchangePartition' || (kind === 'changePartitions' && UNHEEDED.has(operation.action));
}

/** The statement with the clauses of `way`; undefined where it has none, has its own, or this reader finds no place. */
export function withClauses(statement: Statement, way: Way): string | undefined {
  const { text, algorithm, lock, operations } = statement;
  if ((algorithm ?? lock) || operations.some(heedsNoClause)) return undefined;
  const clauses = [`ALGORITHM=${way.algorithm}`, ...(way.lock === undefined ? [] : [`LOCK=${way.lock}`])];
  if (INDEX.test(text)) return `${text} ${clauses.join(' ')}`;
  const head = ALTER.exec(text)?.[0];
  if (head === undefined) return undefined;
  const actions = text.slice(head.length).trimStart();
  const separator = PARTITIONING.test(actions) ? ' ' : ', ';
  return actions === '' ? undefined : `${head} ${clauses.join(', ')}${separator}${actions}`;
}
