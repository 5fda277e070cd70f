import type { ObjectName } from '../../sql/name.js';
import type { Catalog, Table } from '../catalog.js';
import { changeTable, removeTable, removeView } from '../edit.js';
import { findTable } from '../find.js';
import type { Apply } from '../handlers.js';
import { isInSchema } from '../names.js';
import { moveTable } from '../rename.js';
import { dropRoutine, moveRoutine, routineOf } from '../routines.js';
import { dropTrigger } from '../triggers.js';
import { changeSequence, dropSequence, moveSequences } from './sequences.js';
import { renameOther } from './table-changes.js';
import { dropType, moveType } from './types.js';
import { moveView } from './views.js';

export const createObject: Apply<'createObject'> = (catalog, operation) => {
  const on = operation.table
    ? [operation.table]
    : operation.object === 'statistics'
      ? (operation.tables ?? [])
      : [];
  const dependent = { object: operation.object, name: operation.name.name, columns: operation.columns };
  return on.reduce(
    (before, ref) =>
      changeTable(before, ref, (table) => ({
        ...withoutDependent(table, dependent.object, dependent.name),
        dependents: [...withoutDependent(table, dependent.object, dependent.name).dependents, dependent],
      })),
    catalog,
  );
};

function withoutDependent(table: Table, object: string, name: string): Table {
  const dependents = table.dependents.filter((one) => one.object !== object || one.name !== name);
  return { ...table, dependents };
}

export const dropObject: Apply<'dropObject'> = (catalog, operation, version) => {
  const { object, name } = operation;
  switch (object) {
    case 'trigger':
      return dropTrigger(catalog, name.name, operation.table);
    case 'sequence':
      return dropSequence(catalog, name);
    case 'type':
    case 'domain':
      return dropType(catalog, operation, version);
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return dropRoutine(catalog, name);
    default:
      return operation.table
        ? changeTable(catalog, operation.table, (table) => withoutDependent(table, object, name.name))
        : catalog;
  }
};

export const renameObject: Apply<'renameObject'> = (catalog, operation) => {
  const { object, name, to } = operation;
  switch (object) {
    case 'view':
    case 'materialized view':
    case 'sequence':
      return renameOther(catalog, name, to);
    case 'type':
    case 'domain':
      return moveType(catalog, name, { name: to });
    case 'schema':
      return renameSchema(catalog, name.name, to);
    case 'function':
    case 'procedure':
    case 'routine':
      return moveRoutine(catalog, name, { name: to });
    case 'trigger':
      return operation.table ? renameTrigger(catalog, operation.table, name.name, to) : catalog;
    default:
      return catalog;
  }
};

function renameTrigger(catalog: Catalog, on: ObjectName, from: string, to: string): Catalog {
  return changeTable(catalog, on, (table) => ({
    ...table,
    triggers: table.triggers.map((trigger) => (trigger.name === from ? { ...trigger, name: to } : trigger)),
  }));
}

/** SET SCHEMA of what is no table, and a routine's volatility. */
export const alterObject: Apply<'alterObject'> = (catalog, operation) => {
  const { object, name, action } = operation;
  const schema = /^set schema (.+)$/.exec(action)?.[1];
  if (schema !== undefined) return moveObject(catalog, object, name, schema);
  const isVolatility = action === 'volatile' || action === 'stable' || action === 'immutable';
  const found = isVolatility ? routineOf(catalog, name) : undefined;
  if (!found || !isVolatility) return catalog;
  return { ...catalog, routines: catalog.routines.set(found.key, { ...found.routine, volatility: action }) };
};

function moveObject(catalog: Catalog, object: string, name: ObjectName, schema: string): Catalog {
  switch (object) {
    case 'view':
    case 'materialized view':
      return moveView(catalog, name, { schema, name: name.name });
    case 'sequence':
      return changeSequence(catalog, name, (one) => ({ ...one, name: { schema, name: one.name.name } }));
    case 'type':
    case 'domain':
      return moveType(catalog, name, { schema });
    case 'function':
    case 'procedure':
    case 'routine':
      return moveRoutine(catalog, name, { schema });
    default:
      return catalog;
  }
}

function renameSchema(catalog: Catalog, from: string, to: string): Catalog {
  const moved = [...catalog.tables.values()]
    .filter((table) => table.name.schema === from)
    .reduce((before, table) => {
      const name = { schema: to, name: table.name.name };
      const now = findTable(before, table.name) ?? table;
      return moveSequences(moveTable(before, now, name), table.name, name);
    }, catalog);
  const views = [...moved.views.values()].filter((view) => view.name.schema === from);
  const withViews = views.reduce(
    (before, view) => moveView(before, view.name, { schema: to, name: view.name.name }),
    moved,
  );
  const types = [...withViews.types.values()].filter((type) => type.name.schema === from);
  return types.reduce((before, type) => moveType(before, type.name, { schema: to }), withViews);
}

export const dropSchema: Apply<'dropSchema'> = (catalog, operation): Catalog => {
  const inIt = (key: string) => isInSchema(key, operation.schema);
  const withoutTables = [...catalog.tables.keys()].filter(inIt).reduce(removeTable, catalog);
  const cleared = [...withoutTables.views.keys()].filter(inIt).reduce(removeView, withoutTables);
  return {
    ...cleared,
    sequences: cleared.sequences.filterNot((_, key) => inIt(key)),
    types: cleared.types.filterNot((_, key) => inIt(key)),
    routines: cleared.routines.filterNot((_, key) => inIt(key)),
  };
};
