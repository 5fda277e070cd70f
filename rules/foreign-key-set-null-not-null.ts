import {
  addedForeignKey,
  code,
  defineRule,
  findColumn,
  isKeyIgnored,
  SAID_OF_KEYS,
  serverText,
  subjectOf,
} from '../src/engine/rule.js';

export const foreignKeySetNullNotNull = defineRule({
  id: 'foreign-key-set-null-not-null',
  summary: 'ON DELETE SET NULL of a column that cannot be NULL',
  question: 'What should happen to the children when a parent is deleted?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: SAID_OF_KEYS,
  on: ['addConstraint'],
  check(change) {
    const { operation, server } = change;
    const added = addedForeignKey(change);
    if (!added || isKeyIgnored(server, added.key, added.child)) return undefined;
    const { key, child } = added;
    const event = key.onDelete === 'set null' ? 'DELETE' : key.onUpdate === 'set null' ? 'UPDATE' : undefined;
    const column = key.columns.find((one) => findColumn(child, one)?.nullable === false);
    if (event === undefined || column === undefined) return undefined;
    const subject = subjectOf(operation.table, column);
    if (server.dialect === 'postgres') {
      return {
        subject,
        severity: 'warning',
        headline: `ON ${event} SET NULL can never work: ${code(subject)} is NOT NULL`,
        message: `PostgreSQL accepts the key, and refuses the ${event} of every row of ${code(subjectOf(key.references))} that is referenced: it would have to write NULL into ${code(subject)} (error ${code('23502')}). That comes up when somebody uses it, long after this migration.`,
        remedy: `Let ${code(column)} be NULL, or write ON ${event} CASCADE or RESTRICT, whichever is meant.`,
      };
    }
    const error = server.dialect === 'mariadb' ? '1005 (errno 150)' : server.major < 8 ? '1215' : '1830';
    return {
      subject,
      headline: `Foreign key fails: ON ${event} SET NULL, and ${code(subject)} is NOT NULL`,
      message: `${serverText(server)} refuses a key that would write NULL into the NOT NULL column ${code(subject)} (error ${code(error)}). The migration stops there.`,
      remedy: `Let ${code(column)} be NULL, or write ON ${event} CASCADE or RESTRICT, whichever is meant.`,
    };
  },
});
