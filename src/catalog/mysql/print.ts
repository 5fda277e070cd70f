import type { ColumnDefault, DataType, IndexPart } from '../../sql/column.js';
import type { Partitioning } from '../../sql/operation.js';
import type { Column, Constraint, Index, Table } from '../catalog.js';

const NUMERIC = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year)$/;

/** CREATE TABLE in the style of SHOW CREATE TABLE. */
export function printMysqlTable(table: Table): string {
  const lines = [
    ...table.columns.map((column) => printMysqlColumn(column, table)),
    ...table.indexes.map(printIndex),
    ...table.constraints.map(printConstraint),
  ];
  const head = `CREATE ${table.temporary ? 'TEMPORARY ' : ''}TABLE ${quoteRef(table.name)}`;
  const partitions = table.partitioning ? `\n${printPartitioning(table.partitioning)}` : '';
  return `${head} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n) ${printOptions(table)}${partitions};`;
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function quoteRef(name: Table['name']): string {
  return name.schema === undefined ? quote(name.name) : `${quote(name.schema)}.${quote(name.name)}`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** A type in the server's spelling. */
function printType(type: DataType): string {
  const { name, length, scale, members } = type;
  const size = scale === undefined ? length : `${String(length)},${String(scale)}`;
  const argument = members ? members.map(literal).join(',') : size;
  const bounds = argument === undefined ? '' : `(${String(argument)})`;
  return `${name}${bounds}${type.unsigned === true ? ' unsigned' : ''}${type.zerofill === true ? ' zerofill' : ''}`;
}

/** The column as SHOW CREATE TABLE writes it; charset and collation only where they are not the table's. */
export function printMysqlColumn(column: Column, table: Table): string {
  const { charset, collation, generated } = column;
  const differs = collation !== undefined && collation !== table.collation;
  const words = [
    quote(column.name),
    printType(column.type),
    charset !== undefined && charset !== table.charset && `CHARACTER SET ${charset}`,
    differs && `COLLATE ${collation}`,
    generated && `GENERATED ALWAYS AS (${generated.expression.text}) ${generated.storage.toUpperCase()}`,
    !column.nullable && 'NOT NULL',
    // Without it a TIMESTAMP may be NOT NULL.
    column.nullable && column.type.name === 'timestamp' && 'NULL',
    column.default && `DEFAULT ${printDefault(column.default, column.type)}`,
    column.onUpdate && `ON UPDATE ${column.onUpdate.text}`,
    column.autoIncrement && 'AUTO_INCREMENT',
    column.invisible && 'INVISIBLE',
    column.srid !== undefined && `SRID ${String(column.srid)}`,
    column.comment !== undefined && `COMMENT ${literal(column.comment)}`,
    column.check && `CHECK (${column.check.text})`,
  ];
  return words.filter(Boolean).join(' ');
}

function printDefault(value: ColumnDefault, type: DataType): string {
  switch (value.kind) {
    case 'null':
      return 'NULL';
    case 'literal':
      return NUMERIC.test(type.name) ? value.text : literal(value.text);
    case 'now':
      return value.text;
    case 'expression':
      return `(${value.expression.text})`;
  }
}

function printIndex(index: Index): string {
  const parts = `(${index.parts.map(printPart).join(',')})`;
  if (index.primary) return `PRIMARY KEY ${parts}`;
  const isClass = index.method === 'fulltext' || index.method === 'spatial' || index.method === 'vector';
  const kind = isClass ? `${index.method.toUpperCase()} ` : index.unique ? 'UNIQUE ' : '';
  const hidden = index.invisible ? ' INVISIBLE' : '';
  return `${kind}KEY ${quote(index.name)} ${parts}${index.method === 'hash' ? ' USING HASH' : ''}${hidden}`;
}

function printPart(part: IndexPart): string {
  const subject = part.column === undefined ? `(${part.expression?.text ?? ''})` : quote(part.column);
  const prefix = part.prefix === undefined ? '' : `(${String(part.prefix)})`;
  return `${subject}${prefix}${part.order === 'desc' ? ' DESC' : ''}`;
}

function printConstraint(constraint: Constraint): string {
  const head = `CONSTRAINT ${quote(constraint.name)}`;
  if (constraint.kind === 'check') {
    return `${head} CHECK (${constraint.expression.text})${constraint.enforced ? '' : ' NOT ENFORCED'}`;
  }
  if (constraint.kind !== 'foreign-key') return head;
  const { columns, references, referencedColumns, onDelete, onUpdate } = constraint;
  const actions = [
    onDelete === 'no action' ? '' : ` ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate === 'no action' ? '' : ` ON UPDATE ${onUpdate.toUpperCase()}`,
  ].join('');
  const target = `REFERENCES ${quoteRef(references)} (${referencedColumns.map(quote).join(',')})`;
  return `${head} FOREIGN KEY (${columns.map(quote).join(',')}) ${target}${actions}`;
}

function printOptions(table: Table): string {
  const { engine, charset, collation, rowFormat } = table;
  const words = [
    `ENGINE=${engine}`,
    charset !== undefined && `DEFAULT CHARSET=${charset}`,
    collation !== undefined && `COLLATE=${collation}`,
    rowFormat !== undefined && `ROW_FORMAT=${rowFormat.toUpperCase()}`,
    ...Object.entries(table.options).map(([option, value]) =>
      option === 'comment' ? `COMMENT=${literal(value)}` : `${option.toUpperCase()}=${value}`,
    ),
    table.systemVersioned && 'WITH SYSTEM VERSIONING',
  ];
  return words.filter(Boolean).join(' ');
}

/** Names of partitions only: the history keeps no bounds of MySQL's. */
function printPartitioning(partitioning: Partitioning): string {
  const { method, columns, expression, partitions, count } = partitioning;
  const on = expression ? expression.text : columns.map(quote).join(',');
  const parts = partitions.length > 0 ? partitions.map(quote).join(', ') : `PARTITIONS ${String(count ?? 1)}`;
  const how = `${partitioning.linear === true ? 'LINEAR ' : ''}${method.toUpperCase()}`;
  return `/* PARTITION BY ${how} (${on.replaceAll('*/', '')}) ${parts.replaceAll('*/', '')} */`;
}
