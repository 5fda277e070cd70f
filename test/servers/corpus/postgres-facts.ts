import type { Connection, Row } from '../../../src/verify/connection.js';
import { plainExpression } from './facts.js';
import type { Facts, SchemaFacts } from './facts.js';

const NAME = "CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END";

const OWN = "n.nspname <> 'information_schema' AND left(n.nspname, 3) <> 'pg_'";

const TABLES = `SELECT ${NAME} || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE ${OWN} AND c.relkind IN ('r', 'p')`;

const COLUMNS = `SELECT ${NAME} || c.relname AS table_name, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) AS default_text,
    row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS position
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE ${OWN} AND c.relkind IN ('r', 'p')`;

const INDEXES = `SELECT ${NAME} || t.relname AS table_name, c.relname AS name, i.indisunique, m.amname AS method, i.indpred IS NOT NULL AS partial,
    ARRAY(SELECT pg_get_indexdef(c.oid, k, true) || CASE WHEN i.indoption[k - 1] & 1 = 1 THEN ' desc' ELSE '' END
            FROM generate_series(1, i.indnkeyatts) k) AS keys,
    ARRAY(SELECT pg_get_indexdef(c.oid, k, true) FROM generate_series(i.indnkeyatts + 1, i.indnatts) k) AS include
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am m ON m.oid = c.relam
   WHERE ${OWN} AND t.relkind IN ('r', 'p')`;

/** What pg_catalog says; names outside of the schema public bear their schema. */
export async function postgresFacts(session: Connection): Promise<SchemaFacts> {
  const facts = new Map<string, Facts>();
  for (const { name } of await session.query(TABLES)) facts.set(`table ${String(name)}`, {});
  for (const row of await session.query(COLUMNS)) {
    facts.set(`column ${String(row['table_name'])}.${String(row['name']).toLowerCase()}`, columnFacts(row));
  }
  for (const row of await session.query(INDEXES)) {
    facts.set(`index ${String(row['table_name'])}.${String(row['name']).toLowerCase()}`, indexFacts(row));
  }
  return facts;
}

function columnFacts(row: Row): Facts {
  const { default_text: value, attidentity, attgenerated } = row as Readonly<Record<string, string | null>>;
  return {
    position: String(row['position']),
    type: typeText(String(row['type'])),
    null: row['attnotnull'] === true ? 'no' : 'yes',
    default: attgenerated === '' ? plainExpression(value ?? 'null') : 'generated',
    numbered: attidentity === '' ? 'no' : 'yes',
  };
}

/** The standard's long names in the short ones. */
function typeText(text: string): string {
  return text
    .replaceAll('"', '')
    .replace(/^character varying/, 'varchar')
    .replace(/^character\b/, 'char')
    .replace(/^integer/, 'int')
    .replace(/^(timestamp|time)(\(\d\))? with time zone/, '$1tz$2')
    .replace(/^(timestamp|time)(\(\d\))? without time zone/, '$1$2');
}

function indexFacts(row: Row): Facts {
  const { keys, include } = row as { readonly keys: readonly string[]; readonly include: readonly string[] };
  return {
    unique: row['indisunique'] === true ? 'yes' : 'no',
    method: String(row['method']),
    columns: keys.map(keyText).join(', '),
    include: include.map(plainExpression).join(', '),
    partial: row['partial'] === true ? 'yes' : 'no',
  };
}

function keyText(key: string): string {
  const isDescending = key.endsWith(' desc');
  return plainExpression(isDescending ? key.slice(0, -5) : key) + (isDescending ? ' desc' : '');
}
