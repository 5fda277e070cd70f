import type { Column, Table } from '../../catalog/catalog.js';
import { foreignKeysReferencing } from '../../catalog/find.js';
import type { ColumnDefault, ColumnPosition } from '../../sql/column.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Change } from './change.js';
import { restatesColumn } from './column-changes.js';
import { askTable, includesKind, isIndexed, isVirtual, sameColumn } from './subject.js';
import type { Condition, Subject } from './subject.js';
import { maximumBytes } from './type-change.js';

/**
 * Functions whose value differs from row to row: as a default of a new column error 1674 on MySQL, a copy on MariaDB,
 * where a default that reads other columns is one too. Source: executed.
 */
const CHANGING = {
  mysql: ['uuid', 'uuid_short', 'rand', 'random_bytes', 'sysdate', 'sleep', 'user', 'current_user'],
  mariadb: ['uuid', 'uuid_short', 'uuid_v4', 'uuid_v7', 'sys_guid', 'sysdate', 'nextval', 'random_bytes'],
};

/** What a change does to its column. */
export const COLUMN_CONDITIONS = {
  'restates-column': ({ change }) => restatesColumn(change.operation),
  'restates-stored-column': ({ change }) =>
    isRestated(change) && change.before?.generated?.storage === 'stored',
  'restates-indexed-virtual-column': ({ change, ...s }) =>
    isRestated(change) &&
    change.before?.generated?.storage === 'virtual' &&
    askTable(s, (table) => isIndexed(table, change.before)),
  'not-last': isNotLast,
  'auto-increment': ({ change }) => change.column?.autoIncrement === true,
  'expression-default': ({ change }) => change.column?.default?.kind === 'expression',
  'changing-default': (s) => hasChangingDefault(s.change.column?.default, s.server.version.dialect),
  'fills-zero-date': ({ change: { column } }) =>
    column?.nullable === false && !column.default && /^(?:date|datetime)$/.test(column.type.name),
  'before-virtual-column': beforeVirtual,
  'before-counter': beforeCounter,
  'to-any-geometry': ({ change }) =>
    GEOMETRY.test(change.before?.type.name ?? '') && change.after?.type.name === 'geometry',
  'drops-srid': ({ change }) => change.after !== undefined && change.after.srid === undefined,
  'at-most-127-bytes': ({ change }) => change.before !== undefined && maximumBytes(change.before) <= 127,
  'extends-characters': ({ change }) =>
    change.before?.charset === 'utf8mb3' && change.after?.charset === 'utf8mb4',
  'same-order': ({ change }) => orderOf(change.before) === orderOf(change.after),
  'by-convert': ({ change }) => change.operation.kind === 'convertCharset',
  'of-binary': ({ change }) => change.before?.type.name === 'varbinary',
  'recodes-char-or-text': ({ change }) =>
    (change.kind === 'change-charset' || change.kind === 'change-collation') &&
    (/^char$|text$/.test(change.before?.type.name ?? '') || change.after?.type.name === 'varbinary'),
  'of-char-or-text': ({ change }) => /^char$|text$/.test(change.before?.type.name ?? ''),
  'same-member-bytes': ({ change }) => hasSameBytes(change.before, change.after),
  'of-members': ({ change }) => change.before?.type.members !== undefined,
  'of-generated': ({ change }) => change.before?.generated !== undefined,
  'in-foreign-key-parent': ({ change, ...s }) => askTable(s, () => isReferenced({ ...s, change })),
  'compatible-charset': ({ change }) => isCompatible(change.before, change.after),
  'columns-stay': (s) => !includesKind(s, 'add-column', 'drop-column', 'drop-stored-column', 'move-column'),
  'moves-virtual-column': movesVirtual,
  'beside-instant-column': (s) =>
    includesKind(s, 'add-column', 'drop-column', 'drop-stored-column') &&
    !includesKind(s, 'set-nullable', 'set-not-null'),
} satisfies Readonly<Record<string, Condition>>;

/** MODIFY and CHANGE, which write a whole column again. */
function isRestated(change: Change): boolean {
  return change.operation.kind === 'redefineColumn';
}

/** Character sets that write ASCII otherwise than in one byte. */
const WIDE = /^(ucs2|utf16|utf16le|utf32)$/;

/** The members are kept as bytes: the same ones where both character sets write them alike. */
function hasSameBytes(before: Column | undefined, after: Column | undefined): boolean {
  const isWide = WIDE.test(before?.charset ?? '') || WIDE.test(after?.charset ?? '');
  const isAscii = before?.type.members?.every((member) => !/[^ -~]/.test(member)) ?? false;
  return !isWide && isAscii;
}

const GEOMETRY =
  /^(point|linestring|polygon|multi(point|linestring|polygon)|geometrycollection|geomcollection)$/;

/** A column of the table that another table's foreign key (or one of its own) refers to. */
function isReferenced(subject: Subject): boolean {
  const { table, change, catalog } = subject;
  if (!table || !change.before) return false;
  const name = change.before.name;
  return foreignKeysReferencing(catalog, table.name).some(({ key }) =>
    key.referencedColumns.some((column) => sameColumn(column, name)),
  );
}

function isNotLast(subject: Subject): boolean | undefined {
  const { operation } = subject.change;
  const position = operation.kind === 'addColumn' ? operation.position : undefined;
  if (position === undefined) return false;
  if ('first' in position) return true;
  return askTable(subject, (table) => !sameColumn(table.columns.at(-1)?.name, position.after));
}

function hasChangingDefault(value: ColumnDefault | undefined, dialect: Dialect): boolean {
  if (value?.kind !== 'expression') return false;
  const changing = CHANGING[dialect === 'mariadb' ? 'mariadb' : 'mysql'];
  const readsColumns = dialect === 'mariadb' && value.expression.columns.length > 0;
  return readsColumns || value.expression.functions.some((name) => changing.includes(name));
}

/**
 * Character sets whose values stay as they are: utf8mb3 within utf8mb4, any as bytes. Source: MySQL Reference Manual,
 * Online DDL Operations, Table Operations ("converting a character set").
 */
function isCompatible(before: Column | undefined, after: Column | undefined): boolean {
  if (after?.charset === undefined || after.charset === 'binary') return true;
  return before?.charset === 'utf8mb3' && after.charset === 'utf8mb4';
}

/** A column put in or taken out in front of a virtual one changes the place of the virtual one. */
function beforeVirtual(subject: Subject): boolean | undefined {
  const { operation, before } = subject.change;
  if (operation.kind === 'addColumn' && operation.position === undefined) return false;
  return askTable(subject, (table) => {
    const at =
      operation.kind === 'addColumn'
        ? placeOf(operation.position, table)
        : table.columns.findIndex((one) => one === before);
    return table.columns.slice(at).some(isVirtual);
  });
}

/** A column put in front of the AUTO_INCREMENT column gives that one another place. */
function beforeCounter(subject: Subject): boolean | undefined {
  const { operation } = subject.change;
  const { position } = operation.kind === 'addColumn' ? operation : {};
  if (position === undefined) return false;
  return askTable(subject, (table) =>
    table.columns.slice(placeOf(position, table)).some((column) => column.autoIncrement),
  );
}

/** True when a column that is added, dropped or moved gives a virtual one behind it another place. */
function movesVirtual(subject: Subject): boolean | undefined {
  const { operation, before } = subject.change;
  if (operation.kind === 'addColumn' || operation.kind === 'dropColumn') return beforeVirtual(subject);
  if (operation.kind !== 'redefineColumn' || operation.position === undefined) return false;
  const { position } = operation;
  return askTable(subject, (table) => {
    const from = table.columns.findIndex((one) => one === before);
    const to = placeOf(position, table);
    return table.columns.slice(Math.min(from, to), Math.max(from + 1, to)).some(isVirtual);
  });
}

function placeOf(position: ColumnPosition | undefined, table: Table): number {
  if (position === undefined) return table.columns.length;
  return 'first' in position ? 0 : table.columns.findIndex((one) => sameColumn(one.name, position.after)) + 1;
}

/** The collation without its character set: utf8mb3_general_ci and utf8mb4_general_ci sort alike. */
function orderOf(column: Column | undefined): string | undefined {
  return column?.collation?.replace(/^[^_]*_/, '');
}
