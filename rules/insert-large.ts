import { code, defineMigrationRule, isAtLeast, serverText, subjectOf } from '../src/engine/rule.js';
import type { Operation, ServerVersion } from '../src/engine/rule.js';

export const insertLarge = defineMigrationRule({
  id: 'insert-large',
  summary: 'A file inserts thousands of rows, or holds a statement that is longer than the server takes',
  question: 'How do I load many rows in a migration?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  check({ statements, server, isRollback }) {
    if (isRollback) return undefined;
    const inserts = statements.flatMap(({ operations }, index) =>
      operations.flatMap((operation) => (operation.kind === 'insert' ? [{ operation, index }] : [])),
    );
    const limit = longestStatement(server);
    const long = inserts.find(({ operation }) => lengthOf(operation) > limit);
    if (long) {
      const name = code(subjectOf(long.operation.table));
      return {
        subject: subjectOf(long.operation.table),
        at: long,
        headline: `This INSERT into ${name} is longer than ${code('max_allowed_packet')}`,
        message: `The statement has ${lengthOf(long.operation).toLocaleString('en')} characters, and ${serverText(server)} takes ${limit.toLocaleString('en')} bytes unless ${code('max_allowed_packet')} is set higher: it ends the connection with error 1153.`,
        remedy: 'Split it into statements of some thousand rows.',
      };
    }
    const rows = inserts.reduce((sum, { operation }) => sum + (operation.rows ?? 0), 0);
    const [largest] = [...inserts].sort(
      (one, other) => (other.operation.rows ?? 0) - (one.operation.rows ?? 0),
    );
    if (!largest || rows < MANY) return undefined;
    const name = code(subjectOf(largest.operation.table));
    return {
      subject: subjectOf(largest.operation.table),
      at: largest,
      headline: `${rows.toLocaleString('en')} rows are inserted by a migration, most of them into ${name}`,
      message: `Every deployment waits until all rows are in. ${WHY[server.dialect]} The rows stay in the repository for good, and each new database inserts them once more.`,
      remedy:
        'Load data of this size with a job of its own, in batches, and keep the migration for the schema.',
    };
  },
});

/** Rows that no longer are the few that code depends on. */
const MANY = 1000;

const MIB = 1024 * 1024;

/** The default of max_allowed_packet in bytes. */
function longestStatement(server: ServerVersion): number {
  if (server.dialect === 'postgres') return Infinity;
  if (server.dialect === 'mariadb') return 16 * MIB;
  return (isAtLeast(server, 8) ? 64 : 4) * MIB;
}

function lengthOf({ span }: Operation): number {
  return span.end - span.start;
}

const INNODB =
  'In one transaction they fill the undo log and the binary log, and a replica applies them while it applies nothing else.';

const WHY = {
  mysql: INNODB,
  mariadb: INNODB,
  postgres:
    'What the transaction locked before stays locked as long, and each INSERT of many rows is parsed and planned as one long text, which COPY is not.',
} as const;
