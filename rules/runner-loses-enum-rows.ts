import { causeOf, code, codeList, defineRule, serverText, subjectOf } from '../src/engine/rule.js';

export const runnerLosesEnumRows = defineRule({
  id: 'runner-loses-enum-rows',
  summary: 'gh-ost writes other ENUM values into rows that change while it runs',
  question: 'How do I change an ENUM where gh-ost runs the migrations?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['enum-non-additive'],
  on: ['redefineColumn'],
  check({ operation, column, impact, runner, isNew, server }) {
    const { table, definition } = operation;
    const members = definition.type.members;
    const old = column(table, operation.column)?.type.members;
    if (runner !== 'gh-ost' || isNew(table) || !members || !old) return undefined;
    if (causeOf(impact)?.startsWith('change-members') !== true) return undefined;
    const moved = old.filter((value, at) => members.indexOf(value) !== at);
    if (moved.length === 0) return undefined;
    const subject = subjectOf(table, operation.column);
    return {
      subject,
      headline: `gh-ost turns values of ${code(subject)} into others, without an error`,
      message: `gh-ost copies rows by their text, but applies what is written meanwhile from the binary log, and that holds the position of the value in the old list. ${codeList(moved)} ${moved.length === 1 ? 'has' : 'have'} another position in the new list, or none: rows that are written while it runs come out with another value, and nobody is told.`,
      remedy: `Keep the old values in their order and put new ones at the end, which ${serverText(server)} does without touching a row. Where the order must change, use pt-online-schema-change, whose triggers carry values, or a new column that is filled from the old one.`,
    };
  },
});
