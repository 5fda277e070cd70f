import { code, codeList, defineRule, isAtStake, isUniqueAlready, subjectOf } from '../src/engine/rule.js';

export const twoWritersCollide = defineRule({
  id: 'two-writers-collide',
  summary:
    'A new unique key where two servers take writes: both accept the same value, and replication stops',
  question: 'How do I add a unique key where two servers take writes?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['addIndex'],
  check(change) {
    const { operation, replication } = change;
    const { index, table } = operation;
    if ((replication.writers ?? 1) < 2 || !index.unique || !isAtStake(change, table)) return undefined;
    const name = subjectOf(table);
    const columns = index.parts.map(({ column, expression }) => column ?? expression?.text ?? '');
    const known = change.table(table);
    if (known && isUniqueAlready(known, columns)) return undefined;
    return {
      subject: subjectOf(table, index.name),
      headline: `Two writers may both accept the same ${codeList(columns)} in ${code(name)}`,
      message: `${String(replication.writers)} servers take writes. Each checks the unique key against its own rows: the same value written on both at once is accepted twice, each refuses the other's row with error 1062, and replication between them stops. While the key exists on one side only, every duplicate written on the other does the same.`,
      remedy:
        'Let one server alone take writes to this table, from before the change on; or make values that cannot meet (a key that includes the server, UUIDs).',
    };
  },
});
