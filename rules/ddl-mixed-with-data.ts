import { code, codeList, ddlTables, defineMigrationRule, subjectOf } from '../src/engine/rule.js';
import type { ObjectName, Operation, OperationOf, StatementChange, Table } from '../src/engine/rule.js';

export const ddlMixedWithData = defineMigrationRule({
  id: 'ddl-mixed-with-data',
  summary: 'One file changes the schema and the rows of a table that exists: a failure leaves half of it',
  question: 'How do I split a migration into schema and data?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  check({ changes, isRollback }) {
    // In a transaction of the file the implicit commit is a finding of its own.
    const isWrapped = changes.some(({ statement }) => isBegin(statement.operations[0]));
    if (isRollback || isWrapped) return undefined;
    const ddl = changes.flatMap((change) =>
      ddlTables(change.statement).filter((table) => !change.isNew(table)),
    );
    const index = changes.findIndex((change) => writtenBy(change) !== undefined);
    const change = changes[index];
    const table = change && writtenBy(change);
    const [altered] = ddl;
    if (!change || !table || !altered) return undefined;
    const names = [...new Set(ddl.map((one) => subjectOf(one)))];
    const isLast = changes.slice(0, index).some((one) => ddlTables(one.statement).length > 0);
    const half = isLast
      ? 'when the rows fail (a lock wait timeout, a duplicate, a value out of range), the new schema stays, the migration counts as failed, and run again it stops at the first statement, which is done already'
      : 'it commits the rows that were changed before it, and when it fails they stay changed, though the migration counts as failed and is run again';
    return {
      subject: subjectOf(table),
      table,
      headline: `Rows of ${code(subjectOf(table))} change beside DDL in one file: a failure leaves half of it`,
      message: `The file alters ${codeList(names)} and changes rows of ${code(subjectOf(table))}. DDL commits by itself here: ${half}.`,
      remedy:
        'Make two migrations of it: the DDL first, the rows behind it, in a form that can be run again. Fill many rows in batches by a job, outside the deploy.',
      at: { index, operation: change.statement.operations[0] },
    };
  },
});

function isBegin(operation: Operation | undefined): boolean {
  return operation?.kind === 'transaction' && operation.action === 'begin';
}

/** The table that was there before and whose rows the statement changes; tables of this pull request only get their seed. */
function writtenBy({ statement, isNew, table }: StatementChange): ObjectName | undefined {
  const [operation] = statement.operations;
  if (operation?.kind !== 'update' && operation?.kind !== 'delete') {
    const isQuery = operation?.kind === 'insert' && operation.source === 'query';
    return isQuery && !isNew(operation.table) && table(operation.table)?.temporary !== true
      ? operation.table
      : undefined;
  }
  return operation.tables.find((one) => {
    const known = table(one);
    return !isNew(one) && known?.temporary !== true && !isOneRow(known, operation.where);
  });
}

/** A unique key pins the row: the bookkeeping of a version in a table of settings. */
function isOneRow(table: Table | undefined, where: OperationOf<'update' | 'delete'>['where']): boolean {
  if (!table || !where || /[<>]|\b(?:between|like|or|in|not|is)\b/i.test(where.text)) return false;
  const named = new Set(where.columns.map((column) => column.toLowerCase()));
  return table.indexes.some(
    ({ unique, parts }) => unique && parts.every(({ column }) => named.has(column?.toLowerCase() ?? '')),
  );
}
