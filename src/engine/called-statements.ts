import type { Catalog } from '../catalog/catalog.js';
import { changingRoutine, routineOf } from '../catalog/routines.js';
import type { Span } from '../sql/position.js';
import type { ScriptEntry, Statement } from '../sql/statement.js';

/** What a CALL runs, and the schema that it meets. */
export interface Called {
  readonly entries: readonly ScriptEntry[];
  readonly catalog: Catalog;
}

/**
 * The statements of the routine that a CALL runs, or a SELECT of a function that changes the schema, shown at the call: the routine's own text may stand in another file.
 * Undefined for other statements, and for a call whose statements stand in its body or are not known.
 */
export function calledBy({ operations, span }: Statement, catalog: Catalog): Called | undefined {
  const [first] = operations;
  const name =
    first?.kind === 'call' && first.isRead !== true ? first.routine : changingRoutine(catalog, first);
  const found = name && routineOf(catalog, name);
  if (!found?.routine.body) return undefined;
  return {
    entries: found.routine.body.flatMap((entry, index) => shownAt(entry, placeIn(span, index))),
    // Without itself, so that a routine that calls itself ends.
    catalog: { ...catalog, routines: catalog.routines.delete(found.key) },
  };
}

/** Statements are told apart by where they start. */
function placeIn(span: Span, index: number): Span {
  const start = Math.min(span.start + 1 + index, span.end - 1);
  return { ...span, start, column: span.column + start - span.start };
}

/** What could not be read there is a reason to doubt what follows, which the catalog tells, and no gap of this file. */
function shownAt(entry: ScriptEntry, span: Span): readonly ScriptEntry[] {
  if (entry.kind === 'unreadable') return [];
  const { body, operations, ...statement } = entry.statement;
  const inside = body?.runs === 'now' ? body.statements.flatMap((one) => shownAt(one, span)) : [];
  return [
    {
      kind: 'statement',
      statement: {
        ...statement,
        span,
        conditional: true,
        operations: operations.map((operation) => ({ ...operation, span })),
        ...(body ? { body: { runs: body.runs, statements: inside } } : {}),
      },
    },
  ];
}
