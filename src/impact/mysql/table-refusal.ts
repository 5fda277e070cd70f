import { findTable, foreignKeysOf, foreignKeysReferencing } from '../../catalog/find.js';
import { MAX_PAGE_ROW_BYTES, pageRowBytes } from '../../catalog/mysql/row-bytes.js';
import type { Change } from './change.js';
import type { Refusal, Wanted } from './clause.js';
import type { RefusalCheck } from './refusal.js';
import { isMysql, isOff, sameColumn, variable } from './subject.js';
import type { KnownAlteration } from './subject.js';
import { tableAfter } from './table-after.js';

export const TABLE_REFUSALS: readonly RefusalCheck[] = [
  { kinds: ['drop-check', 'drop-index'], check: unknownConstraint },
  { kinds: ['change-engine', 'partition-table'], check: tiedByForeignKey },
  { kinds: ['change-engine', 'add-column', 'change-type'], check: blobInMemory },
  { kinds: ['exchange-partition'], check: unlikePartition },
  { kinds: ['drop-system-versioning', 'add-column'], check: notVersioned },
  { kinds: [], check: versionedHistory },
  { kinds: ['add-column', 'drop-column'], check: droppedStillCount },
];

function unknownConstraint({ operation }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'dropConstraint' || operation.ifExists || operation.name === undefined)
    return undefined;
  const { table } = alteration;
  const { name, constraintKind } = operation;
  const isThere =
    table.constraints.some((one) => sameColumn(one.name, name)) ||
    table.indexes.some((one) => sameColumn(one.name, name));
  if (isThere) return undefined;
  const mysqlCode = constraintKind === 'check' ? '3821' : '3940';
  return {
    code: isMysql(alteration) ? mysqlCode : '1091',
    reason: `Table ${table.name.name} has no constraint ${name}.`,
  };
}

/** A table in a foreign key keeps its engine and stays whole. */
function tiedByForeignKey({ kind }: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table, catalog } = alteration;
  const isParent = foreignKeysReferencing(catalog, table.name).length > 0;
  if (!isParent && (foreignKeysOf(table).length === 0 || !isMysql(alteration))) return undefined;
  const reason = 'A foreign key ties the table to its engine, and forbids partitions.';
  if (!isMysql(alteration)) return { code: '1217', reason };
  return { code: kind === 'change-engine' ? '3776' : '1506', reason };
}

/** MEMORY keeps rows of a fixed length. */
function blobInMemory(_: Change, alteration: KnownAlteration): Refusal | undefined {
  const after = tableAfter(alteration);
  if (after?.engine !== 'memory') return undefined;
  const blob = after.columns.find(({ type }) => /(?:text|blob|^json)$/.test(type.name));
  return (
    blob && {
      code: '1163',
      reason: `A MEMORY table can have no column ${blob.name} of the type ${blob.type.name}.`,
    }
  );
}

/** MySQL swaps only what is stored alike: columns added instantly on one side are a difference (error 1731). */
function unlikePartition({ operation }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'exchangePartition' || !isMysql(alteration)) return undefined;
  const other = findTable(alteration.catalog, operation.withTable);
  if (!other || other.uncertain.length > 0) return undefined;
  if (other.past.instantRowVersions === alteration.table.past.instantRowVersions) return undefined;
  return {
    code: '1731',
    reason: 'One of the two has instantly added or dropped columns, the other has not.',
  };
}

/** What only a system-versioned table of MariaDB has. */
function notVersioned(
  { operation, column }: Change,
  { table, changes }: KnownAlteration,
): Refusal | undefined {
  const becomes = changes.some(({ kind }) => kind === 'add-system-versioning');
  const isMeant =
    operation.kind === 'changeSystemVersioning'
      ? operation.action === 'drop'
      : column?.systemVersioning !== undefined;
  if (table.systemVersioned || becomes || !isMeant) return undefined;
  return { code: '4124', reason: `Table ${table.name.name} is not system-versioned.` };
}

/** MariaDB changes a system-versioned table only where the session says that its history may change with it. */
function versionedHistory({ kind }: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table } = alteration;
  const isColumn =
    /column|type|member|varchar|null|charset|collation|^add-(?:primary-key|unique|hash)/.test(kind) &&
    kind !== 'drop-system-versioning';
  if (!table.systemVersioned || !isColumn) return undefined;
  if (variable(alteration, 'system_versioning_alter_history') === 'keep') return undefined;
  return {
    code: '4119',
    reason: 'The table is system-versioned; system_versioning_alter_history is not KEEP.',
  };
}

/**
 * MariaDB checks the row as it is stored before it adds or drops a column instantly, and what was dropped instantly is
 * stored still. Only what it would do instantly meets this: beside any other change the table is written anew. Source:
 * executed on MariaDB 10.11.18 and 11.8.6.
 */
function droppedStillCount(_: Change, alteration: KnownAlteration, wanted: Wanted): Refusal | undefined {
  const { table, changes } = alteration;
  if (table.past.droppedBytes === undefined || wanted.algorithm === 'COPY') return undefined;
  if (!/^(?:dynamic|compact)$/.test(table.rowFormat ?? '') || table.past.hadFulltext) return undefined;
  if (variable(alteration, 'innodb_instant_alter_column_allowed') !== undefined) return undefined;
  if (isOff(variable(alteration, 'innodb_strict_mode'))) return undefined;
  if (!changes.every(({ kind }) => kind === 'add-column' || kind === 'drop-column')) return undefined;
  if (pageRowBytes(table) <= MAX_PAGE_ROW_BYTES) return undefined;
  return {
    code: '1118',
    reason: `Columns that earlier migrations dropped instantly still take ${String(table.past.droppedBytes)} bytes of each row until the table is rebuilt, and with them a row is longer than the ${String(MAX_PAGE_ROW_BYTES)} bytes that fit.`,
  };
}
