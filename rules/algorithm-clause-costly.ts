import {
  code,
  defineStatementRule,
  serverText,
  subjectOf,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Impact, ServerVersion, StatementFacts } from '../src/engine/rule.js';

const WORK: readonly Impact['work'][] = ['metadata', 'scan', 'index-build', 'rebuild', 'copy'];
const BLOCKS: readonly Impact['blocks'][] = ['nobody', 'writes', 'reads-and-writes'];
/** Errors by which the server refuses the clause, not the change. */
const REFUSALS = ['1064', '1221', '1800', '1845', '1846'];

export const algorithmClauseCostly = defineStatementRule({
  id: 'algorithm-clause-costly',
  summary: 'An ALGORITHM or LOCK clause that the server refuses, or that makes the change dearer',
  question: 'Which ALGORITHM and LOCK should this ALTER ask for?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt', 'algorithm-clause', 'statement-refused'],
  check({ statement, isNew, server }) {
    const [first] = statement.operations;
    const table = first && 'table' in first ? first.table : undefined;
    const whole = statement.impact.statement;
    const without = statement.impact.withoutClauses;
    if (!table || isNew(table) || whole.kind === 'undecided' || without?.kind !== 'decided') return undefined;
    const subject = subjectOf(table);
    const clauses = clausesOf(statement);
    const { refused } = whole.impact;
    if (refused && REFUSALS.includes(refused.code) && !without.impact.refused) {
      return {
        subject,
        table,
        severity: 'warning',
        headline: `${serverText(server)} refuses this change of ${code(subject)} with ${code(clauses)}`,
        message: `The statement ends with error ${refused.code} and the migration stops there. ${refused.reason} Without the clause ${workSentence(server, table, without.impact)}`,
        remedy: refusedRemedy(refused.code, bestClause(without.impact, server, statement), without.impact),
      };
    }
    if (refused || !isDearer(whole.impact, without.impact) || isBugWindow(server, statement))
      return undefined;
    const withoutWords =
      whole.impact.work === without.impact.work
        ? `the same work is done, and ${waitWords(without.impact)}.`
        : workSentence(server, table, without.impact);
    return {
      subject,
      table,
      severity: workSeverity(whole.impact),
      headline: `${code(clauses)} makes the change of ${code(subject)} costlier: ${waitWords(whole.impact)}`,
      message: `${code(clauses)} is an order, not a limit: ${workSentence(server, table, whole.impact)} Without it ${withoutWords}`,
      remedy: `Write ${code(bestClause(without.impact, server, statement))} instead: the server then takes the cheapest way or refuses at once.`,
    };
  },
});

function clausesOf({ head, algorithm, lock }: StatementFacts): string {
  const words = [algorithm && `ALGORITHM=${algorithm}`, lock && `LOCK=${lock}`];
  return words.filter(Boolean).join(separatorOf(head));
}

/** CREATE INDEX and DROP INDEX take no comma between the two. */
function separatorOf(head: string): string {
  return head === 'ALTER TABLE' ? ', ' : ' ';
}

function isDearer(one: Impact, other: Impact): boolean {
  return (
    WORK.indexOf(one.work) > WORK.indexOf(other.work) ||
    BLOCKS.indexOf(one.blocks) > BLOCKS.indexOf(other.blocks)
  );
}

/** MySQL refuses LOCK beside ALGORITHM=INSTANT, and knows no NOCOPY. */
function bestClause(
  { algorithm, lock }: Impact,
  { dialect }: ServerVersion,
  { head }: StatementFacts,
): string {
  if (algorithm === 'INSTANT') return 'ALGORITHM=INSTANT';
  const best = dialect === 'mysql' && algorithm === 'NOCOPY' ? 'INPLACE' : (algorithm ?? 'INPLACE');
  return `ALGORITHM=${best}${separatorOf(head)}LOCK=${lock ?? 'NONE'}`;
}

function refusedRemedy(refusal: string, clause: string, without: Impact): string {
  if (refusal === '1064') return 'Leave out ALGORITHM and LOCK: no clause stands beside a partition action.';
  const best = code(clause);
  if (without.work === 'metadata') return `Write ${best}: that is how this server makes the change.`;
  if (without.blocks === 'nobody')
    return `Write ${best} if that work is acceptable. The clause did its duty: it told you before the server started.`;
  return 'Do not just take the clause away: it keeps the server from blocking the table. Make the change in another way, with an online schema change tool outside the deploy, or in a window without writers.';
}

/** MySQL 8.0.29 to 8.0.31, where ALGORITHM=INPLACE is the wiser order for a column. */
function isBugWindow(
  { dialect, major, minor, patch }: ServerVersion,
  { algorithm }: StatementFacts,
): boolean {
  return (
    dialect === 'mysql' && major === 8 && minor === 0 && patch >= 29 && patch <= 31 && algorithm === 'INPLACE'
  );
}
