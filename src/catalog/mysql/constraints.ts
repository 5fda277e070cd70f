import type { ConstraintDefinition } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { Catalog, Constraint, ForeignKey, Table } from '../catalog.js';
import { changeTable, doubt } from '../edit.js';
import { findIndex, findTable, primaryKeyOf } from '../find.js';
import type { Apply } from '../handlers.js';
import { sameName } from '../names.js';
import { withImplicitIndex, withoutIndex, withPrimaryKey } from './indexes.js';
import { checkName, foreignKeyName } from './names.js';

type Defined<K extends ConstraintDefinition['kind']> = Extract<ConstraintDefinition, { readonly kind: K }>;

export const addConstraint: Apply<'addConstraint'> = (catalog, operation, version) =>
  changeTable(catalog, operation.table, (table) => {
    const { constraint, ifNotExists } = operation;
    if (constraint.name !== undefined && findConstraint(table, constraint.name)) {
      if (ifNotExists) return table;
      return doubt(table, `A statement adds the constraint ${constraint.name}, which it has already.`);
    }
    switch (constraint.kind) {
      case 'primary-key':
        return ifNotExists && primaryKeyOf(table) ? table : withPrimaryKey(table, constraint.index);
      case 'foreign-key':
        return withForeignKey(catalog, table, constraint, version);
      case 'check':
        return withCheck(table, constraint, version);
      default:
        return table;
    }
  });

function findConstraint(table: Table, name: string): Constraint | undefined {
  return table.constraints.find((constraint) => sameName(table, constraint.name, name));
}

function withForeignKey(
  catalog: Catalog,
  table: Table,
  written: Defined<'foreign-key'>,
  version: ServerVersion,
): Table {
  if (written.inline === true && !takesInlineReferences(version)) return table;
  // MariaDB takes either name for both; MySQL gives the constraint's name to the index as well.
  const fallback = version.dialect === 'mariadb' ? written.indexName : undefined;
  const name = written.name ?? fallback ?? foreignKeyName(table);
  const ownName =
    version.dialect === 'mariadb' ? (written.indexName ?? written.name) : (written.name ?? written.indexName);
  const indexed = withImplicitIndex(table, name, written.columns, ownName);
  // Other engines read the clause and forget it.
  if (table.engine !== 'innodb' && table.engine !== 'ndbcluster') return indexed;
  const target = findTable(catalog, written.references);
  const key: ForeignKey = {
    kind: 'foreign-key',
    name,
    columns: written.columns,
    references: target?.name ?? { schema: table.name.schema, ...written.references },
    referencedColumns: written.referencedColumns,
    onDelete: written.onDelete ?? 'no action',
    onUpdate: written.onUpdate ?? 'no action',
    validated: true,
    enforced: true,
    deferrable: false,
  };
  return { ...indexed, constraints: [...indexed.constraints, key] };
}

/** REFERENCES behind a column: ignored by MySQL up to 8.4 and MariaDB up to 10.4 (MDEV-20480). */
function takesInlineReferences(version: ServerVersion): boolean {
  return version.dialect === 'mysql' ? isAtLeast(version, 9, 0) : isAtLeast(version, 10, 5);
}

/** Older servers read a CHECK and forget it. */
function withCheck(table: Table, written: Defined<'check'>, version: ServerVersion): Table {
  const isKept = version.dialect === 'mysql' ? isAtLeast(version, 8, 0, 16) : isAtLeast(version, 10, 2, 1);
  if (!isKept) return table;
  const check: Constraint = {
    kind: 'check',
    name: written.name ?? checkName(table, version),
    expression: written.expression,
    validated: written.notEnforced !== true,
    enforced: written.notEnforced !== true,
    deferrable: false,
  };
  return { ...table, constraints: [...table.constraints, check] };
}

export const dropConstraint: Apply<'dropConstraint'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => {
    const { name, constraintKind, ifExists } = operation;
    if (name === undefined || constraintKind === 'primary-key') {
      if (primaryKeyOf(table)) return withoutIndex(table, 'PRIMARY');
      return ifExists
        ? table
        : doubt(table, 'An earlier statement drops its primary key, which the history does not show.');
    }
    const constraint = findConstraint(table, name);
    if (constraint) return { ...table, constraints: table.constraints.filter((one) => one !== constraint) };
    // DROP CONSTRAINT without saying which takes a UNIQUE index and the primary key too.
    if (constraintKind === undefined && findIndex(table, name)?.unique === true)
      return withoutIndex(table, name);
    return ifExists
      ? table
      : doubt(table, `An earlier statement drops its constraint ${name}, which the history does not show.`);
  });

export const alterConstraint: Apply<'alterConstraint'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => {
    const { name, enforced } = operation;
    const constraint = findConstraint(table, name);
    if (!constraint)
      return doubt(
        table,
        `An earlier statement names its constraint ${name}, which the history does not show.`,
      );
    if (enforced === undefined) return table;
    const changed = { ...constraint, enforced, validated: enforced };
    return { ...table, constraints: table.constraints.map((one) => (one === constraint ? changed : one)) };
  });
