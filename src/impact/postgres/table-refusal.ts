import { findTable, foreignKeysReferencing, partitionsOf, viewsReading } from '../../catalog/find.js';
import { storedKey } from '../../catalog/names.js';
import { descendants } from '../../catalog/postgres/family.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import { notInTransaction, stillNeeded } from './refusal.js';
import type { RefusalsByOperation, Situation } from './situation.js';

/** Why PostgreSQL refuses the operations on whole tables and partitions. */
export const TABLE_REFUSALS: RefusalsByOperation = {
  createTable: [
    ({ table, ifNotExists, temporary }, { now }) => {
      const found = findTable(now, table);
      return found && !ifNotExists && found.temporary === temporary && found.uncertain.length === 0
        ? { code: '42P07', reason: `The table ${nameText(table)} exists already.` }
        : undefined;
    },
  ],
  dropTable: [dependentsOfTable],
  truncateTable: [
    referencedByOthers,
    (operation, { now }) =>
      operation.only === true && findTable(now, operation.table)?.partitioning
        ? { code: '42809', reason: 'A partitioned table is truncated with its partitions, not alone.' }
        : undefined,
  ],
  rebuildTable: [
    (operation, situation) =>
      operation.how === 'vacuum-full' ? notInTransaction(situation, 'VACUUM') : undefined,
  ],
  maintainTable: [
    (operation, situation) =>
      operation.how === 'vacuum' ? notInTransaction(situation, 'VACUUM') : undefined,
  ],
  detachPartition: [concurrentDetach],
};

function dependentsOfTable(operation: OperationOf<'dropTable'>, situation: Situation): Refusal | undefined {
  const { now } = situation;
  const table = findTable(now, operation.table);
  if (!table || operation.cascade) return undefined;
  const what = `table ${nameText(table.name)}`;
  const [view] = viewsReading(now, table.name);
  if (view) return stillNeeded(what, `view ${nameText(view.name)}`);
  const children = descendants(now, table);
  const references = foreignKeysReferencing(now, table.name);
  if (children.length === 0 && references.length === 0) return undefined;
  const dropped = namedIn(situation, 'dropTable');
  const child = children.find((one) => !one.partitionOf && !dropped.has(storedKey(now, one.name)));
  if (child) return stillNeeded(what, `table ${nameText(child.name)}`);
  const reference = references.find(
    ({ table: holder }) =>
      holder.name !== table.name &&
      !dropped.has(storedKey(now, holder.name)) &&
      !(holder.partitionOf && dropped.has(storedKey(now, holder.partitionOf.parent))),
  );
  return (
    reference &&
    stillNeeded(what, `constraint ${reference.key.name} on table ${nameText(reference.table.name)}`)
  );
}

/** The tables that the statement drops or empties together. */
function namedIn(
  { before, operations }: Situation,
  kind: 'dropTable' | 'truncateTable',
): ReadonlySet<string> {
  return new Set(
    operations.flatMap((operation) => {
      const table = operation.kind === kind ? findTable(before, operation.table) : undefined;
      return table ? [storedKey(before, table.name)] : [];
    }),
  );
}

function referencedByOthers(
  operation: OperationOf<'truncateTable'>,
  situation: Situation,
): Refusal | undefined {
  const { now } = situation;
  const table = findTable(now, operation.table);
  if (!table || operation.cascade) return undefined;
  const emptied = namedIn(situation, 'truncateTable');
  const reference = foreignKeysReferencing(now, table.name).find(
    (one) => !emptied.has(storedKey(now, one.table.name)),
  );
  return (
    reference && {
      code: '0A000',
      reason: `Cannot truncate a table that the foreign key ${reference.key.name} references.`,
    }
  );
}

function concurrentDetach(
  operation: OperationOf<'detachPartition'>,
  situation: Situation,
): Refusal | undefined {
  if (!operation.concurrently) return undefined;
  const inTransaction = notInTransaction(situation, 'ALTER TABLE … DETACH CONCURRENTLY');
  if (inTransaction) return inTransaction;
  const hasDefault = partitionsOf(situation.now, operation.table).some((one) => one.partitionOf?.isDefault);
  return hasDefault
    ? { code: '55000', reason: 'Partitions cannot be detached concurrently when a default partition exists.' }
    : undefined;
}
