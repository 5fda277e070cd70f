import type { ColumnDefault, ColumnDefinition, Expression } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { Operation } from '../../sql/operation.js';
import type { Catalog, CharsetPair, Column, Session, Table } from '../catalog.js';
import { resolveCharset, serverCharset } from './charset.js';
import { completeType, hasCharset, isMariadbJson } from './type.js';

const NOW: Expression = { text: 'CURRENT_TIMESTAMP', columns: [], functions: ['current_timestamp'] };

/** The column that MySQL or MariaDB makes of a definition: what is not written takes the server's default. */
export function mysqlColumn(
  definition: ColumnDefinition,
  table: Table,
  catalog: Catalog,
  version: ServerVersion,
): Column {
  const pair = charsetOf(definition, table, version);
  const type = completeType(definition.type, pair?.charset, version);
  const autoIncrement = definition.autoIncrement ?? false;
  const nullable = nullableOf(definition, autoIncrement, catalog.session, version);
  const generated = definition.generated;
  return {
    name: definition.name,
    type,
    nullable,
    default: defaultOf(definition, nullable, autoIncrement, catalog.session, version),
    onUpdate: definition.onUpdate,
    generated: generated && { expression: generated.expression, storage: generated.storage ?? 'virtual' },
    autoIncrement,
    charset: hasCharset(type) ? pair?.charset : undefined,
    collation: hasCharset(type) ? pair?.collation : undefined,
    comment: definition.comment,
    invisible: definition.invisible ?? false,
    srid: definition.srid,
    systemVersioning: definition.systemVersioning,
    attributes: definition.attributes ?? {},
    check: definition.check ?? jsonCheck(definition, version),
  };
}

/** Character set and collation that a new column gets; undefined for a type that has none, or an unknown default. */
function charsetOf(
  definition: ColumnDefinition,
  table: Table,
  version: ServerVersion,
): CharsetPair | undefined {
  if (isMariadbJson(definition.type, version)) return { charset: 'utf8mb4', collation: 'utf8mb4_bin' };
  if (!hasCharset(definition.type)) return undefined;
  const { charset, collation } = table;
  const inherited = charset !== undefined && collation !== undefined ? { charset, collation } : undefined;
  const isWritten = definition.charset !== undefined || definition.collation !== undefined;
  if (!inherited && !isWritten) return undefined;
  const pair = resolveCharset(definition, inherited ?? serverCharset(version), version);
  const isBinary = definition.attributes?.['binary'] !== undefined && definition.collation === undefined;
  return isBinary ? { charset: pair.charset, collation: `${pair.charset}_bin` } : pair;
}

/** MariaDB: the CHECK that makes a LONGTEXT a JSON column. */
function jsonCheck(definition: ColumnDefinition, version: ServerVersion): Expression | undefined {
  if (!isMariadbJson(definition.type, version)) return undefined;
  return {
    text: `json_valid(\`${definition.name}\`)`,
    columns: [definition.name],
    functions: ['json_valid'],
  };
}

function nullableOf(
  definition: ColumnDefinition,
  autoIncrement: boolean,
  session: Session,
  version: ServerVersion,
): boolean {
  if (autoIncrement) return false;
  if (definition.nullable !== undefined) return definition.nullable;
  const isPeriodEnd =
    definition.systemVersioning === 'row-start' || definition.systemVersioning === 'row-end';
  return (
    !isPeriodEnd &&
    (!isImplicitTimestamp(definition, session, version) || definition.default?.kind === 'null')
  );
}

function defaultOf(
  definition: ColumnDefinition,
  nullable: boolean,
  autoIncrement: boolean,
  session: Session,
  version: ServerVersion,
): ColumnDefault | undefined {
  if (definition.default) return definition.default;
  if (definition.generated || autoIncrement || definition.systemVersioning?.startsWith('row-'))
    return undefined;
  if (nullable) return { kind: 'null' };
  const fillsZero = isTimestamp(definition) && !explicitTimestamps(session, version);
  return fillsZero ? { kind: 'literal', text: '0000-00-00 00:00:00' } : undefined;
}

function isTimestamp(definition: ColumnDefinition): boolean {
  return definition.type.name === 'timestamp' && definition.generated === undefined;
}

/** A TIMESTAMP that says nothing about NULL is NOT NULL where explicit_defaults_for_timestamp is off. */
function isImplicitTimestamp(
  definition: ColumnDefinition,
  session: Session,
  version: ServerVersion,
): boolean {
  return isTimestamp(definition) && !explicitTimestamps(session, version);
}

/** The default of explicit_defaults_for_timestamp: on since MySQL 8.0.2 and MariaDB 10.10. */
function explicitTimestamps(session: Session, version: ServerVersion): boolean {
  const set = session.variables['explicit_defaults_for_timestamp']?.toLowerCase();
  if (set !== undefined) return set === '1' || set === 'on' || set === 'true';
  return version.dialect === 'mariadb' ? isAtLeast(version, 10, 10) : isAtLeast(version, 8, 0, 2);
}

/**
 * Without explicit_defaults_for_timestamp the first NOT NULL TIMESTAMP column that a statement writes follows the
 * clock, unless it has a DEFAULT or ON UPDATE of its own. Source: promote_first_timestamp_column() of both servers.
 */
export function promoteFirstTimestamp(
  operations: readonly Operation[],
  session: Session,
  version: ServerVersion,
): readonly Operation[] {
  if (explicitTimestamps(session, version)) return operations;
  const at = operations.findIndex((operation) => {
    const column = writtenColumn(operation);
    return (
      column !== undefined &&
      isTimestamp(column) &&
      column.nullable !== true &&
      column.default?.kind !== 'null'
    );
  });
  const first = operations[at];
  const column = first && writtenColumn(first);
  if (!first || !column || column.default || column.onUpdate) return operations;
  const promoted: ColumnDefinition = { ...column, default: { kind: 'now', text: NOW.text }, onUpdate: NOW };
  return operations.with(at, withColumn(first, promoted));
}

function writtenColumn(operation: Operation): ColumnDefinition | undefined {
  if (operation.kind === 'addColumn') return operation.column;
  return operation.kind === 'redefineColumn' ? operation.definition : undefined;
}

function withColumn(operation: Operation, column: ColumnDefinition): Operation {
  if (operation.kind === 'addColumn') return { ...operation, column };
  return operation.kind === 'redefineColumn' ? { ...operation, definition: column } : operation;
}
