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
  return viewsOfColumn(situation, table, column).flatMap((view) => [
    relationOfView(view),
    ...readersOf(situation, view.name),
  ]);
}

/** The views that read a table or view, those that read them, and so on. */
export function readersOf(situation: Situation, name: ObjectName): readonly Relation[] {
  return viewsReading(situation.now, name).flatMap((view) => [
    relationOfView(view),
    ...readersOf(situation, view.name),
  ]);
}

/** A query reads a table with its children, and a view with all that it reads. */
export function readOf(ref: ObjectName, situation: Situation): readonly Relation[] {
  const view = findView(situation.now, ref);
  if (!view || findTable(situation.now, ref)) return family(situation, { table: ref });
  const inner = view.materialized ? [] : view.reads.flatMap((read) => readOf(read, situation));
  return [relationOfView(view), ...inner];
}
