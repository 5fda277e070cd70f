import {
  code,
  defineRule,
  findColumn,
  findTable,
  isKeyIgnored,
  serverText,
  subjectOf,
} from '../src/engine/rule.js';

export const foreignKeySetNullNotNull = defineRule({
  id: 'foreign-key-set-null-not-null',
  summary: 'ON DELETE SET NULL of a column that cannot be NULL',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: [
    'statement-refused',
    'foreign-key-copied',
    'table-copied',
    'table-blocked',
    'algorithm-clause',
  ],
  on: ['addConstraint'],
  check({ operation, after, server, isRollback }) {
    const { constraint, table: name } = operation;
    if (constraint.kind !== 'foreign-key' || isRollback) return undefined;
    const event =
      constraint.onDelete === 'set null'
        ? 'DELETE'
        : constraint.onUpdate === 'set null'
          ? 'UPDATE'
          : undefined;
    const child = findTable(after, name);
    if (!event || !child || child.uncertain.length > 0 || isKeyIgnored(server, constraint, child))
      return undefined;
    const column = constraint.columns.find((one) => findColumn(child, one)?.nullable === false);
    if (column === undefined) return undefined;
    const subject = subjectOf(name, column);
    if (server.dialect === 'postgres') {
      return {
        subject,
        severity: 'warning',
        headline: `ON ${event} SET NULL can never work: ${code(subject)} is NOT NULL`,
        message: `PostgreSQL accepts the key, and refuses the ${event} of every row of ${code(subjectOf(constraint.references))} that is referenced: it would have to write NULL into ${code(subject)} (error ${code('23502')}). That comes up when somebody uses it, long after this migration.`,
        remedy: `Let ${code(column)} be NULL, or write ON ${event} CASCADE or RESTRICT, whichever is meant.`,
      };
    }
    const error = server.dialect === 'mariadb' ? '1005 (errno 150)' : '1830';
    return {
      subject,
      headline: `Foreign key fails: ON ${event} SET NULL, and ${code(subject)} is NOT NULL`,
      message: `${serverText(server)} refuses a key that would write NULL into the NOT NULL column ${code(subject)} (error ${code(error)}). The migration stops there.`,
      remedy: `Let ${code(column)} be NULL, or write ON ${event} CASCADE or RESTRICT, whichever is meant.`,
    };
  },
});
