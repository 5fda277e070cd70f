import type { ObjectName } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';

interface Asked {
  /** The statements of the file, in order, and the place of the one asked about. */
  readonly statements: readonly { readonly operations: readonly Operation[] }[];
  readonly index: number;
}

/**
 * True where the same file deletes every row of the table first, of which other rules speak: what a later statement does
 * to its rows takes no time, and a row that is written since was written by the code that runs.
 */
export function isEmptied({ statements, index }: Asked, { name }: ObjectName): boolean {
  let first = FIRST.get(statements);
  if (!first) FIRST.set(statements, (first = firstEmptied(statements)));
  return (first.get(name) ?? index) < index;
}

/** By the statements of a file, which thousands of changes may ask about: where each table is emptied first. */
const FIRST = new WeakMap<Asked['statements'], ReadonlyMap<string, number>>();

function firstEmptied(statements: Asked['statements']): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  statements.forEach(({ operations }, index) => {
    for (const name of operations.map(empties)) {
      if (name !== undefined && !first.has(name)) first.set(name, index);
    }
  });
  return first;
}

/** The one table of which the operation leaves no row. */
function empties(operation: Operation): string | undefined {
  if (operation.kind === 'truncateTable') return operation.table.name;
  if (operation.kind !== 'delete') return undefined;
  const { tables, reads, where, limit } = operation;
  const [only, ...others] = tables;
  return where || limit !== undefined || others.length > 0 || reads.length > 0 ? undefined : only?.name;
}
