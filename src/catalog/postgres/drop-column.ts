import type { Expression } from '../../sql/column.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Catalog, Constraint, Index, Table } from '../catalog.js';
import { doubt, putTable, removeView } from '../edit.js';
import { findColumn, findTable, findViewKey, viewsReading } from '../find.js';
import type { Apply } from '../handlers.js';
import { unknownColumn } from './columns.js';
import { releaseReferences } from './constraints.js';
import { changeFamily } from './family.js';
import { removeSequencesOf } from './sequences.js';
import { removeViews } from './views.js';

/** Takes every index and constraint that includes the column, the sequence that it owns and, with CASCADE, views. */
export const dropColumn: Apply<'dropColumn'> = (catalog, operation, version) => {
  const table = findTable(catalog, operation.table);
  if (!table) return catalog;
  const { column } = operation;
  if (!findColumn(table, column)) {
    return operation.ifExists ? catalog : putTable(catalog, doubt(table, unknownColumn(column)));
  }
  const released = table.constraints
    .filter((constraint) => includes(constraint, column))
    .reduce((before, constraint) => releaseReferences(before, table, constraint), catalog);
  const dropped = changeFamily(released, operation, (one) => withoutColumn(one, column));
  const cleared = removeSequencesOf(dropped, table.name, column);
  if (!operation.cascade) return cleared;
  return dropDependents(cleared, table, operation, version);
};

function withoutColumn(table: Table, column: string): Table {
  const indexes = table.indexes.filter((index) => !usesColumn(index, column));
  const gone = new Set(
    table.indexes.filter((index) => !indexes.includes(index)).map((index) => index.constraint),
  );
  return {
    ...table,
    columns: table.columns.filter((one) => one.name !== column),
    indexes,
    constraints: table.constraints.filter(
      (constraint) => !includes(constraint, column) && !gone.has(constraint.name),
    ),
    dependents: table.dependents.filter((dependent) => dependent.columns?.includes(column) !== true),
  };
}

function usesColumn(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    mentions(index.where, column) ||
    index.parts.some((part) => part.column === column || mentions(part.expression, column))
  );
}

function includes(constraint: Constraint, column: string): boolean {
  return constraint.kind === 'check'
    ? mentions(constraint.expression, column)
    : constraint.columns.includes(column);
}

function mentions(expression: Expression | undefined, column: string): boolean {
  return expression?.columns.includes(column) ?? false;
}

function dropDependents(
  catalog: Catalog,
  table: Table,
  operation: OperationOf<'dropColumn'>,
  version: Parameters<typeof dropColumn>[2],
): Catalog {
  const { column } = operation;
  const readers = viewsReading(catalog, table.name).filter(
    ({ columns }) => columns === undefined || columns.includes(column) || columns.includes('*'),
  );
  const cleared = readers.reduce((before, view) => {
    const key = findViewKey(before, view.name);
    return key === undefined ? before : removeView(removeViews(before, view.name), key);
  }, catalog);
  const generated = findTable(cleared, table.name)?.columns.filter((one) =>
    mentions(one.generated?.expression, column),
  );
  return (generated ?? []).reduce(
    (before, one) => dropColumn(before, { ...operation, column: one.name }, version),
    cleared,
  );
}
