import { applyOperation } from '../../catalog/apply.js';
import type { Table } from '../../catalog/catalog.js';
import { findTable } from '../../catalog/find.js';
import { mysqlOrder } from '../../catalog/mysql/order.js';
import type { Operation } from '../../sql/operation.js';
import type { KnownAlteration } from './subject.js';

/** By the operations of one ALTER, which several checks ask about. */
const KNOWN = new WeakMap<readonly Operation[], Table | undefined>();

/** The table as the ALTER leaves it, if the server carries it out; undefined where the history cannot tell. */
export function tableAfter({ operations, catalog, table, server }: KnownAlteration): Table | undefined {
  if (KNOWN.has(operations)) return KNOWN.get(operations);
  const shaping = operations.filter(({ kind }) => kind !== 'renameTable');
  const after = mysqlOrder(shaping, catalog.session, server.version).reduce(
    (before, operation) => applyOperation(before, operation, server.version),
    catalog,
  );
  const found = findTable(after, table.name);
  const certain = found?.uncertain.length === 0 ? found : undefined;
  KNOWN.set(operations, certain);
  return certain;
}
