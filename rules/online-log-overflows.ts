import { code, defineStatementRule, subjectOf } from '../src/engine/rule.js';

export const onlineLogOverflows = defineStatementRule({
  id: 'online-log-overflows',
  summary: 'A long change in place fails when writers fill its log',
  question: 'How do I keep a long online ALTER from failing at its end?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  check({ statement, isNew, isRollback, sizeOf, runner, before }) {
    const whole = statement.impact.statement;
    const operation = statement.operations.find((one) => 'table' in one && one.table !== undefined);
    const table = operation && 'table' in operation ? operation.table : undefined;
    if (!table || isRollback || isNew(table) || runner !== 'direct' || whole.kind === 'undecided')
      return undefined;
    const { work, blocks, algorithm, refused } = whole.impact;
    const isLong = work === 'rebuild' || work === 'index-build';
    if (refused || !isLong || blocks !== 'nobody' || algorithm === 'COPY' || sizeOf(table) === 'small')
      return undefined;
    if (before.session.variables['innodb_online_alter_log_max_size'] !== undefined) return undefined;
    const name = subjectOf(table);
    return {
      subject: name,
      headline: `Busy writers make this change of ${code(name)} fail after all its work`,
      message: `Writes go on while the server works in place: it notes them in a log of at most ${code('innodb_online_alter_log_max_size')} (128 MiB by default) and applies them at the end. When they outgrow it, the statement fails with error 1799 and all its work is undone; a duplicate that a writer makes and takes back meanwhile fails it with error 1062.`,
      remedy: `Run it when little is written, raise ${code('innodb_online_alter_log_max_size')} for as long as it runs, or use an online schema change tool.`,
    };
  },
});
