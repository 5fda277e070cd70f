import {
  code,
  defineStatementRule,
  findTable,
  MAX_ROW_BYTES,
  rowBytes,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Detection, StatementChange, Table } from '../src/engine/rule.js';

export const rowSizeExceeded = defineStatementRule({
  id: 'row-size-exceeded',
  summary: 'The columns of a table together are longer than a row may be',
  question: 'How do I fit more columns into a row?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['algorithm-clause', 'statement-refused', 'table-copied', 'table-blocked', 'table-rebuilt'],
  check(change) {
    const { statement, before, after, server } = change;
    const [first] = statement.operations;
    const ref = first && 'table' in first ? first.table : undefined;
    const whole = statement.impact.statement;
    const next = ref && findTable(after, ref);
    if (!next || next.uncertain.length > 0) return undefined;
    const last = findTable(before, ref);
    const refused = whole.kind === 'decided' ? whole.impact.refused : undefined;
    if (refused && refused.code !== TOO_BIG) return undefined;
    const bytes = rowBytes(next);
    if (bytes <= MAX_ROW_BYTES || (last && rowBytes(last) > MAX_ROW_BYTES))
      return refused && last ? droppedStillCount(change, last, refused.reason) : undefined;

    const subject = subjectOf(ref);
    return {
      subject,
      table: ref,
      headline: `Row size too large: ${serverText(server)} refuses this definition of ${code(subject)}`,
      message: `The columns of ${code(subject)} take ${bytes.toLocaleString('en')} bytes or more when they are full, and a row may have ${MAX_ROW_BYTES.toLocaleString('en')}: a VARCHAR counts with its whole length, times the bytes of its longest character. The statement fails with error 1118, whatever the rows hold, and the migration stops there.`,
      remedy: `Make long columns ${code('TEXT')} (each counts as about ten bytes), or shorter; or put some of them into a table of their own.`,
    };
  },
});

/** ER_TOO_BIG_ROWSIZE. */
const TOO_BIG = '1118';

/** MariaDB: the history of the table, not its definition, makes the row too long. */
function droppedStillCount(
  { server, migration, isRollback }: StatementChange,
  { name, past }: Table,
  reason: string,
): Detection | undefined {
  if (past.droppedBytes === undefined || migration.status !== 'added' || isRollback) return undefined;
  const table = code(subjectOf(name));
  return {
    subject: subjectOf(name),
    table: name,
    headline: `Row size too large: dropped columns of ${table} still count until it is rebuilt`,
    message: `${reason} ${serverText(server)} refuses the statement with error ${TOO_BIG}, however short the columns are that ${table} shows, and the migration stops there. A database that is built from its last definition, out of a dump or a schema file, accepts it.`,
    remedy: `Rebuild the table first (${code('FORCE')}): its dropped columns are gone from the rows then. Writes go on meanwhile, it takes as long as the table is large, and replicas do it once more.`,
    recipe: [
      {
        kind: 'migration',
        title: 'Write the table anew, without what was dropped',
        text: `ALTER TABLE ${sqlNameOf(server, name)} FORCE, ALGORITHM=INPLACE, LOCK=NONE;`,
      },
    ],
  };
}
