import type { ServerVersion } from '../../sql/dialect.js';
import type { Operation } from '../../sql/operation.js';
import type { Session } from '../catalog.js';
import { promoteFirstTimestamp } from './column.js';

/**
 * The operations of one ALTER or CREATE TABLE in the order in which the server takes them: drops, the table's new
 * character set, columns that stay where they are, columns that are placed, indexes, checks, and foreign keys last, so
 * that any index of the statement may serve them. Source: mysql_prepare_alter_table() of both servers.
 */
export function mysqlOrder(
  operations: readonly Operation[],
  session: Session,
  version: ServerVersion,
): readonly Operation[] {
  if (operations.length === 1) return promoteFirstTimestamp(operations, session, version);
  const promoted = promoteFirstTimestamp(operations, session, version);
  return withFreeNames(promoted.toSorted((one, other) => phaseOf(one) - phaseOf(other)));
}

function phaseOf(operation: Operation): number {
  switch (operation.kind) {
    case 'createTable':
      return 0;
    case 'dropConstraint':
    case 'dropIndex':
      return 1;
    case 'dropColumn':
      return 2;
    case 'setTableOption':
      return operation.option === 'charset' ? 3 : operation.option === 'collate' ? 4 : 11;
    case 'convertCharset':
      return 5;
    case 'renameColumn':
      return 6;
    case 'redefineColumn':
      return operation.position ? 7 : 6;
    case 'addColumn':
      return 7;
    case 'addIndex':
      return 8;
    case 'addConstraint':
      return operation.constraint.kind === 'foreign-key' ? 10 : operation.constraint.kind === 'check' ? 9 : 8;
    default:
      return 11;
  }
}

/** Columns that trade their names in one statement do so at once; here by way of names that no column can have. */
function withFreeNames(operations: readonly Operation[]): readonly Operation[] {
  const renames = operations.flatMap((operation) => renameOf(operation) ?? []);
  const from = new Set(renames.map((rename) => rename.from.toLowerCase()));
  if (!renames.some((rename) => from.has(rename.to.toLowerCase()))) return operations;
  const first = operations.flatMap((operation): readonly Operation[] => {
    const rename = renameOf(operation);
    if (!rename || !('table' in operation) || !operation.table) return [];
    return [
      {
        kind: 'renameColumn',
        table: operation.table,
        span: operation.span,
        column: rename.from,
        to: `\u0000${rename.to}`,
      },
    ];
  });
  const at = operations.findIndex((operation) => renameOf(operation) !== undefined);
  const rest = operations.map((operation): Operation => {
    const rename = renameOf(operation);
    if (!rename) return operation;
    const column = `\u0000${rename.to}`;
    return operation.kind === 'renameColumn' || operation.kind === 'redefineColumn'
      ? { ...operation, column }
      : operation;
  });
  return rest.toSpliced(at, 0, ...first);
}

function renameOf(operation: Operation): { readonly from: string; readonly to: string } | undefined {
  if (operation.kind === 'renameColumn') return { from: operation.column, to: operation.to };
  if (operation.kind !== 'redefineColumn') return undefined;
  const { column: from, definition } = operation;
  return from.toLowerCase() === definition.name.toLowerCase() ? undefined : { from, to: definition.name };
}
