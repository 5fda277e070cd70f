import type { Column, Index, Table } from '../../catalog/catalog.js';
import { findColumn, findIndex } from '../../catalog/find.js';
import { mysqlColumn } from '../../catalog/mysql/column.js';
import type { IndexDefinition } from '../../sql/column.js';
import type { Operation } from '../../sql/operation.js';
import type { Change } from './change.js';
import type { Refusal, Wanted } from './clause.js';
import type { RefusalCheck } from './refusal.js';
import { hasIndexOn, isMysql, losesAllColumns, sameColumn } from './subject.js';
import type { KnownAlteration } from './subject.js';

const ADDS = [
  'add-index',
  'add-unique-index',
  'add-functional-index',
  'add-fulltext-index',
  'add-spatial-index',
  'add-hash-unique-index',
  'add-vector-index',
  'add-primary-key',
] as const;

export const INDEX_REFUSALS: readonly RefusalCheck[] = [
  {
    kinds: ['drop-index', 'drop-primary-key', 'rename-index', 'change-index-visibility'],
    check: unknownIndex,
  },
  { kinds: ADDS, check: takenIndexName },
  { kinds: ['rename-index'], check: takenNewName },
  { kinds: ADDS, check: unknownPart },
  { kinds: ['add-primary-key'], check: secondPrimaryKey },
  { kinds: ADDS, check: doubledPart },
  { kinds: ADDS, check: unfitPart },
  { kinds: ['add-primary-key', 'add-unique-index'], check: outsidePartitioning },
  { kinds: ['add-fulltext-index'], check: fulltextElsewhere },
  { kinds: ['add-column', 'add-auto-increment'], check: secondCounter },
  { kinds: ['drop-column', 'drop-stored-column'], check: shortenedKey },
];

function unknownIndex(change: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table, changes, operations } = alteration;
  const { kind, operation, existing } = change;
  if (operation.kind === 'dropConstraint') return undefined;
  const drops = kind === 'drop-index' || kind === 'drop-primary-key';
  const isTaken = changes.some(
    (one) =>
      one !== change &&
      one.existing === existing &&
      (one.kind === 'drop-index' || one.kind === 'rename-index'),
  );
  // MariaDB renames an index that loses its columns, and drops it then.
  const sees = kind !== 'rename-index' || isMysql(alteration);
  const isLost = existing !== undefined && sees && losesAllColumns(existing, operations);
  if (existing && (drops || !(isTaken || isLost))) return undefined;
  const name = 'index' in operation ? operation.index : 'PRIMARY';
  const text = typeof name === 'string' ? name : name.name;
  return { code: drops ? '1091' : '1176', reason: `Table ${table.name.name} has no index ${text ?? ''}.` };
}

function takenIndexName(
  { index, operation }: Change,
  { table, changes, operations }: KnownAlteration,
): Refusal | undefined {
  const name = index?.name;
  if (name === undefined || operation.kind !== 'addIndex') return undefined;
  const twin = operations.find(
    (one) => one !== operation && one.kind === 'addIndex' && sameColumn(one.index.name, name),
  );
  const existing = findIndex(table, name);
  const isFreed = existing !== undefined && changes.some((one) => one.existing === existing);
  if (!twin && (!existing || isFreed)) return undefined;
  return { code: '1061', reason: `Table ${table.name.name} has an index ${name} already.` };
}

function takenNewName({ operation }: Change, { table, changes }: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'renameIndex') return undefined;
  const existing = findIndex(table, operation.to);
  if (!existing || changes.some((one) => one.existing === existing)) return undefined;
  return { code: '1061', reason: `Table ${table.name.name} has an index ${operation.to} already.` };
}

/** The column under this name once the statement is done. */
function columnAfter(name: string, alteration: KnownAlteration): Column | undefined {
  const { table, operations, catalog, server } = alteration;
  for (const operation of operations) {
    if (operation.kind === 'addColumn' && sameColumn(operation.column.name, name)) {
      return mysqlColumn(operation.column, table, catalog, server.version);
    }
    if (operation.kind === 'redefineColumn' && sameColumn(operation.definition.name, name)) {
      return mysqlColumn(operation.definition, table, catalog, server.version);
    }
    if (operation.kind === 'renameColumn' && sameColumn(operation.to, name))
      return findColumn(table, operation.column);
  }
  return isGone(name, operations) ? undefined : findColumn(table, name);
}

/** Dropped, or under another name. */
function isGone(name: string, operations: readonly Operation[]): boolean {
  return operations.some((one) => {
    if (one.kind === 'dropColumn' || one.kind === 'renameColumn') return sameColumn(one.column, name);
    return one.kind === 'redefineColumn' && sameColumn(one.column, name);
  });
}

function unknownPart({ index }: Change, alteration: KnownAlteration): Refusal | undefined {
  const missing = index?.parts.find(
    (part) => part.column !== undefined && !columnAfter(part.column, alteration),
  );
  if (missing?.column === undefined) return undefined;
  return { code: '1072', reason: `Table ${alteration.table.name.name} has no column ${missing.column}.` };
}

function doubledPart({ index }: Change): Refusal | undefined {
  const names = index?.parts.flatMap(({ column }) => column?.toLowerCase() ?? []) ?? [];
  const doubled = names.find((name, at) => names.indexOf(name) !== at);
  return doubled === undefined
    ? undefined
    : { code: '1060', reason: `The index names column ${doubled} already, a second time is one too many.` };
}

function secondPrimaryKey(_change: Change, { table, changes }: KnownAlteration): Refusal | undefined {
  const primary = table.indexes.find((index) => index.primary);
  const isDropped = changes.some((one) => one.kind === 'drop-primary-key');
  if (!primary || isDropped) return undefined;
  return { code: '1068', reason: `Table ${table.name.name} has a primary key already.` };
}

const TEXT = /(text|^char|^varchar)$|^(char|varchar)$/;

/** What a column's type does not allow an index to be. */
function unfitPart({ kind, index }: Change, alteration: KnownAlteration): Refusal | undefined {
  for (const part of index?.parts ?? []) {
    const type = part.column === undefined ? undefined : columnAfter(part.column, alteration)?.type.name;
    if (type === undefined) continue;
    const name = part.column ?? '';
    if (kind === 'add-fulltext-index' && !TEXT.test(type)) {
      return { code: '1283', reason: `Column ${name} is no text for a FULLTEXT index.` };
    }
    if (kind === 'add-spatial-index' && !/^(geom|point|linestring|polygon|multi)/.test(type)) {
      return { code: isMysql(alteration) ? '1687' : '1210', reason: `Column ${name} is no geometry.` };
    }
  }
  return undefined;
}

/** Every unique key of a partitioned table holds all columns that it is partitioned by. */
function outsidePartitioning({ index }: Change, { table }: KnownAlteration): Refusal | undefined {
  const partitioning = table.partitioning;
  if (!partitioning || !index) return undefined;
  const columns = partitioning.expression?.columns ?? partitioning.columns;
  const missing = columns.find((name) => !index.parts.some((part) => sameColumn(part.column, name)));
  if (missing === undefined) return undefined;
  return { code: '1503', reason: `The table is partitioned by ${missing}, which a unique key must include.` };
}

function fulltextElsewhere(_change: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table } = alteration;
  if (table.temporary && table.engine === 'innodb') {
    return { code: '1796', reason: 'A temporary InnoDB table can have no FULLTEXT index.' };
  }
  const isPartitioned = isMysql(alteration) && table.partitioning !== undefined;
  if (!isPartitioned && table.engine !== 'memory') return undefined;
  return { code: '1214', reason: 'This table can have no FULLTEXT index.' };
}

/** A table has one AUTO_INCREMENT column, and an index begins with it. */
function secondCounter(change: Change, { table, changes, operations }: KnownAlteration): Refusal | undefined {
  const name = change.kind === 'add-auto-increment' ? change.after?.name : change.column?.name;
  const isCounter = change.kind === 'add-auto-increment' || change.column?.autoIncrement === true;
  if (!isCounter || name === undefined) return undefined;
  const isReplaced = (column: Column): boolean =>
    operations.some(
      (one) => 'column' in one && one.kind !== 'addColumn' && sameColumn(one.column, column.name),
    );
  const other = table.columns.find((column) => column.autoIncrement && !isReplaced(column));
  const leads = (index: Index | IndexDefinition | undefined): boolean =>
    sameColumn(index?.parts[0]?.column, name);
  const hasIndex =
    changes.some((one) => one.kind.startsWith('add-') && one.index !== undefined && leads(one.index)) ||
    (change.kind === 'add-auto-increment' && table.indexes.some(leads));
  if (!other && hasIndex) return undefined;
  return { code: '1075', reason: `There can be one AUTO_INCREMENT column, and an index must begin with it.` };
}

/** MariaDB does not drop a column out of a primary key or UNIQUE index that keeps others. */
function shortenedKey({ before }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (isMysql(alteration) || !before) return undefined;
  const index = keyThatKeepsOthers(before, alteration.table, alteration);
  return index && { code: '1072', reason: `Index ${index.name} needs column ${before.name}.` };
}

function keyThatKeepsOthers(
  column: Column,
  table: Table,
  { changes, operations }: KnownAlteration,
): Index | undefined {
  const isDropped = (name: string | undefined): boolean =>
    operations.some((one) => one.kind === 'dropColumn' && sameColumn(one.column, name));
  return table.indexes.find(
    (index) =>
      index.unique &&
      hasIndexOn(index, column.name) &&
      !index.parts.every((part) => isDropped(part.column)) &&
      !changes.some((one) => one.existing === index),
  );
}

/** MySQL builds one FULLTEXT index at a time, and says so only after it has begun. */
export function secondFulltext(alteration: KnownAlteration, wanted: Wanted): Refusal | undefined {
  const added = alteration.changes.filter((change) => change.kind === 'add-fulltext-index');
  if (!isMysql(alteration) || added.length < 2 || wanted.algorithm === 'COPY') return undefined;
  return { code: '1795', reason: 'InnoDB creates one FULLTEXT index at a time.' };
}
