import { findIndexByName, findTable } from '../../catalog/find.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import { notInTransaction, stillNeeded } from './refusal.js';
import type { RefusalsByOperation, Situation } from './situation.js';

/** Why PostgreSQL refuses the operations on indexes. */
export const INDEX_REFUSALS: RefusalsByOperation = {
  addIndex: [
    (operation, situation) =>
      operation.concurrently ? notInTransaction(situation, 'CREATE INDEX CONCURRENTLY') : undefined,
    onPartitioned,
    uniqueWithoutPartitionKey,
  ],
  dropIndex: [
    (operation, situation) =>
      operation.concurrently ? notInTransaction(situation, 'DROP INDEX CONCURRENTLY') : undefined,
    neededIndex,
    ({ concurrently, index }, { now }) =>
      concurrently && findIndexByName(now, index)?.table?.partitioning
        ? {
            code: '0A000',
            reason: `The partitioned index ${nameText(index)} cannot be dropped concurrently.`,
          }
        : undefined,
  ],
  reindex: [committingReindex],
};

function onPartitioned(operation: OperationOf<'addIndex'>, { now, version }: Situation): Refusal | undefined {
  const table = findTable(now, operation.table);
  if (!table?.partitioning) return undefined;
  const name = nameText(operation.table);
  if (version.major < 11) {
    return { code: '42809', reason: `${name} is partitioned, and has no indexes before PostgreSQL 11.` };
  }
  return operation.concurrently
    ? { code: '0A000', reason: `An index on the partitioned table ${name} cannot be created concurrently.` }
    : undefined;
}

function uniqueWithoutPartitionKey(
  { table: ref, index }: OperationOf<'addIndex'>,
  { now }: Situation,
): Refusal | undefined {
  const key = findTable(now, ref)?.partitioning;
  if (!key || !index.unique) return undefined;
  const columns = index.parts.map(({ column }) => column);
  return key.columns.every((column) => columns.includes(column))
    ? undefined
    : { code: '0A000', reason: 'A unique index of a partitioned table must include its partition key.' };
}

function neededIndex(operation: OperationOf<'dropIndex'>, { now }: Situation): Refusal | undefined {
  const found = findIndexByName(now, operation.index);
  if (!found) return undefined;
  const what = `index ${found.index.name}`;
  if (found.index.constraint !== undefined) return stillNeeded(what, `constraint ${found.index.constraint}`);
  return found.index.parent && stillNeeded(what, `index ${found.index.parent.name}`);
}

/** REINDEX of more than one table, or beside other sessions, commits after each. */
function committingReindex(operation: OperationOf<'reindex'>, situation: Situation): Refusal | undefined {
  const { now, version } = situation;
  if (operation.concurrently) return notInTransaction(situation, 'REINDEX CONCURRENTLY');
  if (operation.target !== 'table' && operation.target !== 'index') {
    return notInTransaction(situation, `REINDEX ${operation.target.toUpperCase()}`);
  }
  const table =
    operation.target === 'table'
      ? findTable(now, operation.name)
      : findIndexByName(now, operation.name)?.table;
  return table?.partitioning && version.major >= 14
    ? notInTransaction(situation, 'REINDEX of a partitioned table')
    : undefined;
}
