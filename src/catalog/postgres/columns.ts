import type { ColumnDefinition } from '../../sql/column.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { TableRef } from '../../sql/name.js';
import type { Catalog, Column, Table } from '../catalog.js';
import { doubt, putTable } from '../edit.js';
import { findColumn, findTable } from '../find.js';
import type { Apply } from '../handlers.js';
import { renameColumnIn } from '../rename.js';
import {
  completeType,
  hasOwnSequence,
  keptDefault,
  postgresColumn,
  withNotNull,
  withOwnSequence,
} from './column.js';
import { changeFamily, descendants, doubtUnless } from './family.js';
import { removeSequencesOf } from './sequences.js';
import { renameViewColumn } from './views.js';

export const addColumn: Apply<'addColumn'> = (catalog, operation, version) => {
  const table = findTable(catalog, operation.table);
  if (!table) return catalog;
  const { column: definition, ifNotExists } = operation;
  if (findColumn(table, definition.name)) {
    const isInherited = table.partitionOf !== undefined || table.inherits.length > 0;
    if (isInherited) return mergeColumn(catalog, table, definition, version);
    if (ifNotExists) return catalog;
    return putTable(
      catalog,
      doubt(table, `A statement adds the column ${definition.name}, which it has already.`),
    );
  }
  const own = hasOwnSequence(definition)
    ? withOwnSequence(catalog, table, definition.name, definition.type)
    : { catalog, sequence: undefined };
  const column = postgresColumn(definition, own.sequence, version);
  return changeFamily(own.catalog, operation, (one, isChild, now) => {
    if (isChild && findColumn(one, column.name)) return one;
    const wider = { ...one, columns: [...one.columns, column] };
    return column.nullable ? wider : withNotNull(now, wider, column.name, version);
  });
};

/** A column that a partition or child writes although its parent gives it: default and NOT NULL are its own. */
function mergeColumn(
  catalog: Catalog,
  table: Table,
  definition: ColumnDefinition,
  version: ServerVersion,
): Catalog {
  const columns = table.columns.map((column) =>
    column.name === definition.name
      ? {
          ...column,
          nullable: column.nullable && definition.nullable !== false,
          default: definition.default ?? column.default,
        }
      : column,
  );
  const merged = { ...table, columns };
  return putTable(
    catalog,
    definition.nullable === false ? withNotNull(catalog, merged, definition.name, version) : merged,
  );
}

export const renameColumn: Apply<'renameColumn'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  const { column, to } = operation;
  if (!table) return renameViewColumn(catalog, operation.table, column, to);
  if (!findColumn(table, column)) return putTable(catalog, doubt(table, unknownColumn(column)));
  if (findColumn(table, to)) {
    const reason = `A statement gives its column ${column} the name ${to}, which another column has.`;
    return putTable(catalog, doubt(table, reason));
  }
  return [table, ...descendants(catalog, table)].reduce((before, member) => {
    const now = findTable(before, member.name) ?? member;
    return renameColumnIn(before, now, column, to);
  }, catalog);
};

/** Why a table is uncertain whose column the history does not show. */
export function unknownColumn(name: string): string {
  return `An earlier statement names its column ${name}, which the history does not show.`;
}

interface OnColumn {
  readonly table: TableRef;
  readonly only?: boolean | undefined;
  readonly column: string;
}

/** Changes a column of the table and of what inherits from it. */
function changeColumn(catalog: Catalog, on: OnColumn, change: (column: Column) => Column): Catalog {
  return changeFamily(catalog, on, (table, isChild) => {
    const column = findColumn(table, on.column);
    if (!column) return doubtUnless(isChild, table, unknownColumn(on.column));
    return { ...table, columns: table.columns.map((one) => (one === column ? change(one) : one)) };
  });
}

export const changeColumnType: Apply<'changeColumnType'> = (catalog, operation) =>
  changeColumn(catalog, operation, (column) => ({
    ...column,
    type: completeType(operation.type),
    collation: operation.collation,
  }));

export const setColumnDefault: Apply<'setColumnDefault'> = (catalog, operation) =>
  changeColumn(catalog, operation, (column) => ({
    ...column,
    default: keptDefault(operation.default, column.type),
  }));

export const setColumnNullable: Apply<'setColumnNullable'> = (catalog, operation, version) => {
  const changed = changeColumn(catalog, operation, (column) => ({ ...column, nullable: operation.nullable }));
  return changeFamily(changed, operation, (table, _isChild, now) =>
    operation.nullable
      ? withoutNotNull(table, operation.column)
      : withNotNull(now, table, operation.column, version),
  );
};

function withoutNotNull(table: Table, column: string): Table {
  const constraints = table.constraints.filter(
    (one) => one.kind !== 'not-null' || !one.columns.includes(column),
  );
  return constraints.length === table.constraints.length ? table : { ...table, constraints };
}

export const setColumnExpression: Apply<'setColumnExpression'> = (catalog, operation) =>
  changeColumn(catalog, operation, (column) => ({
    ...column,
    generated:
      operation.expression && column.generated
        ? { ...column.generated, expression: operation.expression }
        : undefined,
  }));

export const setColumnAttribute: Apply<'setColumnAttribute'> = (catalog, operation) =>
  changeColumn(catalog, operation, (column) => ({
    ...column,
    attributes: { ...column.attributes, [operation.attribute]: operation.value },
  }));

export const changeIdentity: Apply<'changeIdentity'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  const column = table && findColumn(table, operation.column);
  if (!table || !column || operation.action === 'set') return catalog;
  if (operation.action === 'drop') {
    const without = changeColumn(catalog, operation, (one) => ({ ...one, identity: undefined }));
    return removeSequencesOf(without, table.name, operation.column);
  }
  const own = withOwnSequence(catalog, table, operation.column, column.type).catalog;
  return changeColumn(own, operation, (one) => ({ ...one, identity: 'by-default' }));
};
