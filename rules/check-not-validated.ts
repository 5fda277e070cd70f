import { causeOf, code, defineRule, sqlNameOf, subjectOf } from '../src/engine/rule.js';

export const checkNotValidated = defineRule({
  id: 'check-not-validated',
  summary: 'A CHECK in a column definition, which MariaDB does not test against the rows that are there',
  question: 'How do I add a CHECK that MariaDB tests against the rows it has?',
  dialects: ['mariadb'],
  severity: 'warning',
  on: ['redefineColumn'],
  check({ operation, column, impact, isNew, server }) {
    const { table, definition } = operation;
    const { check } = definition;
    const before = column(table, operation.column);
    if (!check || !before || isNew(table) || before.check?.text === check.text) return undefined;
    if (impact.kind === 'undecided' || impact.impact.refused || impact.impact.work !== 'metadata')
      return undefined;
    if (causeOf(impact) === 'nothing') return undefined;

    const subject = subjectOf(table, definition.name);
    return {
      subject,
      headline: `Rows of ${code(table.name)} that break the new CHECK stay, and cannot be updated`,
      message: `MariaDB takes a CHECK that stands in the definition of a column without reading the table: rows that break it stay as they are. The next UPDATE of such a row fails (error 4025), whatever it changes, and so does a reload of a dump.`,
      remedy: `Look for such rows first and correct them. ${code('ADD CONSTRAINT … CHECK')} tests every row, at the price of a copy of the table (writes go on from MariaDB 11.2 on).`,
      recipe: [
        {
          kind: 'query',
          title: 'Look for rows that break it; there must be none',
          text: `SELECT * FROM ${sqlNameOf(server, table)} WHERE NOT (${check.text}) LIMIT 10;`,
        },
      ],
    };
  },
});
