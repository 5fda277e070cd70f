import type { Column, Index, Table } from '../../catalog/catalog.js';
import { keyBytes } from '../../catalog/mysql/row-bytes.js';
import type { IndexDefinition, IndexPart } from '../../sql/column.js';
import { columnsOf, isHashed, isHashedBy, isOrdinary, MAX_KEY_BYTES } from './key-size.js';
import { askTable, hasIndexOn, includesKind, isIndexed, losesAllColumns, sameColumn } from './subject.js';
import type { Condition, Subject } from './subject.js';

/** How a change meets the indexes of the table. */
export const INDEX_CONDITIONS = {
  'other-unique-key': (s) => askTable(s, (table) => hasSteadyKey(s, table, false)),
  'no-steady-key': (s) => askTable(s, (table) => !hasSteadyKey(s, table, true)),
  'clustering-key': ({ change, ...s }) =>
    askTable(s, (table) => change.existing !== undefined && clusteringKey(table) === change.existing),
  'in-clustering-key': ({ change, ...s }) => askTable(s, (table) => isInClusteringKey(table, change.before)),
  'clustered-already': ({ change, ...s }) => askTable(s, (table) => isClusteredBy(table, change.index)),
  'shortens-index': shortensIndex,
  unique: ({ change }) => change.index?.unique === true,
  'becomes-clustered': becomesClustered,
  'on-new-virtual-column': ({ change, ...s }) =>
    s.changes.some(
      (one) =>
        one.kind === 'add-virtual-column' &&
        change.index?.parts.some((part) => sameColumn(part.column, one.column?.name)),
    ),
  'on-nullable-columns': onNullableColumns,
  'drops-primary-key': dropsPrimaryKey,
  'beside-add-primary-key': (s) => includesKind(s, 'add-primary-key'),
  'several-fulltext': ({ changes }) => changes.filter(({ kind }) => kind === 'add-fulltext-index').length > 1,
  indexed: ({ change, ...s }) => askTable(s, (table) => isIndexed(table, change.before)),
  'in-primary-key': ({ change, ...s }) => askTable(s, (table) => isInPrimaryKey(table, change.before)),
  'indexed-text': ({ change, ...s }) =>
    askTable(s, (table) => isText(change.before) && isIndexed(table, change.before)),
  'indexed-by-prefix': ({ change, ...s }) => askTable(s, (table) => isIndexedByPrefix(table, change.before)),
  'cuts-index': cutsIndex,
  'becomes-hash-key': becomesHashed,
  'in-fulltext-index': ({ change, ...s }) => askTable(s, (table) => isInFulltext(table, change.before)),
} satisfies Readonly<Record<string, Condition>>;

/** MariaDB indexes no more than the first 3072 bytes of a column: growing beyond them makes another index of it. */
function cutsIndex({ change, ...s }: Subject): boolean | undefined {
  const { before, after } = change;
  if (!before || !after) return false;
  const keeps = (column: Column): string =>
    keyBytes(column, undefined) <= MAX_KEY_BYTES ? 'whole' : (column.charset ?? '');
  const isWhole = ({ prefix, column }: IndexPart): boolean =>
    prefix === undefined && sameColumn(column, before.name);
  return askTable(
    s,
    (table) =>
      keeps(after) !== 'whole' &&
      keeps(before) !== keeps(after) &&
      table.indexes.some((index) => !index.unique && isOrdinary(index) && index.parts.some(isWhole)),
  );
}

/** A UNIQUE key that grows beyond the longest index becomes one of hashes. */
function becomesHashed({ change, ...s }: Subject): boolean | undefined {
  const { before, after } = change;
  if (!before || !after) return false;
  const { version } = s.server;
  return askTable(s, (table) =>
    table.indexes.some((index) => {
      if (index.primary || !hasIndexOn(index, before.name) || isHashed(index, table, version)) return false;
      const columnOf = columnsOf(table);
      const grown = (part: IndexPart): Column | undefined =>
        sameColumn(part.column, before.name) ? after : columnOf(part);
      return isHashedBy(index, grown, version);
    }),
  );
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

function isInPrimaryKey(table: Table, column: Column | undefined): boolean {
  return (
    column !== undefined && table.indexes.some((index) => index.primary && hasIndexOn(index, column.name))
  );
}

function onNullableColumns(subject: Subject): boolean | undefined {
  const parts = subject.change.index?.parts ?? [];
  return askTable(subject, (table) =>
    parts.some((part) => columnAfter(subject, table, part.column)?.nullable === true),
  );
}

/** Dropping the last column of the primary key drops the key; dropping one of several shortens it. */
function dropsPrimaryKey(subject: Subject): boolean | undefined {
  return askTable(subject, (table) => {
    const key = clusteringKey(table);
    return key !== undefined && losesAllColumns(key, subject.operations);
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
  const name = subject.change.before?.name;
  return askTable(subject, (table) =>
    table.indexes.some(
      (index) =>
        name !== undefined &&
        hasIndexOn(index, name) &&
        !subject.changes.some((one) => one.existing === index) &&
        !losesAllColumns(index, subject.operations),
    ),
  );
}
