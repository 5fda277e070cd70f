import { code, defineMigrationRule } from '../src/engine/rule.js';
import type { OperationKind, StatementFacts } from '../src/engine/rule.js';

export const migrationHalfApplied = defineMigrationRule({
  id: 'migration-half-applied',
  summary: 'Several DDL statements in one file: when one fails, those before it stay',
  question: 'How do I write a migration that can fail half-way and run again?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  check({ statements, isRollback, migration, server }) {
    const commits = ({ transaction }: StatementFacts): boolean =>
      server.dialect !== 'postgres' || transaction === undefined;
    const ddl = statements.flatMap((one, index) => (isSchema(one) && commits(one) ? [index] : []));
    const [, second] = ddl;
    if (isRollback || second === undefined || ddl.every((at) => createsTable(statements[at])))
      return undefined;
    // What may be run again does no harm by having run; nothing runs behind the last one.
    if (ddl.slice(0, -1).every((at) => isRepeatable(statements[at]))) return undefined;
    return {
      subject: migration.path,
      headline: `${String(ddl.length)} DDL statements in one file: a failure leaves it half applied`,
      message: `Each DDL statement ${server.dialect === 'postgres' ? 'of a file that runs outside a transaction ' : ''}commits by itself. When one of the ${String(ddl.length)} fails (a lock wait timeout, a duplicate), those before it stay, the migration counts as failed, and run again it stops at the first statement that is done already.`,
      remedy: `Make one migration per DDL statement, or write statements that may be run again (${code('IF NOT EXISTS')}, ${code('IF EXISTS')}; MariaDB and PostgreSQL have them in ALTER TABLE too).`,
      at: { index: second, operation: statements[second]?.operations[0] },
    };
  },
});

const OTHER: ReadonlySet<OperationKind> = new Set([
  'insert',
  'update',
  'delete',
  'loadData',
  'merge',
  'select',
  'call',
  'executeDynamic',
  'setVariable',
  'transaction',
  'useSchema',
  'lockTables',
  'unlockTables',
  'administer',
  'maintainTable',
]);

function isSchema({ operations }: StatementFacts): boolean {
  const [first] = operations;
  return first !== undefined && !OTHER.has(first.kind);
}

/** It says itself that what it makes may be there, or what it drops may be gone. */
function isRepeatable(statement: StatementFacts | undefined): boolean {
  const operations = statement?.operations ?? [];
  const [first] = operations;
  const asked = first?.kind === 'createTable' ? [first] : operations;
  return asked.every(
    (one) =>
      ('ifNotExists' in one && one.ifNotExists === true) ||
      ('ifExists' in one && one.ifExists === true) ||
      ('orReplace' in one && one.orReplace === true),
  );
}

/** A schema that is made for the first time is dropped and made again when it fails. */
function createsTable(statement: StatementFacts | undefined): boolean {
  return statement?.operations[0]?.kind === 'createTable';
}
