import type { ObjectName } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Catalog, Column, Constraint, Table } from '../catalog.js';
import { changeTable, doubt, putTable } from '../edit.js';
import { findTable, findView } from '../find.js';
import type { Apply } from '../handlers.js';
import { candidateKeys, qualified } from '../names.js';
import { completeType } from './column.js';
import { lendIndexes } from './partitions.js';
import { generatedName, keyConstraint } from './indexes.js';
import { relationName } from './names.js';

type Create = OperationOf<'createTable'>;

export const createTable: Apply<'createTable'> = (catalog, operation) => {
  const name: ObjectName = operation.temporary
    ? { schema: 'pg_temp', name: operation.table.name }
    : qualified(catalog, operation.table);
  const existing = findTable(catalog, name);
  if (existing) {
    if (operation.ifNotExists) return catalog;
    const reason = `A CREATE TABLE ${name.name} follows another one: the history does not show what became of the first.`;
    return putTable(catalog, doubt(existing, reason));
  }
  const table = withWritten(catalog, emptyTable(name, operation), operation);
  const created = putTable(catalog, table);
  const copied =
    operation.likeIncluding?.includes('indexes') === true && operation.like
      ? copyIndexes(created, table, operation.like)
      : created;
  return table.partitionOf ? lendIndexes(copied, table.name) : copied;
};

function emptyTable(name: ObjectName, operation: Create): Table {
  return {
    name,
    dialect: 'postgres',
    temporary: operation.temporary,
    unlogged: operation.unlogged ?? false,
    columns: [],
    indexes: [],
    constraints: [],
    triggers: [],
    dependents: [],
    engine: operation.options['access_method'] ?? 'heap',
    options: operation.options,
    partitioning: operation.partitioning,
    inherits: [],
    systemVersioned: false,
    past: { instantRowVersions: 0, hadFulltext: false, mayHoldRows: operation.asQuery !== undefined },
    uncertain: operation.asQuery ? ['Its columns come from a query.'] : [],
  };
}

/** What a table takes from others: parents, the table that it is like, the type that it is of. */
function withWritten(catalog: Catalog, table: Table, operation: Create): Table {
  const { partitionOf, inherits = [], like, ofType } = operation;
  const parents = (partitionOf ? [partitionOf.parent] : inherits).map((parent) => ({
    name: findTable(catalog, parent)?.name ?? qualified(catalog, parent),
    table: findTable(catalog, parent),
  }));
  const related: Table = {
    ...table,
    inherits: partitionOf ? [] : parents.map((parent) => parent.name),
    partitionOf: partitionOf && { ...partitionOf, parent: parents[0]?.name ?? partitionOf.parent },
  };
  const inherited = parents.reduce(
    (one, parent) => (parent.table ? inherit(one, parent.table) : doubt(one, unknownSource(parent.name))),
    related,
  );
  const alike = like ? withLike(catalog, inherited, like, operation.likeIncluding ?? []) : inherited;
  return ofType ? withType(catalog, alike, ofType) : alike;
}

function unknownSource(name: ObjectName): string {
  return `It takes columns from ${name.name}, which the history does not show.`;
}

function inherit(table: Table, parent: Table): Table {
  const isPartition = table.partitionOf !== undefined;
  const columns = parent.columns.map((column) => (isPartition ? column : { ...column, identity: undefined }));
  const constraints = parent.constraints.filter(
    ({ kind }) => kind === 'check' || kind === 'not-null' || (isPartition && kind === 'foreign-key'),
  );
  return addMissing(table, columns, constraints);
}

function addMissing(table: Table, columns: readonly Column[], constraints: readonly Constraint[]): Table {
  const own = new Set(table.columns.map((column) => column.name));
  return {
    ...table,
    columns: [...table.columns, ...columns.filter((column) => !own.has(column.name))],
    constraints: [...table.constraints, ...constraints],
  };
}

/** LIKE copies names, types and NOT NULL; the rest where INCLUDING says so. */
function withLike(catalog: Catalog, table: Table, like: ObjectName, including: readonly string[]): Table {
  const source = findTable(catalog, like);
  if (!source)
    return findView(catalog, like) ? doubt(table, unknownSource(like)) : doubt(table, unknownSource(like));
  const columns = source.columns.map((column): Column => ({
    ...column,
    default: including.includes('defaults') ? column.default : undefined,
    generated: including.includes('generated') ? column.generated : undefined,
    identity: including.includes('identity') ? column.identity : undefined,
    attributes: including.includes('storage') ? column.attributes : {},
  }));
  const constraints = source.constraints.filter(
    ({ kind }) => kind === 'not-null' || (kind === 'check' && including.includes('constraints')),
  );
  return addMissing(table, columns, constraints);
}

function withType(catalog: Catalog, table: Table, type: ObjectName): Table {
  const key = candidateKeys(catalog, type).find((candidate) => catalog.types.has(candidate));
  const definition = key === undefined ? undefined : catalog.types.get(key)?.definition;
  if (definition?.kind !== 'composite') return doubt(table, unknownSource(type));
  const columns = definition.attributes.map((attribute): Column => ({
    name: attribute.name,
    type: completeType(attribute.type),
    nullable: true,
    autoIncrement: false,
    invisible: false,
    attributes: {},
  }));
  return addMissing(table, columns, []);
}

/** LIKE … INCLUDING INDEXES: the same indexes and keys under names of their own. */
function copyIndexes(catalog: Catalog, table: Table, like: ObjectName): Catalog {
  const source = findTable(catalog, like);
  return (source?.indexes ?? []).reduce((before, index) => {
    const name = index.primary
      ? relationName(before, table.name, undefined, 'pkey')
      : generatedName(
          before,
          table,
          index,
          index.constraint === undefined ? 'idx' : index.unique ? 'key' : 'excl',
        );
    const constraint = index.constraint === undefined ? undefined : name;
    const copy = { ...index, name, constraint, parent: undefined };
    return changeTable(before, table.name, (now) => ({
      ...now,
      indexes: [...now.indexes, copy],
      constraints:
        constraint === undefined ? now.constraints : [...now.constraints, keyConstraint(copy, constraint)],
    }));
  }, catalog);
}
