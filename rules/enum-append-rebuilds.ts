import {
  causeOf,
  code,
  columnSql,
  defineRule,
  lookUp,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const enumAppendRebuilds = defineRule({
  id: 'enum-append-rebuilds',
  summary: 'A new value at the end of an ENUM or SET, and something beside it that rewrites the table',
  question: 'How do I append an ENUM value without rewriting the table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-rebuilt', 'column-nullability-rebuilds', 'column-position-rebuilds'],
  on: ['redefineColumn'],
  check(change) {
    const { operation, server, impact } = change;
    const { table, definition } = operation;
    const work = tableWork(change);
    const known = change.table(table);
    const before = change.column(table, operation.column);
    const old = before?.type.members;
    const members = definition.type.members;
    if (!work || !known || !old || !members || before.type.name !== definition.type.name) return undefined;
    if (members.length <= old.length || !old.every((value, at) => members[at] === value)) return undefined;
    const beside = lookUp(BESIDE, causeOf(impact)?.replace(/:.*$/, '') ?? '');
    // A NOT NULL that was only forgotten is the business of column-attributes-reset.
    if (!beside || (beside.isWritten && definition.nullable === undefined)) return undefined;

    const subject = subjectOf(table, operation.column);
    const isAlone = beside.remedy === ALONE && definition.name.toLowerCase() === before.name.toLowerCase();
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `A new value for ${code(subject)} is instant, but not ${beside.name}: ${waitWords(work.impact)}`,
      message: `A value at the end of the list touches no row by itself. ${beside.why} ${workSentence(server, table, work.impact)}`,
      remedy: beside.remedy,
      replacement: isAlone
        ? {
            kind: 'operation',
            text: `MODIFY COLUMN ${columnSql(known, { ...before, type: { ...before.type, members } })}`,
          }
        : undefined,
    };
  },
});

interface Beside {
  readonly name: string;
  readonly why: string;
  readonly remedy: string;
  /** Only where the statement says so itself. */
  readonly isWritten: boolean;
}

const ALONE =
  'Add the value in a statement that repeats every other attribute exactly as it is; make the other change by itself, when its cost is wanted.';
const NULLS =
  'Whether a column may be NULL is part of how each row is stored, and this statement changes it.';

const BESIDE: Readonly<Record<string, Beside>> = {
  'set-nullable': { name: 'with NULL', why: NULLS, remedy: ALONE, isWritten: true },
  'set-not-null': { name: 'with NOT NULL', why: NULLS, remedy: ALONE, isWritten: true },
  'move-column': {
    name: 'when the column moves',
    why: 'This statement also moves the column, and with it the place of its value in each row.',
    remedy: ALONE,
    isWritten: false,
  },
  'restate-column-beside-check-on-recast-column': {
    name: 'beside a CHECK',
    why: 'The table has a CHECK on an ENUM, SET, date or TEXT column, which the server evaluates anew for every row whenever a column is restated.',
    remedy:
      'Drop the CHECK, which is instant, and add the value in a statement of its own. Adding the CHECK again copies the table: do that in a window, or keep the rule in the code.',
    isWritten: false,
  },
};
