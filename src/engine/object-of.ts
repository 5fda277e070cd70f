import type { ObjectName } from '../sql/name.js';
import { nameText } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';

/** What an operation is about, for people: a table, view, index, type or another object; undefined for none. */
export function objectOf(operation: Operation): string | undefined {
  const name = nameOf(operation);
  return name && nameText(name);
}

function nameOf(operation: Operation): ObjectName | undefined {
  if ('table' in operation && operation.table) return operation.table;
  if ('view' in operation) return operation.view;
  if (operation.kind === 'dropIndex' || operation.kind === 'renameIndex') return operation.index;
  if ('sequence' in operation) return operation.sequence;
  if (operation.kind === 'createType' || operation.kind === 'alterCompositeType') return operation.type;
  if (operation.kind === 'dropObject' || operation.kind === 'reindex') return operation.name;
  return 'schema' in operation && operation.schema !== undefined ? { name: operation.schema } : undefined;
}
