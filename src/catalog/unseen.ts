import type { ObjectName } from '../sql/name.js';
import type { OperationKind } from '../sql/operation.js';
import type { Statement } from '../sql/statement.js';
import type { Catalog } from './catalog.js';
import { findTable, findView } from './find.js';
import { candidateKeys, newKey } from './names.js';

/** What only a table has done to it. */
const ALTERING: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'addColumn',
  'dropColumn',
  'redefineColumn',
  'changeColumnType',
  'renameColumn',
  'setColumnDefault',
  'setColumnNullable',
  'addIndex',
  'addConstraint',
  'dropConstraint',
  'renameTable',
]);

/** True where a statement altered the table, though nothing shows who created it: it was there before the history. */
export function isUnseen(catalog: Catalog, table: ObjectName): boolean {
  return candidateKeys(catalog, table).some((key) => catalog.unseen.has(key));
}

/** The catalog that a statement leaves, with the tables that it alters and the history does not show. */
export function noteUnseen(before: Catalog, after: Catalog, statement: Statement): Catalog {
  const { conditional, operations } = statement;
  let unseen = after.unseen;
  for (const operation of operations) {
    if (operation.kind === 'dropTable') unseen = unseen.deleteAll(candidateKeys(before, operation.table));
    if (conditional === true || !ALTERING.has(operation.kind)) continue;
    if (!('table' in operation) || operation.table === undefined) continue;
    const isOptional = 'ifTableExists' in operation && operation.ifTableExists === true;
    if (isOptional || isShown(before, operation.table) || isShown(after, operation.table)) continue;
    const left = operation.kind === 'renameTable' ? operation.to : operation.table;
    unseen = unseen.set(newKey(before, left), left);
  }
  return unseen === after.unseen ? after : { ...after, unseen };
}

function isShown(catalog: Catalog, name: ObjectName): boolean {
  return (
    findTable(catalog, name) !== undefined ||
    findView(catalog, name) !== undefined ||
    candidateKeys(catalog, name).some((key) => catalog.sequences.has(key))
  );
}
