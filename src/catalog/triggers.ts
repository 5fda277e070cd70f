import type { ObjectName } from '../sql/name.js';
import type { Catalog, Trigger } from './catalog.js';
import { changeTable, putTable } from './edit.js';
import { findTable } from './find.js';
import type { Apply } from './handlers.js';
import { sameName } from './names.js';

export const createTrigger: Apply<'createTrigger'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => {
    const trigger: Trigger = {
      name: operation.trigger,
      timing: operation.timing,
      events: operation.events,
      columns: operation.columns,
      routine: operation.routine,
    };
    const others = table.triggers.filter((other) => !sameName(table, other.name, trigger.name));
    return { ...table, triggers: [...others, trigger] };
  });

/** Without its table, as MySQL names it, a trigger is looked for in all of them. */
export function dropTrigger(catalog: Catalog, name: string, on: ObjectName | undefined): Catalog {
  const holder = on
    ? findTable(catalog, on)
    : catalog.tables.find((table) => table.triggers.some((trigger) => sameName(table, trigger.name, name)));
  if (!holder) return catalog;
  const triggers = holder.triggers.filter((trigger) => !sameName(holder, trigger.name, name));
  return putTable(catalog, { ...holder, triggers });
}
