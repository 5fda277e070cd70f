import type { ColumnDefinition, DataType } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { ObjectName } from '../../sql/name.js';
import type { Catalog, Column, Constraint, Table } from '../catalog.js';
import { storedKey } from '../names.js';
import { lookUp } from '../../look-up.js';
import { constraintName, relationName } from './names.js';

const SERIALS: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial: 'int',
  bigserial: 'bigint',
};

/** True for a column that brings a sequence of its own. */
export function hasOwnSequence(definition: ColumnDefinition): boolean {
  return isSerial(definition.type) || definition.identity !== undefined;
}

function isSerial(type: DataType): boolean {
  return (
    type.schema === undefined && lookUp(SERIALS, type.name) !== undefined && (type.arrayDimensions ?? 0) === 0
  );
}

/** The column that PostgreSQL makes of a definition; `sequence` is the one that a serial takes its values from. */
export function postgresColumn(
  definition: ColumnDefinition,
  sequence: ObjectName | undefined,
  version: ServerVersion,
): Column {
  const { generated } = definition;
  const isImplied = isSerial(definition.type) || definition.identity !== undefined;
  const storage = generated?.storage ?? (isAtLeast(version, 18) ? 'virtual' : 'stored');
  return {
    name: definition.name,
    type: completeType(definition.type),
    nullable: !isImplied && definition.nullable !== false,
    default: defaultOf(definition, sequence),
    generated: generated && { expression: generated.expression, storage },
    autoIncrement: false,
    identity: definition.identity,
    collation: definition.collation,
    invisible: false,
    attributes: definition.attributes ?? {},
  };
}

/** A DEFAULT NULL is not kept, unless the type's length coerces it. Source: AddRelationNewConstraints(), heap.c. */
function defaultOf(definition: ColumnDefinition, sequence: ObjectName | undefined): Column['default'] {
  if (isSerial(definition.type) && sequence) {
    const text = `nextval('${sequence.name}'::regclass)`;
    return { kind: 'expression', expression: { text, columns: [], functions: ['nextval'] } };
  }
  return keptDefault(definition.default, completeType(definition.type));
}

/** A default as the server keeps it for a column of this type. */
export function keptDefault(written: Column['default'], type: DataType): Column['default'] {
  return written?.kind === 'null' && type.length === undefined ? undefined : written;
}

/** The type as the server keeps it: serials resolved, CHAR and BIT of length 1. */
export function completeType(type: DataType): DataType {
  if (isSerial(type))
    return {
      ...type,
      name: lookUp(SERIALS, type.name) ?? type.name,
      text: lookUp(SERIALS, type.name) ?? type.text,
    };
  const isOne = type.schema === undefined && (type.name === 'char' || type.name === 'bit');
  return isOne && type.length === undefined ? { ...type, length: 1 } : type;
}

/** The catalog with the sequence of a serial or identity column, and its name. */
export function withOwnSequence(
  catalog: Catalog,
  table: Table,
  column: string,
  type: DataType,
): { readonly catalog: Catalog; readonly sequence: ObjectName } {
  const sequence = { schema: table.name.schema, name: relationName(catalog, table.name, column, 'seq') };
  const sequences = catalog.sequences.set(storedKey(catalog, sequence), {
    name: sequence,
    ownedBy: { table: table.name, column },
    dataType: completeType(type).name,
  });
  return { catalog: { ...catalog, sequences }, sequence };
}

/** PostgreSQL 18 and later hold every NOT NULL as a constraint. */
export function withNotNull(catalog: Catalog, table: Table, column: string, version: ServerVersion): Table {
  const isHeld = table.constraints.some((one) => one.kind === 'not-null' && one.columns.includes(column));
  if (isHeld || !isAtLeast(version, 18)) return table;
  const name = constraintName(catalog, table, column, 'not_null');
  return { ...table, constraints: [...table.constraints, notNullConstraint(name, column)] };
}

/** PostgreSQL 18: the constraint behind NOT NULL. */
export function notNullConstraint(name: string, column: string, validated = true): Constraint {
  return { kind: 'not-null', name, columns: [column], validated, enforced: true, deferrable: false };
}
