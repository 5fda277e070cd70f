import type { ObjectName } from '../../sql/name.js';
import type { Catalog, Table } from '../catalog.js';
import { changeTable, doubt, keyOfTable, putTable, removeTable } from '../edit.js';
import { findIndexByName, findTable, findTableKey, findViewKey, foreignKeysReferencing } from '../find.js';
import type { Apply } from '../handlers.js';
import { moveTable } from '../rename.js';
import { descendants } from './family.js';
import { renameIndex } from './indexes.js';
import { changeSequence, moveSequences, removeSequencesOf, sequenceKey } from './sequences.js';
import { moveView, removeViews } from './views.js';

export const dropTable: Apply<'dropTable'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  return table ? removeWhole(catalog, table, operation.cascade) : catalog;
};

/** The table with what cannot be without it: partitions, sequences, foreign keys; with CASCADE views and children. */
function removeWhole(catalog: Catalog, table: Table, cascade: boolean): Catalog {
  const members = descendants(catalog, table).filter((one) => cascade || one.partitionOf !== undefined);
  return [...members, table].reduce((before, member) => {
    const freed = foreignKeysReferencing(before, member.name).reduce((now, reference) => {
      const holder = findTable(now, reference.table.name);
      if (!holder) return now;
      const constraints = holder.constraints.filter((one) => one !== reference.key);
      return putTable(now, { ...holder, constraints });
    }, before);
    const unread = cascade ? removeViews(freed, member.name) : freed;
    return removeSequencesOf(removeTable(unread, keyOfTable(unread, member)), member.name);
  }, catalog);
}

/** ALTER TABLE … RENAME takes views, indexes and sequences too. */
export const renameTable: Apply<'renameTable'> = (catalog, operation, version) => {
  const { span, table: from } = operation;
  const to = operation.to.name;
  const table = findTable(catalog, from);
  if (table) return rename(catalog, table, { schema: table.name.schema, name: to });
  const index = findIndexByName(catalog, from);
  if (index) return renameIndex(catalog, { kind: 'renameIndex', span, index: from, to }, version);
  return renameOther(catalog, from, to);
};

/** A view or sequence under another name. */
export function renameOther(catalog: Catalog, from: ObjectName, to: string): Catalog {
  const key = findViewKey(catalog, from);
  const view = key === undefined ? undefined : catalog.views.get(key);
  if (view) return moveView(catalog, from, { schema: view.name.schema, name: to });
  return sequenceKey(catalog, from) === undefined
    ? catalog
    : changeSequence(catalog, from, (one) => ({ ...one, name: { schema: one.name.schema, name: to } }));
}

function rename(catalog: Catalog, table: Table, to: ObjectName): Catalog {
  const taken = findTableKey(catalog, to);
  if (taken !== undefined) {
    const reason = `A statement gives it the name ${to.name}, which another table of the history has.`;
    return putTable(catalog, doubt(table, reason));
  }
  return moveSequences(moveTable(catalog, table, to), table.name, to);
}

export const setSchema: Apply<'setSchema'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  return table ? rename(catalog, table, { schema: operation.schema, name: table.name.name }) : catalog;
};

export const setTableOption: Apply<'setTableOption'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => ({
    ...table,
    options: { ...table.options, [operation.option]: operation.value },
  }));

export const setLogged: Apply<'setLogged'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => ({ ...table, unlogged: !operation.logged }));

export const setTableAttribute: Apply<'setTableAttribute'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) =>
    operation.attribute === 'access-method'
      ? { ...table, engine: operation.value }
      : { ...table, options: { ...table.options, [operation.attribute]: operation.value } },
  );
