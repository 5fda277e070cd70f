import type { Catalog } from '../catalog/catalog.js';
import { findTable } from '../catalog/find.js';
import type { ObjectName } from '../sql/name.js';
import type { Operation, OperationKind } from '../sql/operation.js';

/** Operations that read or change rows, or keep nobody out, and so need no exclusive metadata lock. */
const SHARED: ReadonlySet<OperationKind> = new Set([
  'createTable',
  'maintainTable',
  'insert',
  'loadData',
  'merge',
  'commentOn',
  'createObject',
  'alterObject',
  'dropObject',
]);

/** MySQL, MariaDB: the tables that were there and whose metadata lock a statement needs exclusively. */
export function ddlTables(statement: {
  readonly operations: readonly Operation[];
  readonly before: Catalog;
}): readonly ObjectName[] {
  const { operations, before } = statement;
  if (operations[0]?.kind === 'createTable') return [];
  const tables = operations.flatMap((operation) => {
    if (!('table' in operation) || !operation.table || SHARED.has(operation.kind)) return [];
    const isAbsent = 'ifExists' in operation && operation.ifExists && !findTable(before, operation.table);
    return isAbsent && operation.kind === 'dropTable' ? [] : [operation.table];
  });
  return tables.filter(
    (table, at) => tables.findIndex((one) => one.name === table.name && one.schema === table.schema) === at,
  );
}
