import type { Column, Index, Table } from '../../catalog/catalog.js';
import type { ForeignKey } from '../../catalog/catalog.js';
import { foreignKeysOf, foreignKeysReferencing } from '../../catalog/find.js';
import type { ColumnDefault, ColumnPosition, IndexDefinition } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Change } from './change.js';
import { restatesColumn } from './column-changes.js';
import { maximumBytes } from './type-change.js';
import { askTable, hasIndexOn, includesKind, isOff, isStrict, sameColumn, variable } from './subject.js';
import type { Subject } from './subject.js';

type Condition = (subject: Subject) => boolean | undefined;

/** MySQL's limit of instant row versions, and from which release. Source: MySQL 9.1 release notes, WL#16129. */
const ROW_VERSIONS = { until90: 64, from91: 255 };

/**
 * Functions whose value differs from row to row: as a default of a new column error 1674 on MySQL, a copy on MariaDB,
 * where a default that reads other columns is one too. Source: executed.
 */
const CHANGING = {
  mysql: [
    'uuid',
    'uuid_short',
    'rand',
    'random_bytes',
    'sysdate',
    'sleep',
    'user',
    'current_user',
    'version',
  ],
  mariadb: ['uuid', 'uuid_short', 'uuid_v4', 'uuid_v7', 'sys_guid', 'sysdate', 'nextval', 'random_bytes'],
};

/**
 * What the lines of the fact tables are conditional on: true, false, or undefined where the history does not say. A
 * table that the history does not show is taken for a permanent, unpartitioned InnoDB table; nothing else is assumed.
 */
export const CONDITIONS = {
  'temporary-table': ({ table }) => table?.temporary === true,
  'other-engine': ({ table }) => table !== undefined && table.engine !== 'innodb',
  partitioned: ({ table }) => table?.partitioning !== undefined,
  compressed: (s) => askTable(s, isCompressed),
  redundant: (s) => askTable(s, (table) => table.rowFormat === 'redundant'),
  'fulltext-index': (s) => askTable(s, (table) => hasMethod(table, 'fulltext')),
  'fulltext-remains': (s) => askTable(s, (table) => fulltextRemains(s, table)),
  'fulltext-past': (s) => askTable(s, (table) => hasMethod(table, 'fulltext') || table.past.hadFulltext),
  'document-id-column': (s) => askTable(s, (table) => hasColumn(table, 'fts_doc_id')),
  'spatial-index': (s) => askTable(s, (table) => hasMethod(table, 'spatial')),
  'virtual-column': (s) => askTable(s, (table) => table.columns.some(isVirtual)),
  'indexed-virtual-column': (s) => askTable(s, hasIndexedVirtual),
  'stored-column': (s) => askTable(s, (table) => table.columns.some(isStored)),
  'functional-index': (s) =>
    askTable(s, (table) =>
      table.indexes.some((index) => index.parts.some((part) => part.expression !== undefined)),
    ),
  'check-on-recast-column': (s) => askTable(s, hasCheckOnRecast),
  'row-versions-spent': (s) => askTable(s, (table) => table.past.instantRowVersions >= rowVersionLimit(s)),
  'empty-table': ({ table }) => table?.past.mayHoldRows === false,
  'restates-column': ({ change }) => restatesColumn(change.operation),
  'restates-stored-column': ({ change }) =>
    isRestated(change) && change.before?.generated?.storage === 'stored',
  'restates-indexed-virtual-column': ({ change, ...s }) =>
    isRestated(change) &&
    change.before?.generated?.storage === 'virtual' &&
    askTable(s, (table) => isIndexed(table, change.before)),
  'several-fulltext': ({ changes }) => changes.filter(({ kind }) => kind === 'add-fulltext-index').length > 1,
  'not-strict': (s) => !isStrict(s),
  'foreign-key-checks-off': (s) => isOff(variable(s, 'foreign_key_checks')),
  'instant-never': (s) => variable(s, 'innodb_instant_alter_column_allowed') === 'never',
  'instant-add-last-only': (s) => variable(s, 'innodb_instant_alter_column_allowed') === 'add_last',
  'not-last': isNotLast,
  'auto-increment': ({ change }) => change.column?.autoIncrement === true,
  'expression-default': ({ change }) => change.column?.default?.kind === 'expression',
  'changing-default': (s) => hasChangingDefault(s.change.column?.default, s.server.version.dialect),
  indexed: ({ change, ...s }) => askTable(s, (table) => isIndexed(table, change.before)),
  'in-primary-key': ({ change, ...s }) => askTable(s, (table) => isInPrimaryKey(table, change.before)),
  'before-virtual-column': beforeVirtual,
  'other-unique-key': (s) => askTable(s, (table) => hasSteadyKey(s, table, false)),
  'no-steady-key': (s) => askTable(s, (table) => !hasSteadyKey(s, table, true)),
  'clustering-key': ({ change, ...s }) =>
    askTable(s, (table) => change.existing !== undefined && clusteringKey(table) === change.existing),
  'in-clustering-key': ({ change, ...s }) => askTable(s, (table) => isInClusteringKey(table, change.before)),
  'clustered-already': ({ change, ...s }) => askTable(s, (table) => isClusteredBy(table, change.index)),
  'to-any-geometry': ({ change }) =>
    GEOMETRY.test(change.before?.type.name ?? '') && change.after?.type.name === 'geometry',
  'put-first': ({ change }) =>
    change.operation.kind === 'addColumn' &&
    change.operation.position !== undefined &&
    'first' in change.operation.position,
  'shortens-index': shortensIndex,
  'cascades-here': (s) => askTable(s, (table) => foreignKeysOf(table).some(changesRows)),
  'at-most-127-bytes': ({ change }) => change.before !== undefined && maximumBytes(change.before) <= 127,
  'extends-characters': ({ change }) =>
    change.before?.charset === 'utf8mb3' && change.after?.charset === 'utf8mb4',
  'same-order': ({ change }) => orderOf(change.before) === orderOf(change.after),
  'by-convert': ({ change }) => change.operation.kind === 'convertCharset',
  'of-char-or-text': ({ change }) => /^char$|text$/.test(change.before?.type.name ?? ''),
  'same-member-bytes': ({ change }) => hasSameBytes(change.before, change.after),
  'indexed-text': ({ change, ...s }) =>
    askTable(s, (table) => isText(change.before) && isIndexed(table, change.before)),
  'indexed-by-prefix': ({ change, ...s }) => askTable(s, (table) => isIndexedByPrefix(table, change.before)),
  'in-fulltext-index': ({ change, ...s }) => askTable(s, (table) => isInFulltext(table, change.before)),
  'of-members': ({ change }) => change.before?.type.members !== undefined,
  'of-generated': ({ change }) => change.before?.generated !== undefined,
  unique: ({ change }) => change.index?.unique === true,
  'in-check': ({ change, ...s }) => askTable(s, (table) => isInCheck(table, change.before)),
  'in-foreign-key-parent': ({ change, ...s }) => askTable(s, () => isReferenced({ ...s, change })),
  'becomes-clustered': becomesClustered,
  'on-new-virtual-column': ({ change, ...s }) =>
    s.changes.some(
      (one) =>
        one.kind === 'add-virtual-column' &&
        change.index?.parts.some((part) => sameColumn(part.column, one.column?.name)),
    ),
  'compatible-charset': ({ change }) => isCompatible(change.before, change.after),
  'on-nullable-columns': onNullableColumns,
  'drops-primary-key': dropsPrimaryKey,
  'beside-instant-column': (s) =>
    includesKind(s, 'add-column', 'drop-column', 'drop-stored-column') &&
    !includesKind(s, 'set-nullable', 'set-not-null'),
  'beside-add-primary-key': (s) => includesKind(s, 'add-primary-key'),
} satisfies Readonly<Record<string, Condition>>;

export type ConditionName = keyof typeof CONDITIONS;

/** MODIFY and CHANGE, which write a whole column again. */
function isRestated(change: Change): boolean {
  return change.operation.kind === 'redefineColumn';
}

function isCompressed(table: Table): boolean {
  return table.rowFormat === 'compressed' || (table.options['key_block_size'] ?? '0') !== '0';
}

function hasMethod(table: Table, method: string): boolean {
  return table.indexes.some((index) => index.method === method);
}

/** A FULLTEXT index of before that the statement does not drop. */
function fulltextRemains(subject: Subject, table: Table): boolean {
  const dropped = subject.changes.map((change) => change.existing?.name);
  return table.indexes.some((index) => index.method === 'fulltext' && !dropped.includes(index.name));
}

function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => sameColumn(column.name, name));
}

function isVirtual(column: Column): boolean {
  return column.generated?.storage === 'virtual';
}

function isStored(column: Column): boolean {
  return column.generated?.storage === 'stored';
}

function hasIndexedVirtual(table: Table): boolean {
  return table.columns.some((column) => isVirtual(column) && isIndexed(table, column));
}

function isIndexed(table: Table, column: Column | undefined): boolean {
  return column !== undefined && table.indexes.some((index) => hasIndexOn(index, column.name));
}

function isText(column: Column | undefined): boolean {
  return /(text|blob)$/.test(column?.type.name ?? '');
}

function isIndexedByPrefix(table: Table, column: Column | undefined): boolean {
  return table.indexes.some((index) =>
    index.parts.some((part) => part.prefix !== undefined && sameColumn(part.column, column?.name)),
  );
}

function isInFulltext(table: Table, column: Column | undefined): boolean {
  const indexes = table.indexes.filter((index) => index.method === 'fulltext');
  return column !== undefined && indexes.some((index) => hasIndexOn(index, column.name));
}

/** Character sets that write ASCII otherwise than in one byte. */
const WIDE = /^(ucs2|utf16|utf16le|utf32)$/;

/** The members are kept as bytes: the same ones where both character sets write them alike. */
function hasSameBytes(before: Column | undefined, after: Column | undefined): boolean {
  const isWide = WIDE.test(before?.charset ?? '') || WIDE.test(after?.charset ?? '');
  const isAscii = before?.type.members?.every((member) => !/[^ -~]/.test(member)) ?? false;
  return !isWide && isAscii;
}

function isInPrimaryKey(table: Table, column: Column | undefined): boolean {
  return (
    column !== undefined && table.indexes.some((index) => index.primary && hasIndexOn(index, column.name))
  );
}

function isInCheck(table: Table, column: Column | undefined): boolean {
  return table.constraints.some(
    (constraint) =>
      constraint.kind === 'check' &&
      constraint.enforced &&
      constraint.expression.columns.some((name) => sameColumn(name, column?.name)),
  );
}

/**
 * Types that MySQL keeps under another code in a table than in a definition. An enforced CHECK over such a column is
 * evaluated anew, by copying the table, whenever any column is restated. Source: executed on MySQL 9.7.4.
 */
const RECAST = /^(enum|set|date|time|datetime|timestamp|(tiny|medium|long)(text|blob))$/;

function hasCheckOnRecast(table: Table): boolean {
  const recast = table.columns.filter((column) => RECAST.test(column.type.name));
  return recast.some((column) => isInCheck(table, column));
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

function rowVersionLimit(subject: Subject): number {
  return isAtLeast(subject.server.version, 9, 1) ? ROW_VERSIONS.from91 : ROW_VERSIONS.until90;
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

function onNullableColumns(subject: Subject): boolean | undefined {
  const parts = subject.change.index?.parts ?? [];
  return askTable(subject, (table) =>
    parts.some((part) => columnAfter(subject, table, part.column)?.nullable === true),
  );
}

/** Dropping the last column of the primary key drops the key; dropping one of several shortens it. */
function dropsPrimaryKey(subject: Subject): boolean | undefined {
  const dropped = subject.changes.flatMap((one) =>
    one.operation.kind === 'dropColumn' ? [one.operation.column.toLowerCase()] : [],
  );
  return askTable(subject, (table) => {
    const key = clusteringKey(table);
    return key?.parts.every((part) => dropped.includes(part.column?.toLowerCase() ?? '')) ?? false;
  });
}

/** InnoDB clusters a table without primary key by its first UNIQUE index over NOT NULL columns. */
function becomesClustered(subject: Subject): boolean | undefined {
  const parts = subject.change.index?.parts ?? [];
  return askTable(subject, (table) => {
    const notNull = (name: string | undefined): boolean =>
      columnAfter(subject, table, name)?.nullable === false;
    const covers = parts.every((part) => part.prefix === undefined && notNull(part.column));
    return covers && !table.indexes.some((index) => isClustered(table, index));
  });
}

function isClustered(table: Table, index: Index): boolean {
  if (index.primary) return true;
  const isNullable = (name: string | undefined): boolean =>
    table.columns.some((column) => sameColumn(column.name, name) && column.nullable);
  return index.unique && index.parts.every((part) => part.prefix === undefined && !isNullable(part.column));
}

/** The column as the table has it, or as the same statement adds it. */
function columnAfter(
  subject: Subject,
  table: Table,
  name: string | undefined,
): { readonly nullable?: boolean | undefined } | undefined {
  const added = subject.changes.find((one) => one.column && sameColumn(one.column.name, name))?.column;
  return added ?? table.columns.find((column) => sameColumn(column.name, name));
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

function placeOf(position: ColumnPosition | undefined, table: Table): number {
  if (position === undefined) return table.columns.length;
  return 'first' in position ? 0 : table.columns.findIndex((one) => sameColumn(one.name, position.after)) + 1;
}

/** A UNIQUE key over NOT NULL columns, beside the primary key or with it, that the statement leaves alone. */
function hasSteadyKey(subject: Subject, table: Table, withPrimary: boolean): boolean {
  const isTouched = (index: Index): boolean =>
    subject.changes.some(
      (one) => one.existing === index || (one.before !== undefined && hasIndexOn(index, one.before.name)),
    );
  return table.indexes.some(
    (index) => isClustered(table, index) && (withPrimary || !index.primary) && !isTouched(index),
  );
}

/** The index whose leaves are the rows: the primary key, else the first UNIQUE over NOT NULL columns. */
function clusteringKey(table: Table): Index | undefined {
  return (
    table.indexes.find((index) => index.primary) ?? table.indexes.find((index) => isClustered(table, index))
  );
}

function isInClusteringKey(table: Table, column: Column | undefined): boolean {
  const key = clusteringKey(table);
  return key !== undefined && column !== undefined && hasIndexOn(key, column.name);
}

/** A primary key over the columns that the table is clustered by already. */
function isClusteredBy(table: Table, index: IndexDefinition | undefined): boolean {
  const key = clusteringKey(table);
  return (
    key !== undefined &&
    key.parts.length === index?.parts.length &&
    key.parts.every((part, at) => sameColumn(part.column, index.parts[at]?.column))
  );
}

/** An index over the dropped column that keeps other columns, unless the statement drops them or the index too. */
function shortensIndex(subject: Subject): boolean | undefined {
  const dropped = subject.changes.flatMap((one) =>
    one.operation.kind === 'dropColumn' ? [one.operation.column.toLowerCase()] : [],
  );
  const name = subject.change.before?.name;
  return askTable(subject, (table) =>
    table.indexes.some(
      (index) =>
        name !== undefined &&
        hasIndexOn(index, name) &&
        !subject.changes.some((one) => one.existing === index) &&
        index.parts.some((part) => !dropped.includes(part.column?.toLowerCase() ?? '')),
    ),
  );
}

function changesRows(key: ForeignKey): boolean {
  const acts = (action: string): boolean => action !== 'no action' && action !== 'restrict';
  return acts(key.onDelete) || acts(key.onUpdate);
}

/** The collation without its character set: utf8mb3_general_ci and utf8mb4_general_ci sort alike. */
function orderOf(column: Column | undefined): string | undefined {
  return column?.collation?.replace(/^[^_]*_/, '');
}
