import { code, defineRule, subjectOf } from '../src/engine/rule.js';

export const tableUnlogged = defineRule({
  id: 'table-unlogged',
  summary: 'An UNLOGGED table: it is empty after a crash, and on every replica',
  question: 'What do I lose with an UNLOGGED table?',
  dialects: ['postgres'],
  severity: 'advice',
  on: ['createTable', 'setLogged'],
  check({ operation, isRollback }) {
    const isUnlogged = operation.kind === 'setLogged' ? !operation.logged : operation.unlogged === true;
    if (!isUnlogged || isRollback) return undefined;
    const name = code(subjectOf(operation.table));
    return {
      subject: subjectOf(operation.table),
      headline: `${name} is empty after a crash, and cannot be read on a replica`,
      message: `What is written to an UNLOGGED table does not go through the write-ahead log. After a crash or a failover PostgreSQL empties ${name}; a standby holds none of its rows and refuses to read it; a backup by WAL archive does not contain them.`,
      remedy: `Leave UNLOGGED out unless every row of ${name} can be made again at any time.`,
    };
  },
});
