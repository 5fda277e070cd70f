import { code, codeList, ddlTables, defineMigrationRule, subjectOf } from '../src/engine/rule.js';
import type { OperationKind, StatementFacts } from '../src/engine/rule.js';

export const ddlInTransaction = defineMigrationRule({
  id: 'ddl-in-transaction',
  summary: 'DDL inside BEGIN … COMMIT: it commits what was open, and nothing can be rolled back',
  question: 'How do I make DDL safe to fail where no transaction holds it?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  check({ statements, isRollback }) {
    const begin = statements.findIndex((one) => actionOf(one) === 'begin');
    if (isRollback || begin < 0) return undefined;
    const length = statements
      .slice(begin + 1)
      .findIndex((one) => /^(commit|rollback)$/.test(actionOf(one) ?? ''));
    const end = length < 0 ? statements.length : begin + 1 + length;
    const inside = statements.slice(begin + 1, end);
    const at = inside.findIndex(commits);
    const ddl = inside[at];
    if (!ddl) return undefined;
    const rows = inside.filter(({ operations }) => operations.some(({ kind }) => DML.has(kind)));
    const isUndone = statements[end] !== undefined && actionOf(statements[end]) === 'rollback';
    const names = ddlTables(ddl).map((table) => subjectOf(table));
    const written = inside
      .slice(0, at)
      .some(({ operations }) => operations.some(({ kind }) => DML.has(kind)));
    const committed = written
      ? 'It commits the rows that were written since BEGIN, and the transaction is over.'
      : 'It ends the transaction that BEGIN opened.';
    return {
      subject: names[0] ?? ddl.head,
      severity: rows.length > 0 || isUndone ? 'warning' : 'advice',
      headline: `${code(ddl.head)} commits the open transaction: nothing in it can be rolled back`,
      message: `MySQL and MariaDB commit before and after each DDL statement${names.length === 0 ? '' : ` (here on ${codeList(names)})`}. ${committed} Whatever follows commits by itself: when a later statement fails, what came before it stays${isUndone ? ', and the ROLLBACK at the end undoes nothing of it' : ''}.`,
      remedy:
        rows.length > 0
          ? 'Take the DDL out, into a migration of its own that runs first; keep BEGIN and COMMIT around the rows alone.'
          : 'Take BEGIN and COMMIT out, and make it one DDL statement per migration, so that a failure leaves nothing half done.',
      at: { index: begin + 1 + at, operation: ddl.operations[0] },
    };
  },
});

const DML: ReadonlySet<OperationKind> = new Set(['insert', 'update', 'delete', 'loadData', 'merge']);

/** What neither changes the schema nor ends a transaction. */
const QUIET: ReadonlySet<OperationKind> = new Set([
  ...DML,
  'select',
  'call',
  'executeDynamic',
  'setVariable',
  'transaction',
  'useSchema',
  'administer',
  'lockTables',
  'unlockTables',
]);

function actionOf({ operations }: StatementFacts): string | undefined {
  const [first] = operations;
  return first?.kind === 'transaction' ? first.action : undefined;
}

/** CREATE and DROP TEMPORARY TABLE leave the transaction open. */
function commits({ operations }: StatementFacts): boolean {
  const [first] = operations;
  if (!first || QUIET.has(first.kind)) return false;
  return !((first.kind === 'createTable' || first.kind === 'dropTable') && first.temporary);
}
