import type { Column, ForeignKey, Table } from '../../catalog/catalog.js';
import { findTable, foreignKeysOf } from '../../catalog/find.js';
import { isAtLeast } from '../../sql/dialect.js';
import { isHashed } from './key-size.js';
import {
  askTable,
  isIndexed,
  isOff,
  isStrict,
  isVirtual,
  losesAllColumns,
  sameColumn,
  variable,
} from './subject.js';
import type { Condition, Subject } from './subject.js';

/** MySQL's limit of instant row versions, and from which release. Source: MySQL 9.1 release notes, WL#16129. */
const ROW_VERSIONS = { until90: 64, from91: 255 };

/** What the table is, and the session: conditions that hold for every change of the statement alike. */
export const TABLE_CONDITIONS = {
  'temporary-table': ({ table }) => table?.temporary === true,
  'other-engine': ({ table }) => table !== undefined && table.engine !== 'innodb',
  partitioned: ({ table }) => table?.partitioning !== undefined,
  compressed: (s) => askTable(s, isCompressed),
  redundant: (s) => askTable(s, (table) => table.rowFormat === 'redundant'),
  'fulltext-remains': (s) => askTable(s, (table) => fulltextRemains(s, table)),
  'fulltext-past': (s) => askTable(s, (table) => hasMethod(table, 'fulltext') || table.past.hadFulltext),
  'document-id-column': (s) => askTable(s, (table) => hasColumn(table, 'fts_doc_id')),
  'hash-unique-remains': (s) => askTable(s, (table) => hashUniqueRemains(s, table)),
  'spatial-index': (s) => askTable(s, (table) => hasMethod(table, 'spatial')),
  'indexed-virtual-column': (s) => askTable(s, hasIndexedVirtual),
  'stored-column': (s) => askTable(s, (table) => table.columns.some(isStored)),
  'functional-index': (s) =>
    askTable(s, (table) =>
      table.indexes.some((index) => index.parts.some((part) => part.expression !== undefined)),
    ),
  'check-on-recast-column': (s) => askTable(s, hasCheckOnRecast),
  'row-versions-spent': (s) => askTable(s, (table) => table.past.instantRowVersions >= rowVersionLimit(s)),
  'only-change': ({ changes }) => changes.filter(({ kind }) => kind !== 'nothing').length === 1,
  'not-strict': (s) => !isStrict(s),
  'foreign-key-checks-off': (s) => isOff(variable(s, 'foreign_key_checks')),
  'instant-never': (s) => variable(s, 'innodb_instant_alter_column_allowed') === 'never',
  'instant-add-last-only': (s) => variable(s, 'innodb_instant_alter_column_allowed') === 'add_last',
  'validates-rows': validatesRows,
  'cascades-here': (s) => askTable(s, (table) => foreignKeysOf(table).some(changesRows)),
} satisfies Readonly<Record<string, Condition>>;

/** Without WITHOUT VALIDATION; a table that the history shows to be empty has no rows to look at. */
function validatesRows({ change, catalog }: Subject): boolean {
  const { operation } = change;
  const isIncoming =
    (operation.kind === 'exchangePartition' && operation.validation) ||
    (operation.kind === 'changePartitions' &&
      operation.action === 'convert-from-table' &&
      operation.validation !== false);
  if (!isIncoming || !operation.withTable) return false;
  return findTable(catalog, operation.withTable)?.past.mayHoldRows !== false;
}

function isCompressed(table: Table): boolean {
  return table.rowFormat === 'compressed' || (table.options['key_block_size'] ?? '0') !== '0';
}

function hasMethod(table: Table, method: string): boolean {
  return table.indexes.some((index) => index.method === method);
}

/** A FULLTEXT index of before that the statement does not drop, nor all of its columns. */
function fulltextRemains({ changes, operations }: Subject, table: Table): boolean {
  const dropped = changes.map((change) => change.existing?.name);
  return table.indexes.some(
    (index) =>
      index.method === 'fulltext' && !dropped.includes(index.name) && !losesAllColumns(index, operations),
  );
}

/** MariaDB: a UNIQUE index kept as hashes that the statement does not drop. */
function hashUniqueRemains({ changes, operations, server }: Subject, table: Table): boolean {
  return table.indexes.some(
    (index) =>
      isHashed(index, table, server.version) &&
      !changes.some((one) => one.existing === index) &&
      !losesAllColumns(index, operations),
  );
}

function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => sameColumn(column.name, name));
}

function isStored(column: Column): boolean {
  return column.generated?.storage === 'stored';
}

function hasIndexedVirtual(table: Table): boolean {
  return table.columns.some((column) => isVirtual(column) && isIndexed(table, column));
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

function rowVersionLimit(subject: Subject): number {
  return isAtLeast(subject.server.version, 9, 1) ? ROW_VERSIONS.from91 : ROW_VERSIONS.until90;
}

function changesRows(key: ForeignKey): boolean {
  const acts = (action: string): boolean => action !== 'no action' && action !== 'restrict';
  return acts(key.onDelete) || acts(key.onUpdate);
}
