import type { Table, View } from '../../catalog/catalog.js';
import { findTable, findView, viewsReading } from '../../catalog/find.js';
import type { ObjectName } from '../../sql/name.js';
import type { Relation } from './relation.js';
import { family, relationOfView } from './relation.js';
import type { Situation } from './situation.js';

/** The views that mention a column of the table, as far as the history tells. */
export function viewsOfColumn({ now }: Situation, table: Table, column: string): readonly View[] {
  return viewsReading(now, table.name).filter(
    ({ columns }) => columns === undefined || columns.includes(column) || columns.includes('*'),
  );
}

/** The views that go with a column, and those that read them. */
export function readersOfColumn(situation: Situation, table: Table, column: string): readonly Relation[] {
  return withReaders(situation, viewsOfColumn(situation, table, column));
}

/** The views that read a table or view, those that read them, and so on. */
export function readersOf(situation: Situation, name: ObjectName): readonly Relation[] {
  return withReaders(situation, viewsReading(situation.now, name));
}

/** Each view once: text may make views that read each other. */
function withReaders({ now }: Situation, views: readonly View[]): readonly Relation[] {
  const found = new Set<View>();
  const queue = [...views];
  for (let view = queue.shift(); view !== undefined; view = queue.shift()) {
    if (found.has(view)) continue;
    found.add(view);
    queue.push(...viewsReading(now, view.name));
  }
  return [...found].map(relationOfView);
}

/** A query reads a table with its children, and a view with all that it reads. */
export function readOf(ref: ObjectName, situation: Situation): readonly Relation[] {
  const found = new Set<View>();
  const tables: Relation[] = [];
  const queue = [ref];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const view = findTable(situation.now, name) ? undefined : findView(situation.now, name);
    if (!view) tables.push(...family(situation, { table: name }));
    else if (!found.has(view)) {
      found.add(view);
      if (!view.materialized) queue.push(...view.reads);
    }
  }
  return [...[...found].map(relationOfView), ...tables];
}
