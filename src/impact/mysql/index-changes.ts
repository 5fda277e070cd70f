import type { Column, Index } from '../../catalog/catalog.js';
import { findColumn, findIndex } from '../../catalog/find.js';
import { mysqlColumn } from '../../catalog/mysql/column.js';
import type { IndexDefinition, IndexPart } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { OperationOf } from '../../sql/operation.js';
import { lookUp } from '../../look-up.js';
import type { Change, ChangeKind } from './change.js';
import type { ChangesByOperation } from './changes-by-operation.js';
import { isHashedBy } from './key-size.js';
import { isKnown, sameColumn } from './subject.js';
import type { Altered } from './subject.js';

export const INDEX_CHANGES: ChangesByOperation = {
  addIndex: (operation, altered) => {
    const { index, ifNotExists } = operation;
    const exists = index.name !== undefined && knownIndex(altered, index.name) !== undefined;
    if (exists && ifNotExists) return [{ kind: 'nothing', operation }];
    return [{ kind: addedIndex(index, altered), operation, index }];
  },
  dropIndex: (operation, altered) => {
    const existing = knownIndex(altered, operation.index.name);
    if (!existing && operation.ifExists && isKnown(altered)) return [{ kind: 'nothing', operation }];
    const isPrimary = operation.index.name.toUpperCase() === 'PRIMARY';
    return [{ kind: isPrimary ? 'drop-primary-key' : 'drop-index', operation, existing }];
  },
  renameIndex: (operation, altered) => {
    const existing = knownIndex(altered, operation.index.name);
    const isIdle = operation.ifExists === true && !existing && isKnown(altered);
    return [isIdle ? { kind: 'nothing', operation } : { kind: 'rename-index', operation, existing }];
  },
  setIndexVisible: (operation, altered) => [
    { kind: 'change-index-visibility', operation, existing: knownIndex(altered, operation.index) },
  ],
  setKeys: (operation) => [{ kind: 'switch-keys', operation }],
  addConstraint: (operation, altered) => {
    const change = addedConstraint(operation, altered);
    return [change, ...implicitIndex(change, altered)];
  },
  dropConstraint: (operation, altered) => [droppedConstraint(operation, altered)],
  alterConstraint: (operation, altered) => [{ kind: enforcement(operation, altered), operation }],
};

/** A CHECK that is enforced already is left alone. */
function enforcement({ name, enforced }: OperationOf<'alterConstraint'>, { table }: Altered): ChangeKind {
  if (enforced !== true) return 'drop-check';
  const known = table?.constraints.find((one) => one.kind === 'check' && sameColumn(one.name, name));
  return known?.kind === 'check' && known.enforced ? 'nothing' : 'enforce-check';
}

const BY_METHOD: Readonly<Record<string, ChangeKind>> = {
  fulltext: 'add-fulltext-index',
  spatial: 'add-spatial-index',
  vector: 'add-vector-index',
};

function addedIndex(index: IndexDefinition, altered: Altered): ChangeKind {
  const special = lookUp(BY_METHOD, index.method ?? '');
  if (special) return special;
  if (index.parts.some((part) => part.expression !== undefined)) return 'add-functional-index';
  if (!index.unique) return 'add-index';
  return isHashed(index, altered) ? 'add-hash-unique-index' : 'add-unique-index';
}

/** Whether MariaDB keeps the UNIQUE index as hashes of its values. */
function isHashed(index: IndexDefinition, altered: Altered): boolean {
  return isHashedBy(index, (part) => columnOf(part, altered), altered.server.version);
}

function columnOf({ column: name }: IndexPart, altered: Altered): Column | undefined {
  const { operations, table, catalog, server } = altered;
  if (!table || name === undefined) return undefined;
  for (const operation of operations) {
    if (operation.kind === 'addColumn' && sameColumn(operation.column.name, name))
      return mysqlColumn(operation.column, table, catalog, server.version);
  }
  return findColumn(table, name);
}

function knownIndex(altered: Altered, name: string): Index | undefined {
  return altered.table && findIndex(altered.table, name);
}

function addedConstraint(operation: OperationOf<'addConstraint'>, altered: Altered): Change {
  const { constraint } = operation;
  switch (constraint.kind) {
    case 'primary-key':
      return { kind: 'add-primary-key', operation, constraint, index: constraint.index };
    case 'foreign-key':
      return {
        kind: ignoresReferences(operation, altered) ? 'nothing' : 'add-foreign-key',
        operation,
        constraint,
      };
    case 'check':
      return { kind: addedCheck(constraint.notEnforced === true, altered), operation, constraint };
    default:
      return { kind: 'add-unique-index', operation, constraint };
  }
}

/** A foreign key brings an index over its columns where none begins with them. */
function implicitIndex({ kind, operation, constraint }: Change, altered: Altered): readonly Change[] {
  if (kind !== 'add-foreign-key' || constraint?.kind !== 'foreign-key' || !isKnown(altered)) return [];
  const { columns } = constraint;
  const leads = (parts: readonly IndexPart[]): boolean =>
    columns.every((name, at) => sameColumn(parts[at]?.column, name));
  const isThere = altered.table?.indexes.some((index) => leads(index.parts)) ?? false;
  const isAdded = altered.operations.some((one) => one.kind === 'addIndex' && leads(one.index.parts));
  if (isThere || isAdded) return [];
  const index = { unique: false, parts: columns.map((column) => ({ column })) };
  return [{ kind: 'add-index', operation, index }];
}

/** MySQL before 9.0 reads REFERENCES in a column definition and forgets it. */
function ignoresReferences(operation: OperationOf<'addConstraint'>, altered: Altered): boolean {
  const { version } = altered.server;
  return operation.constraint.inline === true && version.dialect === 'mysql' && !isAtLeast(version, 9, 0);
}

/** MySQL before 8.0.16 reads CHECK and forgets it. */
function addedCheck(notEnforced: boolean, altered: Altered): ChangeKind {
  const { version } = altered.server;
  if (version.dialect === 'mysql' && !isAtLeast(version, 8, 0, 16)) return 'nothing';
  return notEnforced ? 'add-unenforced-check' : 'add-check';
}

function droppedConstraint(operation: OperationOf<'dropConstraint'>, altered: Altered): Change {
  const kind = operation.constraintKind ?? kindOf(operation.name, altered);
  const existing = knownIndex(altered, operation.name ?? 'PRIMARY');
  if (kind === 'primary-key' || operation.name === undefined)
    return { kind: 'drop-primary-key', operation, existing };
  if (kind === 'foreign-key') return { kind: 'drop-foreign-key', operation };
  if (kind === 'check') return { kind: 'drop-check', operation };
  if (kind === 'unique') return { kind: 'drop-index', operation, existing };
  return { kind: operation.ifExists ? 'nothing' : 'drop-index', operation };
}

/** DROP CONSTRAINT does not say what it drops. */
function kindOf(name: string | undefined, altered: Altered): string | undefined {
  if (name === undefined) return 'primary-key';
  const constraint = altered.table?.constraints.find((one) => sameColumn(one.name, name));
  return constraint?.kind ?? (knownIndex(altered, name) ? 'unique' : undefined);
}
