import type { Connection, Row } from '../../../src/verify/connection.js';
import { plainExpression } from './facts.js';
import type { Facts, SchemaFacts } from './facts.js';

/** MySQL's text columns; numbers are put into words by whoever needs them. */
type Texts = Readonly<Record<string, string | null>>;

/** What information_schema says of a database of MySQL or MariaDB. */
export async function mysqlFacts(session: Connection, database: string): Promise<SchemaFacts> {
  const facts = new Map<string, Facts>();
  const of = (view: string, order: string) =>
    session.query(
      `SELECT * FROM information_schema.${view} WHERE TABLE_SCHEMA = '${database}' ORDER BY ${order}`,
    );
  for (const { TABLE_NAME, TABLE_TYPE } of await of('TABLES', 'TABLE_NAME')) {
    if (TABLE_TYPE === 'BASE TABLE') facts.set(`table ${String(TABLE_NAME)}`, {});
  }
  for (const row of await of('COLUMNS', 'TABLE_NAME, ORDINAL_POSITION')) {
    const name = String(row['TABLE_NAME']);
    if (!facts.has(`table ${name}`)) continue;
    facts.set(`column ${name}.${String(row['COLUMN_NAME']).toLowerCase()}`, columnFacts(row));
  }
  const parts = new Map<string, Row[]>();
  for (const row of await of('STATISTICS', 'TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX')) {
    const key = `index ${String(row['TABLE_NAME'])}.${String(row['INDEX_NAME']).toLowerCase()}`;
    parts.set(key, [...(parts.get(key) ?? []), row]);
  }
  for (const [key, rows] of parts) facts.set(key, indexFacts(rows));
  return facts;
}

function columnFacts(row: Row): Facts {
  const { ORDINAL_POSITION, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME, COLUMN_DEFAULT } = row as Texts;
  const extra = String(row['EXTRA']);
  return {
    position: String(ORDINAL_POSITION),
    type: String(COLUMN_TYPE).replace(/^((?:tiny|small|medium|big)?int|year)\(\d+\)/, '$1'),
    null: IS_NULLABLE === 'YES' ? 'yes' : 'no',
    default: / GENERATED$|^(?:VIRTUAL|STORED)/.test(extra)
      ? 'generated'
      : plainExpression(COLUMN_DEFAULT ?? 'NULL'),
    numbered: extra.includes('auto_increment') ? 'yes' : 'no',
    collation: COLLATION_NAME ?? 'none',
  };
}

function indexFacts(rows: readonly Row[]): Facts {
  const [first] = rows;
  return {
    unique: String(first?.['NON_UNIQUE']) === '0' ? 'yes' : 'no',
    method: String(first?.['INDEX_TYPE']).toLowerCase(),
    columns: rows.map(partText).join(', '),
  };
}

function partText(row: Row): string {
  const { COLUMN_NAME, EXPRESSION, SUB_PART, COLLATION, INDEX_TYPE } = row as Texts;
  const subject = COLUMN_NAME?.toLowerCase() ?? plainExpression(EXPRESSION ?? '');
  const prefix =
    SUB_PART === null || SUB_PART === undefined || INDEX_TYPE === 'SPATIAL' ? '' : `(${SUB_PART})`;
  return `${subject}${prefix}${COLLATION === 'D' ? ' desc' : ''}`;
}
