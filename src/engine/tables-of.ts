import { nameText, type ObjectName } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';

/** The tables that operations name, as written, each once: "orders", "billing.invoices". */
export function tablesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.flatMap(namedBy).map(nameText))];
}

function namedBy(operation: Operation): readonly ObjectName[] {
  const one = 'table' in operation && operation.table !== undefined ? [operation.table] : [];
  const several = 'tables' in operation ? (operation.tables ?? []) : [];
  return [...one, ...several.map((named) => ('table' in named ? named.table : named))];
}
