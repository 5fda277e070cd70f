import type { Column } from '../catalog/catalog.js';

interface Redefinition {
  readonly operation: { readonly position?: unknown };
}

/**
 * MODIFY that makes a NOT NULL column nullable and changes nothing else: then that is what it is for, though it says NULL
 * nowhere. `before` and `after` are the column as the statement meets and leaves it.
 */
export function isOnlyMadeNullable({ operation }: Redefinition, before: Column, after: Column): boolean {
  const same: readonly ((column: Column) => unknown)[] = [
    ({ name }) => name,
    ({ type }) => type.text.toLowerCase().replace(/\s+/g, ''),
    ({ comment = '' }) => comment,
    ({ charset }) => charset,
    ({ collation }) => collation,
    ({ onUpdate }) => onUpdate?.text,
    ({ autoIncrement }) => autoIncrement,
    ({ invisible }) => invisible,
  ];
  const takesNoDefault = after.default === undefined || after.default.kind === 'null';
  return (
    operation.position === undefined &&
    !before.nullable &&
    after.nullable &&
    before.default === undefined &&
    takesNoDefault &&
    same.every((of) => of(before) === of(after))
  );
}
