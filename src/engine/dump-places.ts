import type { Catalog } from '../catalog/catalog.js';
import { keyOf } from '../catalog/find.js';
import type { Operation } from '../sql/operation.js';
import type { Span } from '../sql/position.js';
import type { Script, Statement } from '../sql/statement.js';

/** What of a table a dump writes in a line of its own. */
export type PartKind = 'column' | 'index' | 'constraint';

/** Where a dump writes tables and their parts. */
export interface DumpPlaces {
  /** The first line of the CREATE TABLE; the dump's first line for a table that it does not write. */
  readonly table: (key: string) => Span;
  /** The line that writes the part; the table's where it has none of its own. */
  readonly part: (key: string, kind: PartKind, name: string) => Span;
  /** The lines of CREATE TYPE. */
  readonly type: (key: string) => Span;
}

const TOP: Span = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Reads from a dump's operations where each object stands. `catalog` is the schema that the dump makes. */
export function dumpPlaces({ entries }: Script, catalog: Catalog): DumpPlaces {
  const places = new Map<string, Span>();
  const put = (parts: readonly string[], span: Span): void => {
    const key = JSON.stringify(parts);
    if (!places.has(key)) places.set(key, span);
  };
  for (const entry of entries) {
    if (entry.kind === 'unreadable') continue;
    const { statement } = entry;
    for (const operation of statement.operations) putOperation(operation, statement, catalog, put);
  }
  const find = (...parts: readonly string[]): Span | undefined => places.get(JSON.stringify(parts));
  const table = (key: string): Span => find('table', key) ?? TOP;
  return {
    table,
    part: (key, kind, name) => find(kind, key, name.toLowerCase()) ?? table(key),
    type: (key) => find('type', key) ?? TOP,
  };
}

function putOperation(
  operation: Operation,
  statement: Statement,
  catalog: Catalog,
  put: (parts: readonly string[], span: Span) => void,
): void {
  switch (operation.kind) {
    case 'createTable':
      put(['table', keyOf(catalog, operation.table)], firstLine(statement.span));
      break;
    case 'addColumn':
      put(['column', keyOf(catalog, operation.table), operation.column.name.toLowerCase()], operation.span);
      break;
    case 'addIndex':
      put(
        ['index', keyOf(catalog, operation.table), (operation.index.name ?? '').toLowerCase()],
        operation.span,
      );
      break;
    case 'addConstraint': {
      const { constraint, table, span } = operation;
      const isKey = catalog.dialect !== 'postgres' && constraint.kind === 'primary-key';
      if (isKey) put(['index', keyOf(catalog, table), 'primary'], span);
      else put(['constraint', keyOf(catalog, table), (constraint.name ?? '').toLowerCase()], span);
      break;
    }
    case 'createType':
      put(['type', keyOf(catalog, operation.type)], statement.span);
      break;
    default:
  }
}

/** A place that a comment can stand at: a whole CREATE TABLE is too long to point at. */
function firstLine(span: Span): Span {
  return { ...span, end: span.start, endLine: span.line, endColumn: span.column };
}
