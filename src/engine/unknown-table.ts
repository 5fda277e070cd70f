import type { ObjectName } from '../sql/name.js';
import { nameText } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';

interface Asked {
  /** The statements of the file, in order, and the place of the one asked about. */
  readonly statements: readonly { readonly operations: readonly Operation[] }[];
  readonly index: number;
}

/** Why nothing is said of a statement on the table: what is in it, and which indexes it has, is not known. */
export function unknownTable(table: ObjectName): string {
  return `The history does not show table ${nameText(table)}.`;
}

/** True where no earlier statement of the file changes rows of the table: one gap says it for all of them. */
export function isFirstTouch({ statements, index }: Asked, { name }: ObjectName): boolean {
  let first = FIRST.get(statements);
  if (!first) FIRST.set(statements, (first = firstTouches(statements)));
  return (first.get(name) ?? index) >= index;
}

/** By the statements of a file, which thousands of changes may ask about. */
const FIRST = new WeakMap<Asked['statements'], ReadonlyMap<string, number>>();

function firstTouches(statements: Asked['statements']): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  statements.forEach(({ operations }, index) => {
    for (const name of operations.flatMap(touched)) {
      if (!first.has(name)) first.set(name, index);
    }
  });
  return first;
}

function touched(operation: Operation): readonly string[] {
  if (operation.kind === 'update' || operation.kind === 'delete')
    return operation.tables.map(({ name }) => name);
  return operation.kind === 'insert' && operation.readsAllRows ? operation.reads.map(({ name }) => name) : [];
}
