import {
  causeOf,
  code,
  defineRule,
  lookUp,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const partitionRewritten = defineRule({
  id: 'partition-rewritten',
  summary: 'Partitions are made, merged, spread or rebuilt, for which rows are copied while writers wait',
  question: 'How do I change partitions without holding up writers?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['partitionTable', 'removePartitioning', 'changePartitions'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change);
    const kind = lookUp(KINDS, causeOf(change.impact)?.replace(/:.*$/, '') ?? '');
    if (!work || !kind) return undefined;
    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `Partitions of ${code(table.name)}: ${waitWords(work.impact)} while rows are copied`,
      message: `${kind.why} ${workSentence(server, table, work.impact)}`,
      remedy: kind.remedy,
    };
  },
});

interface Kind {
  readonly why: string;
  readonly remedy: string;
}

const TOOL = 'Run it with an online schema change tool outside the deploy, or in a window without writers.';
const SPREAD: Kind = {
  why: 'With another number of HASH or KEY partitions almost every row belongs elsewhere.',
  remedy: `Choose enough partitions when the table is made. ${TOOL}`,
};

const KINDS: Readonly<Record<string, Kind>> = {
  'partition-table': {
    why: 'Each row moves into the partition that it belongs to.',
    remedy: `Create a partitioned table beside this one, write to both, copy the rows in batches, and swap the two. ${TOOL}`,
  },
  'remove-partitioning': { why: 'All rows move into one table.', remedy: TOOL },
  'add-hash-partition': SPREAD,
  'coalesce-partition': SPREAD,
  'reorganize-partition': {
    why: 'The rows of the partitions named move into the new ones; who writes waits for the whole table, not only for those.',
    remedy:
      'Add partitions ahead of time: splitting an empty last partition (`MAXVALUE`) copies nothing. Split a full one in a window without writers.',
  },
  'rebuild-partition': {
    why: 'The partitions named are written anew; who writes waits for the whole table, not only for those.',
    remedy: 'Rebuild one partition at a time, in a window without writers.',
  },
  'optimize-partition': {
    why: '`OPTIMIZE PARTITION` rewrites every partition of an InnoDB table, not only those named.',
    remedy:
      'Use `REBUILD PARTITION` and `ANALYZE PARTITION` for single partitions, in a window without writers.',
  },
};
