import {
  code,
  defineRule,
  findColumn,
  findTable,
  isAtStake,
  quoteName,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Column, OperationOf, RecipeStep, StatementChange, Table } from '../src/engine/rule.js';

export const collationMakesDuplicates = defineRule({
  id: 'collation-makes-duplicates',
  summary: 'By the new collation, values of a unique index that differed so far are the same',
  question: 'How do I find values that a new collation takes for the same?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  on: ['convertCharset', 'redefineColumn'],
  check(change) {
    const { operation, table, after } = change;
    const ref = operation.table;
    const known = table(ref);
    if (!known || !isAtStake(change, ref)) return undefined;
    const left = findTable(after, ref);
    const looser = concerned(operation, known).flatMap((column) => {
      const now = left && findColumn(left, column.name)?.collation;
      return now !== undefined && isLooser(column.collation, now) ? [{ column, now }] : [];
    });
    const unique = known.indexes.find(
      ({ unique: isUnique, parts }) =>
        isUnique && looser.some(({ column }) => parts.some((part) => part.column === column.name)),
    );
    const [first] = looser.filter(({ column }) => unique?.parts.some((part) => part.column === column.name));
    if (!unique || !first) return undefined;

    const { column, now } = first;
    const subject = subjectOf(ref, column.name);
    return {
      subject,
      // CONVERT TO overrides what a column says of itself; else the new way of comparing is what the author asks for.
      severity:
        operation.kind === 'convertCharset' && column.collation !== known.collation ? 'blocker' : 'warning',
      headline: `By ${code(now)}, values of the unique index ${code(unique.name)} may be the same`,
      message: `${code(subject)} is compared by ${code(column.collation ?? '')} today, which tells apart what ${code(now)} takes for the same (${differenceOf(column.collation, now)}). Two such rows break ${code(unique.name)}: the statement fails with error 1062 after the table was copied, and what the file did before it stays. From then on lookups find more rows than before.`,
      remedy: `Keep the way of comparing: name the collation that fits the old one (${code(likeOld(column, now))}). If values are to be compared without case, run the query and merge the rows first.`,
      recipe: [query(change, known, unique, now)],
    };
  },
});

/** The columns that may get another collation. */
function concerned(
  operation: OperationOf<'convertCharset' | 'redefineColumn'>,
  table: Table,
): readonly Column[] {
  if (operation.kind === 'convertCharset') return table.columns;
  const column = findColumn(table, operation.column);
  return column ? [column] : [];
}

/** Binary is strictest, then case- or accent-sensitive, then neither. */
function looseness(collation: string): number {
  if (/(^binary$|_bin$)/.test(collation)) return 0;
  if (collation.includes('_as_cs') || collation.endsWith('_cs')) return 1;
  return collation.endsWith('_as_ci') ? 2 : 3;
}

function isLooser(old: string | undefined, now: string): boolean {
  return old !== undefined && looseness(now) > looseness(old);
}

function differenceOf(old = '', now: string): string {
  const isAccentBlind = looseness(now) === 3 && looseness(old) < 3;
  const isCaseBlind = looseness(now) >= 2 && looseness(old) < 2;
  return [
    isCaseBlind && 'upper and lower case',
    isAccentBlind && 'letters with and without accents',
    old.endsWith('_bin') && 'trailing blanks',
  ]
    .filter(Boolean)
    .join(', ');
}

function likeOld({ collation = '' }: Column, now: string): string {
  const charset = now.replace(/_.*$/, '');
  return collation.endsWith('_bin') ? `COLLATE ${charset}_bin` : `COLLATE ${collation}`;
}

function query(
  { server }: StatementChange,
  known: Table,
  unique: Table['indexes'][number],
  now: string,
): RecipeStep {
  const charset = now.replace(/_.*$/, '');
  const list = unique.parts
    .flatMap(({ column }) => known.columns.filter(({ name }) => name === column))
    .map(({ name, charset: isText }) => {
      const written = quoteName(server, name);
      return isText === undefined ? written : `CONVERT(${written} USING ${charset}) COLLATE ${now}`;
    })
    .join(', ');
  return {
    kind: 'query',
    title: 'Look for values that the new collation takes for the same; no row may come back',
    text: `SELECT ${list}, COUNT(*) AS occurrences FROM ${sqlNameOf(server, known.name)} GROUP BY ${list} HAVING COUNT(*) > 1 LIMIT 20;`,
  };
}
