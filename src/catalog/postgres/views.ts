import type { ObjectName } from '../../sql/name.js';
import type { Catalog } from '../catalog.js';
import { putView, removeView } from '../edit.js';
import { findTable, findView, findViewKey, viewsReading } from '../find.js';
import type { Apply } from '../handlers.js';
import { qualified, storedKey } from '../names.js';
import { readingOther } from '../rename.js';

export const createView: Apply<'createView'> = (catalog, operation) => {
  if (operation.ifNotExists === true && findView(catalog, operation.view)) return catalog;
  const [only] = operation.whole === true ? operation.reads : [];
  const whole = only && columnsOf(catalog, only);
  return putView(catalog, {
    name:
      operation.temporary === true
        ? { schema: 'pg_temp', name: operation.view.name }
        : qualified(catalog, operation.view),
    materialized: operation.materialized,
    reads: operation.reads.map((read) => nameOf(catalog, read)),
    columns: whole ? [...(operation.columns ?? []), ...whole] : operation.columns,
    output: operation.output ?? whole,
    indexes: [],
  });
};

/** The columns that `*` stands for when the view is made; undefined where the history does not show them. */
function columnsOf(catalog: Catalog, read: ObjectName): readonly string[] | undefined {
  const table = findTable(catalog, read);
  if (!table) return findView(catalog, read)?.output;
  return table.uncertain.length === 0 ? table.columns.map(({ name }) => name) : undefined;
}

function nameOf(catalog: Catalog, read: ObjectName): ObjectName {
  return (findTable(catalog, read) ?? findView(catalog, read))?.name ?? qualified(catalog, read);
}

export const dropView: Apply<'dropView'> = (catalog, operation) => {
  const key = findViewKey(catalog, operation.view);
  if (key === undefined) return catalog;
  return removeView(operation.cascade ? removeViews(catalog, operation.view) : catalog, key);
};

/** Removes the views that read a table or view, and those that read them. */
export function removeViews(catalog: Catalog, read: ObjectName): Catalog {
  const found = new Set<string>();
  const queue: ObjectName[] = [read];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const view of viewsReading(catalog, name)) {
      const key = storedKey(catalog, view.name);
      if (!found.has(key)) queue.push(view.name);
      found.add(key);
    }
  }
  return [...found].reduce(removeView, catalog);
}

/** The view under another name or in another schema; views that read it follow. */
export function moveView(catalog: Catalog, from: ObjectName, to: ObjectName): Catalog {
  const key = findViewKey(catalog, from);
  const view = key === undefined ? undefined : catalog.views.get(key);
  if (key === undefined || !view) return catalog;
  const readers = viewsReading(catalog, view.name);
  const moved = putView(removeView(catalog, key), { ...view, name: to });
  const target = (name: ObjectName) => (storedKey(catalog, name) === key ? to : name);
  return readers.reduce((before, reader) => putView(before, readingOther(reader, target)), moved);
}

/** The view with another name for one of its columns; what reads the view keeps its own names. */
export function renameViewColumn(catalog: Catalog, ref: ObjectName, from: string, to: string): Catalog {
  const view = findView(catalog, ref);
  if (!view?.output) return catalog;
  const output = view.output.map((name) => (name === from ? to : name));
  return putView(catalog, { ...view, output });
}
