import { code, defineRule, findTable, subjectOf } from '../src/engine/rule.js';
import type { Catalog, Table } from '../src/engine/rule.js';

export const collationMixed = defineRule({
  id: 'collation-mixed',
  summary:
    'A new table in another collation than the tables beside it: joins of the two fail or read everything',
  question: 'Which collation should a new table have, so that joins stay fast?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  on: ['createTable'],
  check({ operation, start, end, isRollback }) {
    const table = isRollback || operation.temporary ? undefined : findTable(end, operation.table);
    const { charset, collate } = operation.options;
    // What relies on the database's default depends on a server that no file shows.
    if (!table || (charset === undefined && collate === undefined)) return undefined;
    if (table.uncertain.length > 0 || !hasText(table) || table.charset === 'utf8mb3') return undefined;
    const usual = usualCollation(start);
    if (usual === undefined || table.collation === undefined || table.collation === usual) return undefined;
    const subject = subjectOf(operation.table);
    return {
      subject,
      headline: `${code(subject)} compares text by ${code(table.collation)}, the tables beside it by ${code(usual)}`,
      message: `A join of text columns of the two fails with error 1267 (illegal mix of collations), or converts each row and uses no index. A foreign key between them is refused. ${collate === undefined ? 'The statement names a character set and no collation, so it takes the default of the server, which is another in each release.' : 'Which strings are equal differs as well, case and accents.'}`,
      remedy: `Write ${code(`COLLATE ${usual}`)}, now that the table is empty: another collation later may copy it.`,
    };
  },
});

function hasText({ columns, collation }: Table): boolean {
  return columns.some((column) => column.collation !== undefined && column.collation === collation);
}

/** Tables that make a habit. */
const FEW = 3;

/** What nearly all tables use; undefined where they differ, or follow a default that no file names. */
function usualCollation({ tables, collation }: Catalog): string | undefined {
  const counts = new Map<string, number>();
  let all = 0;
  for (const table of tables.values()) {
    if (table.temporary || table.collation === undefined || !hasText(table)) continue;
    counts.set(table.collation, (counts.get(table.collation) ?? 0) + 1);
    all++;
  }
  const [usual, count] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  return count >= FEW && count >= all * 0.9 && usual !== collation ? usual : undefined;
}
