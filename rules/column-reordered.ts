import { code, defineRule, isAtStake, subjectOf } from '../src/engine/rule.js';

export const columnReordered = defineRule({
  id: 'column-reordered',
  summary: 'FIRST or AFTER changes the order of columns, which SELECT * and INSERT without names rely on',
  question: 'What relies on the order of columns, and how do I find it?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['addColumn', 'redefineColumn'],
  check(change) {
    const { operation, table, after } = change;
    const ref = operation.table;
    const before = table(ref)?.columns.map(({ name }) => name);
    if (!operation.position || !before || !isAtStake(change, ref)) return undefined;
    const { position } = operation;
    const name = operation.kind === 'addColumn' ? operation.column.name : operation.column;
    const last = before.at(-1);
    const place = before.indexOf(name);
    const isThere = 'after' in position ? before[place - 1] === position.after && place > 0 : place === 0;
    const isEnd = operation.kind === 'addColumn' && 'after' in position && position.after === last;
    if (isThere || isEnd || after.tables.isEmpty()) return undefined;
    const subject = subjectOf(ref, name);
    return {
      subject,
      headline: `The columns of ${code(subjectOf(ref))} change their places`,
      message: `${code('INSERT INTO … VALUES')} without names of columns puts values into other columns than before, LOAD DATA and INSERT … SELECT * too, and code that reads a ${code('SELECT *')} by number reads another one: often without an error.`,
      remedy: `Add the column at the end. Where the order matters to people, a view shows it in any order.`,
    };
  },
});
