import {
  code,
  codeList,
  defineRule,
  findTable,
  isAtStake,
  orphansQuery,
  primaryKeyOf,
  subjectOf,
} from '../src/engine/rule.js';

export const rowsOrphaned = defineRule({
  id: 'rows-orphaned',
  summary: 'A foreign key is added with foreign_key_checks off: rows without a parent stay',
  question: 'How do I find rows without a parent before I add a foreign key?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  on: ['addConstraint'],
  check(change) {
    const { operation, before, impact, server, isNewColumn } = change;
    const { constraint, table } = operation;
    if (constraint.kind !== 'foreign-key' || !isAtStake(change, table)) return undefined;
    if (impact.kind === 'undecided' || impact.impact.work !== 'metadata') return undefined;
    if (!/^(0|off)$/i.test(before.session.variables['foreign_key_checks'] ?? '')) return undefined;
    if (constraint.columns.every((name) => isNewColumn(table, name))) return undefined;
    const parent = findTable(before, constraint.references);
    const key = parent && primaryKeyOf(parent);
    const named = constraint.referencedColumns;
    const referencedColumns =
      named.length > 0 ? named : (key?.parts.flatMap(({ column }) => column ?? []) ?? []);
    return {
      subject: subjectOf(table, constraint.name),
      headline: `Rows of ${code(subjectOf(table))} without a parent stay: foreign_key_checks is off`,
      message: `With ${code('foreign_key_checks = 0')} the key changes only metadata, which is the way to add it without a copy. In exchange the server does not look at the rows that are there: one whose ${codeList(constraint.columns)} points nowhere stays for good, and joins, dumps and cascades meet it later.`,
      remedy: `Run the query right before, and put the rows right; then switch the checks on again in the same session.`,
      recipe:
        referencedColumns.length > 0
          ? [orphansQuery(server, table, { ...constraint, referencedColumns })]
          : [],
    };
  },
});
