import {
  code,
  codeList,
  defineRule,
  isAtStake,
  quoteName,
  sqlNameOf,
  subjectOf,
  tableDump,
} from '../src/engine/rule.js';
import type { Change, ObjectName, RecipeStep, ServerVersion } from '../src/engine/rule.js';

export const partitionDropped = defineRule({
  id: 'partition-dropped',
  summary: 'A partition is dropped or emptied with every row in it',
  question: 'What should I make sure of before I drop a partition?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: ['dropped-with-cascade'],
  on: ['changePartitions', 'dropTable'],
  check(change) {
    const { operation, server } = change;
    if (operation.kind === 'dropTable') return dropOfPartition({ ...change, operation });
    if (operation.action !== 'drop' && operation.action !== 'truncate') return undefined;
    if (!isAtStake(change, operation.table)) return undefined;
    const name = subjectOf(operation.table);
    const { partitions } = operation;
    const which = partitions.length > 0 ? codeList(partitions) : 'every partition';
    const verb = operation.action === 'drop' ? 'drops' : 'empties';
    return {
      subject: name,
      headline: `The rows in ${which} of ${code(name)} are gone once this has run`,
      message: `This ${verb} ${which} of ${code(name)} and deletes the rows in it without a trace: no DELETE trigger fires, no rollback brings them back, and replicas do the same at once.${operation.action === 'drop' ? ' On a table partitioned by RANGE, new rows of that range then land in the next partition.' : ''}`,
      remedy: `Swap the partition for an empty table of the same shape (${code('EXCHANGE PARTITION')}): the rows stay at hand in that table, which is dumped and dropped later. If this is the planned end of old rows, acknowledge it with the rule they fall under.`,
      recipe: [countOf(server, operation.table, partitions), tableDump(server, operation.table)],
    };
  },
});

function countOf(server: ServerVersion, table: ObjectName, partitions: readonly string[]): RecipeStep {
  const names = partitions.map((one) => quoteName(server, one)).join(', ');
  const part = names === '' ? '' : ` PARTITION (${names})`;
  const text = `SELECT COUNT(*) FROM ${sqlNameOf(server, table)}${part};`;
  return { kind: 'query', title: 'See what would be lost', text };
}

/** PostgreSQL: a partition is a table of its own. */
function dropOfPartition(change: Change<'dropTable'>) {
  const { operation, table, server } = change;
  const parent = table(operation.table)?.partitionOf?.parent;
  if (!parent || !isAtStake(change, operation.table)) return undefined;
  const name = subjectOf(operation.table);
  const whole = subjectOf(parent);
  return {
    subject: name,
    headline: `The rows of ${code(whole)} that lie in ${code(name)} are gone once this has run`,
    message: `${code(name)} is a partition of ${code(whole)}: DROP TABLE removes its rows from ${code(whole)} for good, and writers of new rows in its range fail with \`23514\` unless there is a default partition.`,
    remedy: `Detach it first (${code(`ALTER TABLE ${sqlNameOf(server, parent)} DETACH PARTITION ${sqlNameOf(server, operation.table)}`)}${server.major >= 14 ? ', with CONCURRENTLY in a file of its own' : ''}): the rows leave ${code(whole)} and stay at hand in ${code(name)}, which is dumped and dropped later. If this is the planned end of old rows, acknowledge it with the rule they fall under.`,
    recipe: [countOf(server, operation.table, []), tableDump(server, operation.table)],
  };
}
