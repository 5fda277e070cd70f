import { code, defineStatementRule, serverText, subjectOf } from '../src/engine/rule.js';
import type { Impact, Operation, ServerVersion } from '../src/engine/rule.js';

const HEADS = ['ALTER TABLE', 'CREATE INDEX', 'CREATE UNIQUE INDEX', 'DROP INDEX'];

export const algorithmClause = defineStatementRule({
  id: 'algorithm-clause',
  summary: 'A change that is harmless today does not ask the server to refuse rather than to degrade',
  question: 'How do I make the server refuse instead of copying the table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  check({ statement, isNew, isRollback, server, runner }) {
    const whole = statement.impact.statement;
    const table = tableOf(statement.operations[0]);
    if (!HEADS.includes(statement.head) || statement.algorithm !== undefined || statement.lock !== undefined)
      return undefined;
    if (isRollback || !table || isNew(table) || whole.kind === 'undecided') return undefined;
    // An online schema change tool alters a table without rows, where no clause counts.
    if (runner !== 'direct') return undefined;
    // Of a rewrite other rules speak.
    if (whole.impact.work === 'rebuild') return undefined;
    const kinds = statement.operations.map(({ kind }) => kind);
    if (kinds.some((kind) => PARTITION_KINDS.includes(kind))) return undefined;
    if (kinds.every((kind) => NEVER_WORK.includes(kind))) return undefined;
    const clause = clauseFor(whole.impact, statement.head, server);
    if (clause === undefined) return undefined;

    const subject = subjectOf(table);
    const today =
      whole.impact.algorithm === 'INSTANT' ? 'changes only metadata' : 'works in place while writes go on';
    return {
      subject,
      headline: `${code(subject)}: nothing keeps this change from becoming a copy`,
      message: `As far as the history shows, ${serverText(server)} ${today}. If production differs (another definition, an older server, row versions used up), the server silently takes a slower way and may block writers.`,
      remedy: `End the statement with ${code(clause.trim().replace(/^, /, ''))}: where that way is not possible the server refuses at once and nothing is touched.`,
      replacement: { kind: 'append', text: clause },
    };
  },
});

/** MariaDB refuses the clauses beside partition actions, MySQL has no INSTANT there. */
const PARTITION_KINDS: readonly string[] = [
  'partitionTable',
  'removePartitioning',
  'changePartitions',
  'exchangePartition',
];

/** What the server only ever notes in the definition: no other table and no older server makes it a copy. */
const NEVER_WORK: readonly string[] = [
  'renameTable',
  'renameColumn',
  'renameIndex',
  'dropIndex',
  'setIndexVisible',
  'setColumnDefault',
  'setColumnVisible',
  'dropConstraint',
];

function tableOf(operation: Operation | undefined): { readonly name: string } | undefined {
  return operation && 'table' in operation ? operation.table : undefined;
}

/** ALTER TABLE separates clauses by commas, CREATE and DROP INDEX by blanks. Undefined where no clause helps. */
function clauseFor(impact: Impact, head: string, server: ServerVersion): string | undefined {
  const { algorithm, lock, refused, blocks } = impact;
  if (refused || algorithm === undefined || algorithm === 'COPY' || blocks !== 'nobody') return undefined;
  // MariaDB's grammar has no such clauses on DROP INDEX (error 1064).
  if (head === 'DROP INDEX' && server.dialect === 'mariadb') return undefined;
  const comma = head === 'ALTER TABLE' ? ', ' : ' ';
  // MySQL refuses a LOCK clause beside ALGORITHM=INSTANT (error 1221).
  if (algorithm === 'INSTANT') return `${comma}ALGORITHM=INSTANT`;
  if (lock === undefined) return undefined;
  return `${comma}ALGORITHM=${server.dialect === 'mysql' ? 'INPLACE' : algorithm}${comma}LOCK=${lock}`;
}
