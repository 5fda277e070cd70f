import type { TableRef } from '../name.js';
import type { Operation } from '../operation.js';
import { alterAction } from './alter-action.js';
import { partitionAction } from './alter-partition.js';
import { objectName } from './name.js';
import { partitioning } from './partition.js';
import { ifExists, steeringClause, waitClause, type Reading, type Steering } from './reading.js';
import { tableOption } from './table-option.js';
import type { TokenStream } from './token-stream.js';

/** Reads ALTER TABLE from behind the word TABLE. */
export function alterTable(s: TokenStream, modifiers: readonly ('online' | 'ignore')[]): Reading {
  ifExists(s, 'ALTER TABLE');
  const table = objectName(s);
  const steering: Steering = {};
  waitClause(s, steering);
  const operations = s.atEnd ? [] : actions(s, table, steering);
  return {
    head: 'ALTER TABLE',
    operations,
    ...steering,
    ...(modifiers.length > 0 ? { modifiers } : {}),
  };
}

function actions(s: TokenStream, table: TableRef, steering: Steering): Operation[] {
  const operations: Operation[] = [];
  const first = s.index;
  if (!isPartitioning(s)) {
    do {
      if (steeringClause(s, steering)) continue;
      // What maintains partitions stands alone; MySQL takes ALGORITHM and LOCK before it.
      const mayStandAlone = operations.length === 0 && (!s.isMariadb || s.index === first);
      const standalone = mayStandAlone ? partitionAction(s, table) : undefined;
      if (standalone) return [standalone];
      operations.push(...(alterAction(s, table) ?? optionRun(s, table)));
    } while (s.accept(','));
  }
  const last = changePartitioning(s, table);
  if (last) operations.push(last);
  return operations;
}

function isPartitioning(s: TokenStream): boolean {
  return s.isAll('PARTITION', 'BY') || s.isAll('REMOVE', 'PARTITIONING');
}

/** PARTITION BY and REMOVE PARTITIONING come last, without a comma. */
function changePartitioning(s: TokenStream, table: TableRef): Operation | undefined {
  const from = s.index;
  if (s.acceptAll('REMOVE', 'PARTITIONING'))
    return { kind: 'removePartitioning', table, span: s.spanFrom(from) };
  if (!s.is('PARTITION')) return undefined;
  const written = partitioning(s);
  return { kind: 'partitionTable', table, partitioning: written, span: s.spanFrom(from) };
}

/** Table options follow one another with or without commas. */
function optionRun(s: TokenStream, table: TableRef): Operation[] {
  const operations: Operation[] = [];
  for (;;) {
    const from = s.index;
    const option = tableOption(s);
    if (!option) break;
    operations.push({ kind: 'setTableOption', table, ...option, span: s.spanFrom(from) });
  }
  return operations.length > 0 ? operations : s.refuse('an action of ALTER TABLE');
}
