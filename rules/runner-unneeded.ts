import { code, defineStatementRule, serverText, subjectOf } from '../src/engine/rule.js';

const TOOL = { 'gh-ost': 'gh-ost', 'pt-osc': 'pt-online-schema-change', spirit: 'Spirit' } as const;

export const runnerUnneeded = defineStatementRule({
  id: 'runner-unneeded',
  summary: 'An online schema change tool copies a table for a change that the server makes at once',
  question: 'When is plain ALTER better than an online schema change tool?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  check({ statement, runner, isNew, isRollback, sizeOf, server }) {
    const whole = statement.impact.statement;
    const [first] = statement.operations;
    const table = first && 'table' in first ? first.table : undefined;
    if (runner === 'direct' || runner === 'spirit' || isRollback || !table || isNew(table)) return undefined;
    if (statement.head !== 'ALTER TABLE' || sizeOf(table) === 'small' || whole.kind === 'undecided')
      return undefined;
    const { work, blocks, refused, algorithm } = whole.impact;
    if (refused || work !== 'metadata' || blocks !== 'nobody') return undefined;
    const name = subjectOf(table);
    const clause = algorithm === 'INSTANT' ? 'ALGORITHM=INSTANT' : 'ALGORITHM=INPLACE, LOCK=NONE';
    const attempt = runner === 'gh-ost' ? ' gh-ost tries that first when told `--attempt-instant-ddl`.' : '';
    return {
      subject: name,
      table,
      headline: `${TOOL[runner]} copies ${code(name)} for a change that takes no time`,
      message: `${serverText(server)} changes only the definition for this statement. ${TOOL[runner]} copies every row of ${code(name)} instead: hours of load and disk space, and a switch of tables at the end, for nothing.`,
      remedy: `Run it with ALTER TABLE itself and ${code(clause)}, under a short ${code('lock_wait_timeout')}: the server then refuses when it cannot do it that way.${attempt}`,
    };
  },
});
