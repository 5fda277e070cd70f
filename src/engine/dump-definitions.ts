import type { Column, Constraint, Index, Table } from '../catalog/catalog.js';
import type { ColumnPosition, ConstraintDefinition, IndexDefinition } from '../sql/column.js';

/** MySQL, MariaDB: where ADD COLUMN would put the column; undefined where every column behind it is new as well. */
export function positionOf(
  table: Table,
  column: Column,
  isNew: (other: Column) => boolean,
): ColumnPosition | undefined {
  const at = table.columns.indexOf(column);
  if (table.columns.slice(at + 1).every(isNew)) return undefined;
  const previous = table.columns[at - 1];
  return previous ? { after: previous.name } : { first: true };
}

/** An index as CREATE INDEX would write it. */
export function indexDefinition(index: Index): IndexDefinition {
  const { name, unique, method, parts, include, where, invisible } = index;
  return { name, unique, method, parts, include, where, invisible };
}

/** A constraint as ADD CONSTRAINT would write it; undefined where its index is not known. */
export function constraintDefinition(constraint: Constraint, table: Table): ConstraintDefinition | undefined {
  const { name, validated, enforced, deferrable } = constraint;
  const base = { name, notValid: !validated, notEnforced: !enforced, deferrable };
  switch (constraint.kind) {
    case 'check':
      return { ...base, kind: 'check', expression: constraint.expression };
    case 'foreign-key': {
      const { columns, references, referencedColumns, onDelete, onUpdate } = constraint;
      return { ...base, kind: 'foreign-key', columns, references, referencedColumns, onDelete, onUpdate };
    }
    case 'not-null':
      return undefined;
    default: {
      const index = table.indexes.find((one) => one.constraint === name);
      if (!index) return undefined;
      const { kind } = constraint;
      const definition = indexDefinition(index);
      return kind === 'exclusion'
        ? { ...base, kind, index: definition, operators: [] }
        : { ...base, kind, index: definition };
    }
  }
}
