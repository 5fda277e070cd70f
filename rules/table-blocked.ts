import { code, defineRule, isEmptied, serverText, subjectOf } from '../src/engine/rule.js';
import type { Impact, Operation, StatementFacts } from '../src/engine/rule.js';

export const tableBlocked = defineRule({
  id: 'table-blocked',
  summary: 'A change that keeps writers, or everybody, out of a table for as long as the table takes',
  question: 'How do I change this table without holding up its writers?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  on: [
    'addColumn',
    'dropColumn',
    'redefineColumn',
    'addIndex',
    'addConstraint',
    'alterConstraint',
    'setTableOption',
    'rebuildTable',
  ],
  check(change) {
    const { operation, impact, statement, isNew, server, runner } = change;
    const whole = statement.impact.statement;
    if (isNew(operation.table) || isEmptied(change, operation.table)) return undefined;
    if (impact.kind === 'undecided' || whole.kind === 'undecided') return undefined;
    const { work, blocks } = impact.impact;
    // A copy has rules of its own; and one statement makes everybody wait once.
    if (whole.impact.work === 'copy' || operation !== firstBlocking(statement)) return undefined;
    if (whole.impact.refused || runner !== 'direct') return undefined;
    if (work === 'metadata' || work === 'copy' || blocks === 'nobody') return undefined;

    const name = code(operation.table.name);
    const who = blocks === 'writes' ? 'every write' : 'every read and write';
    const subject =
      'column' in operation && typeof operation.column === 'string'
        ? subjectOf(operation.table, operation.column)
        : subjectOf(operation.table);
    return {
      subject,
      headline: `${blocks === 'writes' ? 'Every write' : 'Every read and write'} ${blocks === 'writes' ? 'to' : 'of'} ${name} waits while the server ${WORK[work]}`,
      message: `${serverText(server)} ${WORK[work]} to make this change, which takes the longer the larger ${name} is; ${who} waits until that is done.`,
      remedy: REMEDY,
    };
  },
});

const WORK: Readonly<Record<Impact['work'], string>> = {
  metadata: 'changes the definition',
  scan: 'reads the whole table',
  'index-build': 'builds the index',
  rebuild: 'rewrites the whole table',
  copy: 'copies the whole table',
};

const REMEDY =
  'Run the change with an online schema change tool outside the deploy, or in a window without writers.';

/** The first action that keeps somebody out for as long as the table takes. */
function firstBlocking({ operations, impact }: StatementFacts): Operation | undefined {
  return operations.find((_, index) => {
    const alone = impact.operations[index];
    return alone?.kind === 'decided' && alone.impact.work !== 'metadata' && alone.impact.blocks !== 'nobody';
  });
}
