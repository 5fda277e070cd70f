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
  return statements
    .slice(0, index)
    .some(({ operations }) => operations.some((operation) => empties(operation) === name));
}

/** The one table of which the operation leaves no row. */
function empties(operation: Operation): string | undefined {
  if (operation.kind === 'truncateTable') return operation.table.name;
  if (operation.kind !== 'delete') return undefined;
  const { tables, reads, where, limit } = operation;
  const [only, ...others] = tables;
  return where || limit !== undefined || others.length > 0 || reads.length > 0 ? undefined : only?.name;
}
