import type { ConstraintDefinition, IndexDefinition } from '../../sql/column.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Catalog, Constraint, ForeignKey, Index, Table } from '../catalog.js';
import { doubt, putTable } from '../edit.js';
import { findIndex, findTable, foreignKeysReferencing, primaryKeyOf } from '../find.js';
import type { Apply } from '../handlers.js';
import { qualified } from '../names.js';
import { notNullConstraint, withNotNull } from './column.js';
import { changeFamily } from './family.js';
import {
  generatedName,
  keyConstraint,
  newIndex,
  removeLentIndexes,
  renameParent,
  spreadIndex,
} from './indexes.js';
import { constraintName, cutName, foreignKeyMiddle, relationName } from './names.js';

type Defined<K extends ConstraintDefinition['kind']> = Extract<ConstraintDefinition, { readonly kind: K }>;
type Add = OperationOf<'addConstraint'>;

export const addConstraint: Apply<'addConstraint'> = (catalog, operation, version) => {
  const table = findTable(catalog, operation.table);
  if (!table) return catalog;
  const { constraint } = operation;
  const name = constraint.name === undefined ? undefined : cutName(constraint.name);
  if (name !== undefined && table.constraints.some((one) => one.name === name)) {
    if (operation.ifNotExists) return catalog;
    return putTable(catalog, doubt(table, `A statement adds the constraint ${name}, which it has already.`));
  }
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique':
    case 'exclusion':
      return addKey(catalog, table, constraint, name, version);
    case 'foreign-key':
      return addForeignKey(catalog, table, operation, constraint, version);
    case 'check':
      return addCheck(catalog, table, operation, constraint);
    case 'not-null':
      return addNotNull(catalog, table, operation, constraint);
  }
};

/** A primary key, UNIQUE or EXCLUDE: a constraint and the index that it owns, both of the same name. */
function addKey(
  catalog: Catalog,
  table: Table,
  written: Defined<'primary-key' | 'unique' | 'exclusion'>,
  name: string | undefined,
  version: ServerVersion,
): Catalog {
  const primary = written.kind === 'primary-key';
  if (primary && primaryKeyOf(table)) {
    return putTable(catalog, doubt(table, 'A statement adds a primary key; it has one already.'));
  }
  const used = written.usingIndex === undefined ? undefined : findIndex(table, written.usingIndex);
  if (written.usingIndex !== undefined && !used) {
    return putTable(
      catalog,
      doubt(
        table,
        `An earlier statement names its index ${written.usingIndex}, which the history does not show.`,
      ),
    );
  }
  const unique = written.kind !== 'exclusion';
  const own = name ?? used?.name ?? keyName(catalog, table, written.kind, written.index);
  const index: Index = {
    ...(used ?? newIndex(written.index, own)),
    name: own,
    primary,
    unique,
    constraint: own,
  };
  const constraint = keyConstraint(index, own, written.deferrable);
  const keyed = primary ? notNullIn(catalog, table, index, version) : table;
  const changed = putTable(catalog, {
    ...keyed,
    indexes: used ? keyed.indexes.map((one) => (one === used ? index : one)) : [...keyed.indexes, index],
    constraints: [...keyed.constraints, constraint],
  });
  return spreadIndex(changed, table.name, index);
}

function keyName(
  catalog: Catalog,
  table: Table,
  kind: 'primary-key' | 'unique' | 'exclusion',
  index: IndexDefinition,
): string {
  if (kind === 'primary-key') return relationName(catalog, table.name, undefined, 'pkey');
  return generatedName(catalog, table, index, kind === 'unique' ? 'key' : 'excl');
}

function notNullIn(catalog: Catalog, table: Table, index: Index, version: ServerVersion): Table {
  const names = index.parts.flatMap((part) => part.column ?? []);
  const columns = table.columns.map((column) =>
    names.includes(column.name) ? { ...column, nullable: false } : column,
  );
  const keyed: Table = { ...table, columns };
  return names.reduce((before: Table, name) => withNotNull(catalog, before, name, version), keyed);
}

function addForeignKey(
  catalog: Catalog,
  table: Table,
  operation: Add,
  written: Defined<'foreign-key'>,
  version: ServerVersion,
): Catalog {
  const target = findTable(catalog, written.references);
  const implied = target && primaryKeyOf(target)?.parts.flatMap((part) => part.column ?? []);
  const middle = foreignKeyMiddle(written.columns, version);
  const key: ForeignKey = {
    kind: 'foreign-key',
    name: written.name === undefined ? constraintName(catalog, table, middle, 'fkey') : cutName(written.name),
    columns: written.columns,
    references: target?.name ?? qualified(catalog, written.references),
    referencedColumns: written.referencedColumns.length > 0 ? written.referencedColumns : (implied ?? []),
    onDelete: written.onDelete ?? 'no action',
    onUpdate: written.onUpdate ?? 'no action',
    validated: written.notValid !== true && written.notEnforced !== true,
    enforced: written.notEnforced !== true,
    deferrable: written.deferrable ?? false,
  };
  // Partitions have a copy; inheritance children have none.
  return changeFamily(catalog, operation, (one, isChild) =>
    isChild && !one.partitionOf ? one : { ...one, constraints: [...one.constraints, key] },
  );
}

function addCheck(catalog: Catalog, table: Table, operation: Add, written: Defined<'check'>): Catalog {
  const own = new Set(table.columns.map((column) => column.name));
  const mentioned = [...new Set(written.expression.columns)].filter((column) => own.has(column));
  const middle = mentioned.length === 1 ? mentioned[0] : undefined;
  const check: Constraint = {
    kind: 'check',
    name:
      written.name === undefined ? constraintName(catalog, table, middle, 'check') : cutName(written.name),
    expression: written.expression,
    validated: written.notValid !== true && written.notEnforced !== true,
    enforced: written.notEnforced !== true,
    deferrable: false,
  };
  const on = written.noInherit === true ? { ...operation, only: true } : operation;
  return changeFamily(catalog, on, (one) =>
    one.constraints.some(({ name }) => name === check.name)
      ? one
      : { ...one, constraints: [...one.constraints, check] },
  );
}

function addNotNull(catalog: Catalog, table: Table, operation: Add, written: Defined<'not-null'>): Catalog {
  const { column } = written;
  const name =
    written.name === undefined ? constraintName(catalog, table, column, 'not_null') : cutName(written.name);
  return changeFamily(catalog, operation, (one) => {
    const others = one.constraints.filter(
      (other) => other.kind !== 'not-null' || !other.columns.includes(column),
    );
    return {
      ...one,
      columns: one.columns.map((each) => (each.name === column ? { ...each, nullable: false } : each)),
      constraints: [...others, notNullConstraint(name, column, written.notValid !== true)],
    };
  });
}

export const dropConstraint: Apply<'dropConstraint'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  const { name } = operation;
  if (!table || name === undefined) return catalog;
  const constraint = table.constraints.find((one) => one.name === name);
  if (!constraint) {
    return operation.ifExists ? catalog : putTable(catalog, doubt(table, unknownConstraint(name)));
  }
  const released = operation.cascade ? releaseReferences(catalog, table, constraint) : catalog;
  const dropped = changeFamily(released, operation, (one, isChild) =>
    isChild && (constraint.kind === 'unique' || constraint.kind === 'primary-key')
      ? one
      : withoutConstraint(one, name),
  );
  return removeLentIndexes(dropped, table.name, name);
};

function unknownConstraint(name: string): string {
  return `An earlier statement names its constraint ${name}, which the history does not show.`;
}

function withoutConstraint(table: Table, name: string): Table {
  const gone = table.constraints.find((one) => one.name === name);
  if (!gone) return table;
  const freed = gone.kind === 'not-null' ? gone.columns : [];
  return {
    ...table,
    columns: table.columns.map((column) =>
      freed.includes(column.name) ? { ...column, nullable: true } : column,
    ),
    constraints: table.constraints.filter((one) => one !== gone),
    indexes: table.indexes.filter((index) => index.constraint !== name),
  };
}

/** DROP … CASCADE of a key takes the foreign keys that rest on it. */
export function releaseReferences(catalog: Catalog, table: Table, key: Constraint): Catalog {
  if (key.kind !== 'primary-key' && key.kind !== 'unique') return catalog;
  const columns = key.columns.toSorted().join();
  return foreignKeysReferencing(catalog, table.name)
    .filter((reference) => reference.key.referencedColumns.toSorted().join() === columns)
    .reduce((before, reference) => {
      const holder = findTable(before, reference.table.name);
      return holder ? putTable(before, withoutConstraint(holder, reference.key.name)) : before;
    }, catalog);
}

/** Changes a constraint of the table and the same one of what inherits from it. */
function changeConstraint(
  catalog: Catalog,
  operation: OperationOf<'validateConstraint' | 'alterConstraint' | 'renameConstraint'>,
  change: (constraint: Constraint) => Constraint,
): Catalog {
  const { name } = operation;
  return changeFamily(catalog, operation, (table, isChild) => {
    if (!table.constraints.some((one) => one.name === name)) {
      return isChild ? table : doubt(table, unknownConstraint(name));
    }
    return { ...table, constraints: table.constraints.map((one) => (one.name === name ? change(one) : one)) };
  });
}

export const validateConstraint: Apply<'validateConstraint'> = (catalog, operation) =>
  changeConstraint(catalog, operation, (constraint) => ({ ...constraint, validated: true }));

export const alterConstraint: Apply<'alterConstraint'> = (catalog, operation) =>
  changeConstraint(catalog, operation, (constraint) => ({
    ...constraint,
    enforced: operation.enforced ?? constraint.enforced,
    validated: operation.enforced ?? constraint.validated,
    deferrable: operation.deferrable ?? constraint.deferrable,
  }));

export const renameConstraint: Apply<'renameConstraint'> = (catalog, operation) => {
  const { to } = operation;
  const renamed = changeConstraint(catalog, operation, (constraint) => ({ ...constraint, name: to }));
  const found = findTable(renamed, operation.table);
  const index = found?.indexes.find((one) => one.constraint === operation.name);
  if (!found || !index) return renamed;
  const indexes = found.indexes.map((one) => (one === index ? { ...one, name: to, constraint: to } : one));
  return renameParent(putTable(renamed, { ...found, indexes }), found.name, index.name, to);
};
