import { code, defineStatementRule, serverText, subjectOf } from '../src/engine/rule.js';

export const replicaLags = defineStatementRule({
  id: 'replica-lags',
  summary: 'An index is built while writes go on, and once more on each replica, which lags for as long',
  question: 'How do I build an index without making replicas lag?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  check({ statement, isNew, isRollback, sizeOf, runner, replication, server }) {
    const whole = statement.impact.statement;
    const [first] = statement.operations;
    const table = first && 'table' in first ? first.table : undefined;
    if (isRollback || runner !== 'direct' || !table || isNew(table) || whole.kind === 'undecided')
      return undefined;
    const { work, blocks, refused } = whole.impact;
    // What rewrites a table or holds up its writers is a finding of its own, which says so too.
    if (refused || work !== 'index-build' || blocks !== 'nobody') return undefined;
    const size = sizeOf(table);
    const isReplicated = replication.binlogFormat !== undefined || replication.gtid === true;
    if (size === 'small' || !(size === 'hot' || isReplicated)) return undefined;
    const name = subjectOf(table);
    return {
      subject: name,
      headline: `Replicas lag for as long as the index on ${code(name)} takes to build`,
      message: `${serverText(server)} builds the index while writes go on, and writes the statement to the binary log when it is done. Each replica then builds it again, and applies nothing else meanwhile: what is read there grows as old as the build is long.`,
      remedy:
        'Run it when reading old rows does no harm, or let an online schema change tool build the index, which slows down when replicas lag.',
    };
  },
});
