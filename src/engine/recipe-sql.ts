import type { Column, Table } from '../catalog/catalog.js';
import { printColumn } from '../catalog/print.js';
import type {
  ColumnDefault,
  ColumnDefinition,
  ConstraintDefinition,
  IndexDefinition,
  IndexPart,
  ReferentialAction,
} from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import { quoteName, quoteString, sqlNameOf } from './words.js';

/** Names of columns in parentheses: "(a, b)". */
export function columnsSql(server: ServerVersion, columns: readonly string[]): string {
  return `(${columns.map((column) => quoteName(server, column)).join(', ')})`;
}

/** A column that the history shows, whole, as a CREATE TABLE or MySQL's MODIFY writes it. */
export function columnSql(table: Table, column: Column): string {
  return printColumn(table, column);
}

/** A column as the statement wrote it, without what comes in operations of its own (keys, references, checks). */
export function columnDefinitionSql(server: ServerVersion, column: ColumnDefinition): string {
  const { generated, charset, collation, comment } = column;
  const words = [
    quoteName(server, column.name),
    column.type.text,
    charset !== undefined && `CHARACTER SET ${charset}`,
    collation !== undefined &&
      `COLLATE ${server.dialect === 'postgres' ? quoteName(server, collation) : collation}`,
    generated && `GENERATED ALWAYS AS (${generated.expression.text})`,
    generated?.storage?.toUpperCase(),
    column.identity && `GENERATED ${column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`,
    column.nullable !== undefined && (column.nullable ? 'NULL' : 'NOT NULL'),
    column.default && `DEFAULT ${defaultSql(server, column.default)}`,
    column.onUpdate && `ON UPDATE ${column.onUpdate.text}`,
    column.autoIncrement && 'AUTO_INCREMENT',
    column.invisible && 'INVISIBLE',
    comment !== undefined && `COMMENT ${quoteString(server.dialect, comment)}`,
  ];
  return words.filter(Boolean).join(' ');
}

/** A default as SQL wants it written behind DEFAULT. */
export function defaultSql(server: ServerVersion, value: ColumnDefault): string {
  switch (value.kind) {
    case 'null':
      return 'NULL';
    case 'now':
      return value.text;
    case 'literal': {
      // PostgreSQL's reader keeps the quotes, MySQL's reads the value.
      const isBare = server.dialect === 'postgres' || /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(value.text);
      return isBare ? value.text : quoteString(server.dialect, value.text);
    }
    case 'expression':
      return server.dialect === 'postgres' ? value.expression.text : `(${value.expression.text})`;
  }
}

/** CREATE INDEX for this definition. `name` serves where the definition leaves it to the server. */
export function createIndexSql(
  server: ServerVersion,
  table: ObjectName,
  index: IndexDefinition,
  { name, concurrently = false }: { readonly name?: string; readonly concurrently?: boolean } = {},
): string {
  const called = index.name ?? name;
  const { include = [], where, method } = index;
  const isClass = method === 'fulltext' || method === 'spatial' || method === 'vector';
  const words = [
    'CREATE',
    isClass ? method.toUpperCase() : index.unique && 'UNIQUE',
    'INDEX',
    concurrently && 'CONCURRENTLY',
    called !== undefined && quoteName(server, called),
    `ON ${sqlNameOf(server, table)}`,
    server.dialect === 'postgres' && method !== undefined && method !== 'btree' && `USING ${method}`,
    `(${index.parts.map((part) => partSql(server, part)).join(', ')})`,
    include.length > 0 && `INCLUDE ${columnsSql(server, include)}`,
    index.nullsNotDistinct && 'NULLS NOT DISTINCT',
    where && `WHERE ${where.text}`,
  ];
  return words.filter(Boolean).join(' ');
}

/** What an index part holds of a row, as a query writes it: a column, its beginning, or an expression. */
export function partSubjectSql(server: ServerVersion, { column, expression, prefix }: IndexPart): string {
  if (column === undefined) return `(${expression?.text ?? ''})`;
  const name = quoteName(server, column);
  return prefix === undefined ? name : `LEFT(${name}, ${String(prefix)})`;
}

function partSql(server: ServerVersion, part: IndexPart): string {
  const subject =
    part.column === undefined ? `(${part.expression?.text ?? ''})` : quoteName(server, part.column);
  const words = [
    part.prefix === undefined ? subject : `${subject}(${String(part.prefix)})`,
    part.collation !== undefined && `COLLATE ${quoteName(server, part.collation)}`,
    part.operatorClass,
    part.order === 'desc' && 'DESC',
    part.nulls && `NULLS ${part.nulls.toUpperCase()}`,
  ];
  return words.filter(Boolean).join(' ');
}

/**
 * CONSTRAINT … as ADD wants it, without NOT VALID. `name` serves where the definition leaves it to the server. Exclusion constraints are
 * written without their operators' classes.
 */
export function constraintSql(
  server: ServerVersion,
  constraint: ConstraintDefinition,
  name?: string,
): string {
  const called = constraint.name ?? name;
  const head = called === undefined ? '' : `CONSTRAINT ${quoteName(server, called)} `;
  return `${head}${constraintBody(server, constraint)}`;
}

function constraintBody(server: ServerVersion, constraint: ConstraintDefinition): string {
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique':
    case 'exclusion': {
      const kind = { 'primary-key': 'PRIMARY KEY', unique: 'UNIQUE', exclusion: 'EXCLUDE' }[constraint.kind];
      return `${kind} (${constraint.index.parts.map((part) => partSql(server, part)).join(', ')})`;
    }
    case 'check':
      return `CHECK (${constraint.expression.text})`;
    case 'not-null':
      return `NOT NULL ${quoteName(server, constraint.column)}`;
    case 'foreign-key': {
      const { columns, references, referencedColumns, onDelete, onUpdate } = constraint;
      const target = referencedColumns.length > 0 ? ` ${columnsSql(server, referencedColumns)}` : '';
      return `FOREIGN KEY ${columnsSql(server, columns)} REFERENCES ${sqlNameOf(server, references)}${target}${actionSql('DELETE', onDelete)}${actionSql('UPDATE', onUpdate)}`;
    }
  }
}

function actionSql(event: string, action: ReferentialAction | undefined): string {
  return action === undefined || action === 'no action' ? '' : ` ON ${event} ${action.toUpperCase()}`;
}
