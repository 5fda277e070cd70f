import { findTable } from '../../catalog/find.js';
import type { Expression } from '../../sql/column.js';
import type { TableRef } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Change, Changes } from './change.js';
import { readOf } from './readers.js';
import { family, named } from './relation.js';
import type { Relation } from './relation.js';
import type { ChangesByOperation, Situation } from './situation.js';

/** What PostgreSQL does for the operations on rows: the tables stay open to reads and writes of other rows. */
export const DATA_CHANGES: ChangesByOperation = {
  insert: (operation, situation) => [
    { kind: 'dml', on: family(situation, operation).slice(0, 1) },
    { kind: 'read-whole', on: everyOf(operation.source === 'query' ? operation.reads : [], situation) },
    { kind: 'read', on: everyOf(operation.reads, situation) },
  ],
  update: changeRows,
  delete: changeRows,
  merge: (operation, situation) => [
    { kind: 'dml', on: family(situation, operation) },
    { kind: 'read', on: everyOf(operation.reads, situation) },
  ],
  select: (operation, situation) => [
    { kind: operation.locking ? 'dml-locks-rows' : 'read', on: readBy(operation.reads, situation) },
    { kind: 'use-sequence', on: (operation.sequences ?? []).flatMap((ref) => named(situation, ref)) },
  ],
  loadData: (operation, situation) => [{ kind: 'dml', on: family(situation, operation).slice(0, 1) }],
  executeDynamic: () => ({ unknown: 'The statement runs SQL that is put together when it runs.' }),
};

/** With the tables behind views. */
function readBy(refs: readonly TableRef[], situation: Situation): readonly Relation[] {
  return refs.flatMap((table) => readOf(table, situation));
}

function everyOf(refs: readonly TableRef[], situation: Situation): readonly Relation[] {
  return refs.flatMap((table) => family(situation, { table }));
}

function changeRows(operation: OperationOf<'update'> | OperationOf<'delete'>, situation: Situation): Changes {
  return [
    ...operation.tables.map((table): Change => ({
      kind: findsByIndex(table, operation.where, situation) ? 'dml' : 'dml-whole-table',
      on: family(situation, { table }),
    })),
    { kind: 'read', on: everyOf(operation.reads, situation) },
  ];
}

/** True when an index begins with a column that the condition names; whether it is used depends on the rows. */
function findsByIndex(ref: TableRef, where: Expression | undefined, { now }: Situation): boolean {
  if (!where) return false;
  const indexes = findTable(now, ref)?.indexes ?? [];
  return indexes.some(
    ({ parts: [first] }) => first?.column !== undefined && where.columns.includes(first.column),
  );
}
