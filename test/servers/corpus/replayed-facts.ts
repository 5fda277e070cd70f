import type { Catalog, Column, Index, Table } from '../../../src/catalog/catalog.js';
import type { ColumnDefault, DataType, IndexPart } from '../../../src/sql/column.js';
import { plainExpression } from './facts.js';
import type { Facts, SchemaFacts } from './facts.js';

/** What the replayed catalog says; on MySQL of the tables without a database in their name. */
export function replayedFacts({ tables, dialect }: Catalog): SchemaFacts {
  const facts = new Map<string, Facts>();
  for (const table of tables.values()) {
    const { schema } = table.name;
    if (table.temporary || (dialect !== 'postgres' && schema !== undefined)) continue;
    const name =
      schema === undefined || schema === 'public' ? table.name.name : `${schema}.${table.name.name}`;
    facts.set(`table ${name}`, {});
    for (const [position, column] of table.columns.entries()) {
      facts.set(`column ${name}.${column.name.toLowerCase()}`, columnFacts(column, position + 1, table));
    }
    for (const index of table.indexes) {
      facts.set(`index ${name}.${index.name.toLowerCase()}`, indexFacts(index, table));
    }
  }
  return facts;
}

/** Why the replayed catalog is not certain of a table, by the table's name in the facts. */
export function doubtOf({ tables, uncertain }: Catalog): (table: string) => string | undefined {
  const reasons = new Map<string, string>();
  for (const { name, uncertain: own } of tables.values()) {
    const full =
      name.schema === undefined || name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;
    if (own[0] !== undefined) reasons.set(full, own[0]);
  }
  return (table) => reasons.get(table) ?? uncertain[0];
}

function columnFacts(column: Column, position: number, { dialect }: Table): Facts {
  const { nullable, autoIncrement, identity, generated, collation } = column;
  const isPostgres = dialect === 'postgres';
  return {
    position: String(position),
    type: isPostgres ? postgresType(column.type) : mysqlType(column.type),
    null: nullable ? 'yes' : 'no',
    default: generated ? 'generated' : defaultText(column.default),
    numbered: autoIncrement || identity !== undefined ? 'yes' : 'no',
    ...(isPostgres ? {} : { collation: collation ?? 'none' }),
  };
}

function defaultText(value: ColumnDefault | undefined): string {
  if (value === undefined || value.kind === 'null') return 'none';
  if (value.kind === 'now') return 'now';
  return plainExpression(value.kind === 'literal' ? value.text : value.expression.text);
}

const WIDTHLESS = /^(?:(?:tiny|small|medium|big)?int|year)$/;

function mysqlType({ name, length, scale, members, unsigned, zerofill }: DataType): string {
  const size = scale === undefined ? length : `${String(length)},${String(scale)}`;
  const inner = members ? members.map((one) => `'${one.replaceAll("'", "''")}'`).join(',') : size;
  const bounds = inner === undefined || WIDTHLESS.test(name) ? '' : `(${String(inner)})`;
  return `${name}${bounds}${unsigned === true ? ' unsigned' : ''}${zerofill === true ? ' zerofill' : ''}`;
}

function postgresType({ name, schema, length, scale, arrayDimensions = 0 }: DataType): string {
  const full = schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
  const size = name === 'numeric' ? `${String(length)},${String(scale ?? 0)}` : String(length);
  return `${full}${length === undefined ? '' : `(${size})`}${arrayDimensions > 0 ? '[]' : ''}`;
}

function indexFacts(index: Index, { dialect }: Table): Facts {
  const { primary, unique, method, parts, include, where } = index;
  return {
    unique: primary || unique ? 'yes' : 'no',
    method,
    columns: parts.map((part) => partText(part, dialect === 'postgres')).join(', '),
    ...(dialect === 'postgres'
      ? { include: include.map(plainExpression).join(', '), partial: where === undefined ? 'no' : 'yes' }
      : {}),
  };
}

function partText({ column, expression, prefix, order }: IndexPart, isPostgres: boolean): string {
  const subject = column ?? plainExpression(expression?.text ?? '');
  const text = isPostgres ? plainExpression(subject) : subject.toLowerCase();
  return `${text}${prefix === undefined ? '' : `(${String(prefix)})`}${order === 'desc' ? ' desc' : ''}`;
}
