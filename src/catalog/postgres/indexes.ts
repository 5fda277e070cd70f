import type { IndexDefinition } from '../../sql/column.js';
import type { ObjectName, TableRef } from '../../sql/name.js';
import type { Catalog, Constraint, Index, Table, View } from '../catalog.js';
import { doubt, putTable, putView } from '../edit.js';
import { findIndexByName, findTable, findView, partitionsOf } from '../find.js';
import type { FoundIndex } from '../find.js';
import type { Apply } from '../handlers.js';
import { storedKey } from '../names.js';
import { cutName, indexMiddle, isRelation, relationName } from './names.js';

export const addIndex: Apply<'addIndex'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  const owner = table ?? findView(catalog, operation.table);
  if (!owner) return catalog;
  const { index, ifNotExists } = operation;
  const taken =
    index.name === undefined ? undefined : { schema: owner.name.schema, name: cutName(index.name) };
  if (taken && isRelation(catalog, taken)) {
    if (ifNotExists || !table) return catalog;
    return putTable(
      catalog,
      doubt(table, `A statement adds the index ${taken.name}, a name that is in use.`),
    );
  }
  const name = taken?.name ?? generatedName(catalog, owner, index, 'idx');
  const added = newIndex(index, name);
  if (!table) return putView(catalog, { ...(owner as View), indexes: [...owner.indexes, added] });
  const indexed = putTable(catalog, { ...table, indexes: [...table.indexes, added] });
  return operation.onlyParent === true ? indexed : spreadIndex(indexed, table.name, added);
};

/** The name that PostgreSQL gives an index without one. */
export function generatedName(
  catalog: Catalog,
  owner: Table | View,
  index: Pick<IndexDefinition, 'parts' | 'include'>,
  label: 'key' | 'excl' | 'idx',
): string {
  return relationName(catalog, owner.name, indexMiddle(index.parts, index.include ?? []), label);
}

/** The index that a definition makes. */
export function newIndex(definition: IndexDefinition, name: string): Index {
  return {
    name,
    primary: false,
    unique: definition.unique,
    method: definition.method ?? 'btree',
    parts: definition.parts,
    include: definition.include ?? [],
    where: definition.where,
    invisible: false,
  };
}

/**
 * Every partition of a table gets an index like this one of the table, or lends one that it has. `above` are the tables on
 * the way to it: text may make a table the partition of its own partition, which no server does.
 */
export function spreadIndex(
  catalog: Catalog,
  parent: TableRef,
  index: Index,
  above: readonly string[] = [],
): Catalog {
  const way = [...above, storedKey(catalog, parent)];
  return partitionsOf(catalog, parent)
    .filter(({ name }) => !way.includes(storedKey(catalog, name)))
    .reduce(
      (before, partition) =>
        lendIndex(before, partition, { schema: partition.name.schema, name: index.name }, index, way),
      catalog,
    );
}

/** Gives one partition the counterpart of an index of its parent. */
export function lendIndex(
  catalog: Catalog,
  partition: Table,
  parent: ObjectName,
  index: Index,
  above: readonly string[] = [],
): Catalog {
  const own = partition.indexes.find((one) => one.parent === undefined && isLike(one, index));
  const isAnew = own === undefined;
  const child = own ?? counterpart(catalog, partition, index);
  const attached: Index = { ...child, parent };
  const indexes = isAnew
    ? [...partition.indexes, attached]
    : partition.indexes.map((one) => (one === own ? attached : one));
  const constraints =
    isAnew && attached.constraint !== undefined
      ? [...partition.constraints, keyConstraint(attached, attached.constraint)]
      : partition.constraints;
  const changed = putTable(catalog, { ...partition, indexes, constraints });
  return spreadIndex(changed, partition.name, attached, above);
}

function counterpart(catalog: Catalog, partition: Table, index: Index): Index {
  const name = index.primary
    ? relationName(catalog, partition.name, undefined, 'pkey')
    : generatedName(catalog, partition, index, index.constraint === undefined ? 'idx' : 'key');
  return { ...index, name, constraint: index.constraint === undefined ? undefined : name };
}

function isLike(one: Index, other: Index): boolean {
  return (
    one.unique === other.unique &&
    one.method === other.method &&
    one.where?.text === other.where?.text &&
    (other.constraint === undefined || one.constraint !== undefined) &&
    one.parts.length === other.parts.length &&
    one.parts.every((part, at) => {
      const twin = other.parts[at];
      return part.column === twin?.column && part.expression?.text === twin?.expression?.text;
    })
  );
}

/** The constraint that an index stands for. */
export function keyConstraint(index: Index, name: string, deferrable = false): Constraint {
  const kind = index.primary ? 'primary-key' : index.unique ? 'unique' : 'exclusion';
  const columns = index.parts.flatMap((part) => part.column ?? []);
  return { kind, name, columns, validated: true, enforced: true, deferrable };
}

export const dropIndex: Apply<'dropIndex'> = (catalog, operation) => {
  const found = findIndexByName(catalog, operation.index);
  if (!found) return catalog;
  if (found.index.constraint !== undefined && found.table && !operation.cascade) {
    const reason = `A statement drops the index ${found.index.name}, which the constraint ${found.index.constraint} needs.`;
    return putTable(catalog, doubt(found.table, reason));
  }
  return removeIndex(catalog, found);
};

function removeIndex(catalog: Catalog, found: FoundIndex): Catalog {
  const without = changeOwner(catalog, found, (indexes) => indexes.filter((one) => one !== found.index));
  return found.table ? removeLentIndexes(without, found.table.name, found.index.name) : without;
}

/** Indexes of partitions go with the index of the parent, and their constraints with them. */
export function removeLentIndexes(catalog: Catalog, parent: TableRef, name: string): Catalog {
  return partitionsOf(catalog, parent).reduce((before, partition) => {
    const lent = partition.indexes.find((one) => one.parent?.name === name);
    if (!lent) return before;
    const constraints = partition.constraints.filter((one) => one.name !== lent.constraint);
    const indexes = partition.indexes.filter((one) => one !== lent);
    return removeLentIndexes(
      putTable(before, { ...partition, indexes, constraints }),
      partition.name,
      lent.name,
    );
  }, catalog);
}

function changeOwner(
  catalog: Catalog,
  found: FoundIndex,
  change: (indexes: readonly Index[]) => readonly Index[],
): Catalog {
  if (found.table) return putTable(catalog, { ...found.table, indexes: change(found.table.indexes) });
  return found.view ? putView(catalog, { ...found.view, indexes: change(found.view.indexes) }) : catalog;
}

export const renameIndex: Apply<'renameIndex'> = (catalog, operation) => {
  const found = findIndexByName(catalog, operation.index);
  if (!found) return catalog;
  const { index, table } = found;
  const renamed: Index = {
    ...index,
    name: operation.to,
    constraint: index.constraint === undefined ? undefined : operation.to,
  };
  const changed = changeOwner(catalog, found, (indexes) =>
    indexes.map((one) => (one === index ? renamed : one)),
  );
  if (!table) return changed;
  const owner = findTable(changed, table.name) ?? table;
  const constraints = owner.constraints.map((one) =>
    index.constraint !== undefined && one.name === index.constraint ? { ...one, name: operation.to } : one,
  );
  return renameParent(putTable(changed, { ...owner, constraints }), table.name, index.name, operation.to);
};

/** Partitions' indexes name the index that they belong to. */
export function renameParent(catalog: Catalog, parent: TableRef, from: string, to: string): Catalog {
  return partitionsOf(catalog, parent).reduce((before, partition) => {
    const indexes = partition.indexes.map((one) =>
      one.parent?.name === from ? { ...one, parent: { ...one.parent, name: to } } : one,
    );
    return putTable(before, { ...partition, indexes });
  }, catalog);
}

export const attachIndex: Apply<'attachIndex'> = (catalog, operation) => {
  const parent = findIndexByName(catalog, operation.index);
  const child = findIndexByName(catalog, operation.child);
  if (!parent || !child) return catalog;
  const name = { schema: parent.table?.name.schema, name: parent.index.name };
  return changeOwner(catalog, child, (indexes) =>
    indexes.map((one) => (one === child.index ? { ...one, parent: name } : one)),
  );
};
