import { binlogFormatOf, code, defineRule, isAtLeast, serverText, subjectOf } from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const gtidViolated = defineRule({
  id: 'gtid-violated',
  summary: 'A statement that a server with GTIDs refuses',
  question: 'How do I write this for a server with GTIDs?',
  dialects: ['mysql'],
  severity: 'blocker',
  on: ['createTable', 'dropTable'],
  check(change: Change<'createTable' | 'dropTable'>) {
    const { operation, server, replication, isRollback } = change;
    const isOn = replication.gtid ?? isAtLeast(server, 9);
    const refusal = isOn && !isRollback ? refusalOf(change) : undefined;
    if (!refusal) return undefined;
    const name = subjectOf(operation.table);
    return {
      subject: name,
      headline: `${code(refusal.what)} of ${code(name)} fails on a server with GTIDs`,
      message: `With \`enforce_gtid_consistency\` ${serverText(server)} refuses it with error ${code(refusal.error)}: ${refusal.why} The migration stops there; on a development server without GTIDs it passes.`,
      remedy: refusal.remedy,
    };
  },
});

interface Refusal {
  readonly what: string;
  readonly error: string;
  readonly why: string;
  readonly remedy: string;
}

function refusalOf({
  operation,
  server,
  statement,
  before,
  replication,
}: Change<'createTable' | 'dropTable'>): Refusal | undefined {
  if (operation.kind === 'createTable' && operation.asQuery && !operation.temporary) {
    if (isAtLeast(server, 8, 0, 21)) return undefined;
    return {
      what: 'CREATE TABLE … SELECT',
      error: '1786',
      why: 'it is logged as two transactions, the table and the rows, under one GTID.',
      remedy: 'Write CREATE TABLE with its columns, and INSERT … SELECT behind it.',
    };
  }
  if (!operation.temporary || !statement.inTransaction) return undefined;
  const isNewer = isAtLeast(server, 8, 0, 13);
  if (isNewer && binlogFormatOf(before, replication) !== 'statement') return undefined;
  return {
    what: `${statement.head.startsWith('DROP') ? 'DROP' : 'CREATE'} TEMPORARY TABLE`,
    error: isNewer ? '3748' : '1787',
    why: `inside a transaction it cannot be logged under one GTID${isNewer ? ' in statement format' : ''}.`,
    remedy: 'Make and drop the temporary table outside BEGIN and COMMIT.',
  };
}
