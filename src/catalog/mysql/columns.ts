import type { ColumnPosition } from '../../sql/column.js';
import type { TableRef } from '../../sql/name.js';
import type { Catalog, Column, Index, Table } from '../catalog.js';
import { changeTable, doubt, putTable } from '../edit.js';
import { findColumn, findTable, primaryKeyOf } from '../find.js';
import type { Apply } from '../handlers.js';
import { sameName } from '../names.js';
import { renameColumnIn } from '../rename.js';
import { mysqlColumn } from './column.js';

export const addColumn: Apply<'addColumn'> = (catalog, operation, version) =>
  changeTable(catalog, operation.table, (table) => {
    const { column: definition, position } = operation;
    if (findColumn(table, definition.name)) {
      if (operation.ifNotExists) return table;
      return doubt(table, `A statement adds the column ${definition.name}, which it has already.`);
    }
    const column = mysqlColumn(definition, table, catalog, version);
    return placed({ ...table, columns: [...table.columns, column] }, column, position);
  });

/** The table with a column moved to where FIRST or AFTER says. */
function placed(table: Table, column: Column, position: ColumnPosition | undefined): Table {
  if (!position) return table;
  const others = table.columns.filter((other) => other !== column);
  if ('first' in position) return { ...table, columns: [column, ...others] };
  const before = others.findIndex((other) => sameName(table, other.name, position.after));
  if (before < 0) return doubt(table, unknownColumn(position.after));
  return { ...table, columns: others.toSpliced(before + 1, 0, column) };
}

function unknownColumn(name: string): string {
  return `An earlier statement names its column ${name}, which the history does not show.`;
}

export const dropColumn: Apply<'dropColumn'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => {
    const name = operation.column;
    const is = (other: string) => sameName(table, other, name);
    if (!findColumn(table, name)) return operation.ifExists ? table : doubt(table, unknownColumn(name));
    const key = table.constraints.find((one) => one.kind === 'foreign-key' && one.columns.some(is));
    if (key)
      return doubt(table, `A statement drops the column ${name}, which the foreign key ${key.name} needs.`);
    return {
      ...table,
      columns: table.columns.filter((column) => !is(column.name)),
      indexes: table.indexes.flatMap((index) => withoutColumn(index, is)),
      // MySQL 8.0.16 and MariaDB 10.2: a CHECK of this column alone goes with it; one that names others refuses.
      constraints: table.constraints.filter(
        (one) =>
          one.kind !== 'check' || one.expression.columns.length !== 1 || !one.expression.columns.some(is),
      ),
    };
  });

/** An index loses the column; without columns it is no more. */
function withoutColumn(index: Index, is: (name: string) => boolean): readonly Index[] {
  const parts = index.parts.filter((part) => part.column === undefined || !is(part.column));
  if (parts.length === index.parts.length) return [index];
  return parts.length === 0 ? [] : [{ ...index, parts }];
}

export const redefineColumn: Apply<'redefineColumn'> = (catalog, operation, version) => {
  const table = findTable(catalog, operation.table);
  if (!table) return catalog;
  const { definition, position } = operation;
  const old = findColumn(table, operation.column);
  if (!old) {
    return operation.ifExists ? catalog : putTable(catalog, doubt(table, unknownColumn(operation.column)));
  }
  const renamed = rename(catalog, table, old.name, definition.name);
  return changeTable(renamed, operation.table, (now) => {
    const written = mysqlColumn(definition, now, catalog, version);
    const column = isInPrimaryKey(now, written.name) ? notNull(written) : written;
    const columns = now.columns.map((one) => (sameName(now, one.name, column.name) ? column : one));
    return placed({ ...now, columns }, column, position);
  });
};

export const renameColumn: Apply<'renameColumn'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  if (!table) return catalog;
  const column = findColumn(table, operation.column);
  if (!column) {
    return operation.ifExists ? catalog : putTable(catalog, doubt(table, unknownColumn(operation.column)));
  }
  return rename(catalog, table, column.name, operation.to);
};

function rename(catalog: Catalog, table: Table, from: string, to: string): Catalog {
  if (from === to) return catalog;
  const other = findColumn(table, to);
  if (other && !sameName(table, from, to)) {
    const reason = `A statement gives its column ${from} the name ${to}, which another column has.`;
    return putTable(catalog, doubt(table, reason));
  }
  return renameColumnIn(catalog, table, from, to);
}

export const setColumnDefault: Apply<'setColumnDefault'> = (catalog, operation) =>
  changeColumn(catalog, operation.table, operation.column, (column) => ({
    ...column,
    default: operation.default,
  }));

export const setColumnVisible: Apply<'setColumnVisible'> = (catalog, operation) =>
  changeColumn(catalog, operation.table, operation.column, (column) => ({
    ...column,
    invisible: !operation.visible,
  }));

/** Changes one column where it stands; a column that the history does not show makes its table doubtful. */
function changeColumn(
  catalog: Catalog,
  ref: TableRef,
  name: string,
  change: (column: Column) => Column,
): Catalog {
  return changeTable(catalog, ref, (table) => {
    const column = findColumn(table, name);
    if (!column) return doubt(table, unknownColumn(name));
    return { ...table, columns: table.columns.map((one) => (one === column ? change(column) : one)) };
  });
}

/** A column as a primary key makes it; DEFAULT NULL was only implied. */
export function notNull(column: Column): Column {
  const fallback = column.default?.kind === 'null' ? undefined : column.default;
  return { ...column, nullable: false, default: fallback };
}

function isInPrimaryKey(table: Table, name: string): boolean {
  const parts = primaryKeyOf(table)?.parts ?? [];
  return parts.some((part) => part.column !== undefined && sameName(table, part.column, name));
}
