import { code, codeList, defineRule, subjectOf } from '../src/engine/rule.js';

export const indexWide = defineRule({
  id: 'index-wide',
  summary: 'A new index over more than three columns that promises nothing: the last ones seldom help',
  question: 'How many columns should an index have?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['addIndex'],
  check({ operation, isRollback }) {
    const { index, table } = operation;
    const columns = index.parts.map(({ column, expression }) => column ?? expression?.text ?? '');
    const isBtree = (index.method ?? 'btree') === 'btree';
    if (isRollback || index.unique || !isBtree || columns.length <= FEW) return undefined;
    const name = code(subjectOf(table, index.name));
    return {
      subject: subjectOf(table, index.name),
      headline: `${name} has ${String(columns.length)} columns, and each change of one of them writes it`,
      message: `A query uses the columns of an index from the left, and only as far as it compares them for equality; behind ${codeList(columns.slice(0, FEW))} few rows are left to choose among. Each further column makes the index larger, and every UPDATE of it writes the index.`,
      remedy: `Index the columns that leave the fewest rows, ${String(FEW)} at most. Where the index shall answer a query alone, say which one.`,
    };
  },
});

const FEW = 3;
