import type { ColumnDefault, DataType, IndexPart } from '../../sql/column.js';
import type { ObjectName } from '../../sql/name.js';
import type { NamedType } from '../../sql/operation.js';
import type { Column, Constraint, ForeignKey, Index, Table } from '../catalog.js';

/** CREATE TABLE with keys and checks inside, then the indexes that no constraint owns, in the style of pg_dump. */
export function printPostgresTable(table: Table): string {
  const constraints = table.constraints.filter(({ kind }) => kind !== 'foreign-key' && kind !== 'not-null');
  const lines = [
    ...table.columns.map(printPostgresColumn),
    ...constraints.map((constraint) => printConstraint(constraint, table)),
  ];
  const kind = table.temporary ? 'TEMPORARY ' : table.unlogged ? 'UNLOGGED ' : '';
  const create = `CREATE ${kind}TABLE ${quoteRef(table.name)} (\n${lines.map((line) => `    ${line}`).join(',\n')}\n)`;
  const attached = table.partitionOf
    ? [`-- a partition of ${quoteRef(table.partitionOf.parent).replace(/\s+/g, ' ')}`]
    : [];
  const indexes = table.indexes.filter((index) => index.constraint === undefined);
  return [
    ...attached,
    `${create}${printInheritance(table)}${printPartitioning(table)};`,
    ...indexes.map((index) => printIndex(index, table)),
  ].join('\n');
}

/** Foreign keys, which need every table to exist. */
export function printPostgresForeignKeys(table: Table): readonly string[] {
  const keys = table.constraints.filter((constraint) => constraint.kind === 'foreign-key');
  return keys.map((key) => `ALTER TABLE ${quoteRef(table.name)} ADD ${printForeignKey(key)};`);
}

/** CREATE TYPE or CREATE DOMAIN, as the server would need it. */
export function printPostgresType(type: {
  readonly name: ObjectName;
  readonly definition: NamedType;
}): string {
  const { definition } = type;
  const name = quoteRef(type.name);
  switch (definition.kind) {
    case 'enum':
      return `CREATE TYPE ${name} AS ENUM (${definition.values.map(literal).join(', ')});`;
    case 'composite': {
      const attributes = definition.attributes.map((one) => `${quote(one.name)} ${printType(one.type)}`);
      return `CREATE TYPE ${name} AS (${attributes.join(', ')});`;
    }
    case 'domain':
      return `CREATE DOMAIN ${name} AS ${printType(definition.base)}${definition.notNull ? ' NOT NULL' : ''};`;
    default:
      return `-- ${definition.kind} type ${name.replace(/\s+/g, ' ')}`;
  }
}

function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function quoteRef(name: ObjectName): string {
  return name.schema === undefined ? quote(name.name) : `${quote(name.schema)}.${quote(name.name)}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function printType(type: DataType): string {
  const { length, scale, arrayDimensions = 0 } = type;
  const size =
    length === undefined ? '' : `(${String(length)}${scale === undefined ? '' : `,${String(scale)}`})`;
  const name = type.schema === undefined ? type.name : quoteRef({ schema: type.schema, name: type.name });
  return `${name}${size}${'[]'.repeat(arrayDimensions)}`;
}

/** The column as CREATE TABLE writes it. */
export function printPostgresColumn(column: Column): string {
  const { generated, identity } = column;
  const words = [
    quote(column.name),
    printType(column.type),
    column.collation !== undefined && `COLLATE ${quote(column.collation)}`,
    column.default && `DEFAULT ${printDefault(column.default)}`,
    generated && `GENERATED ALWAYS AS (${generated.expression.text}) ${generated.storage.toUpperCase()}`,
    identity && `GENERATED ${identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`,
    !column.nullable && 'NOT NULL',
  ];
  return words.filter(Boolean).join(' ');
}

function printDefault(value: ColumnDefault): string {
  if (value.kind === 'null') return 'NULL';
  return value.kind === 'expression' ? value.expression.text : value.text;
}

function printConstraint(constraint: Constraint, table: Table): string {
  const head = `CONSTRAINT ${quote(constraint.name)}`;
  const suffix = `${constraint.deferrable ? ' DEFERRABLE' : ''}${constraint.validated ? '' : ' NOT VALID'}`;
  if (constraint.kind === 'check') return `${head} CHECK (${constraint.expression.text})${suffix}`;
  if (constraint.kind === 'foreign-key') return printForeignKey(constraint);
  const index = table.indexes.find((one) => one.constraint === constraint.name);
  const parts = index?.parts.map(printPart) ?? constraint.columns.map(quote);
  const include =
    index && index.include.length > 0 ? ` INCLUDE (${index.include.map(quote).join(', ')})` : '';
  const kind =
    constraint.kind === 'primary-key' ? 'PRIMARY KEY' : constraint.kind === 'unique' ? 'UNIQUE' : 'EXCLUDE';
  return `${head} ${kind} (${parts.join(', ')})${include}${suffix}`;
}

function printForeignKey(key: ForeignKey): string {
  const target = `${quoteRef(key.references)} (${key.referencedColumns.map(quote).join(', ')})`;
  const actions = [
    key.onUpdate === 'no action' ? '' : ` ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete === 'no action' ? '' : ` ON DELETE ${key.onDelete.toUpperCase()}`,
    key.deferrable ? ' DEFERRABLE' : '',
    key.validated ? '' : ' NOT VALID',
  ].join('');
  return `CONSTRAINT ${quote(key.name)} FOREIGN KEY (${key.columns.map(quote).join(', ')}) REFERENCES ${target}${actions}`;
}

function printIndex(index: Index, table: Table): string {
  const unique = index.unique ? 'UNIQUE ' : '';
  const include = index.include.length > 0 ? ` INCLUDE (${index.include.map(quote).join(', ')})` : '';
  const where = index.where ? ` WHERE ${index.where.text}` : '';
  const parts = index.parts.map(printPart).join(', ');
  return `CREATE ${unique}INDEX ${quote(index.name)} ON ${quoteRef(table.name)} USING ${index.method} (${parts})${include}${where};`;
}

function printPart(part: IndexPart): string {
  const subject = part.column === undefined ? `(${part.expression?.text ?? ''})` : quote(part.column);
  const words = [
    subject,
    part.collation !== undefined && `COLLATE ${quote(part.collation)}`,
    part.operatorClass,
    part.order === 'desc' && 'DESC',
    part.nulls && `NULLS ${part.nulls.toUpperCase()}`,
  ];
  return words.filter(Boolean).join(' ');
}

function printInheritance(table: Table): string {
  return table.inherits.length === 0 ? '' : `\nINHERITS (${table.inherits.map(quoteRef).join(', ')})`;
}

function printPartitioning({ partitioning }: Table): string {
  if (!partitioning) return '';
  const on = partitioning.expression?.text ?? partitioning.columns.map(quote).join(', ');
  return `\nPARTITION BY ${partitioning.method.toUpperCase()} (${on})`;
}
