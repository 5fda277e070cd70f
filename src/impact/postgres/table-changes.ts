import type { Table } from '../../catalog/catalog.js';
import { findTable, foreignKeysReferencing } from '../../catalog/find.js';
import { storedKey } from '../../catalog/names.js';
import { descendants } from '../../catalog/postgres/family.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Change, Changes } from './change.js';
import { lockModeOf } from './lock.js';
import { newPartition, partitionLost } from './partition-changes.js';
import { readOf, readersOf } from './readers.js';
import {
  family,
  isMadeHere,
  named,
  ownedSequences,
  referencedTables,
  relationOfTable,
  relationOfView,
  target,
} from './relation.js';
import type { Relation } from './relation.js';
import type { ChangesByOperation, Situation } from './situation.js';

/** What PostgreSQL does for the operations on whole tables. */
export const TABLE_CHANGES: ChangesByOperation = {
  createTable,
  dropTable,
  truncateTable,
  renameTable: (operation, situation) => [{ kind: 'rename-table', on: target(situation, operation) }],
  setSchema: (operation, situation) => [
    { kind: 'set-schema', on: target(situation, operation) },
    { kind: 'move-owned-sequence', on: sequencesOf(operation.table, situation) },
  ],
  setTableOption,
  rebuildTable: (operation, situation) => [
    { kind: operation.how === 'cluster' ? 'cluster' : 'vacuum-full', on: family(situation, operation) },
  ],
  maintainTable: (operation, situation) => [
    { kind: operation.how === 'analyze' ? 'analyze' : 'vacuum', on: family(situation, operation) },
  ],
  administer,
  setLogged,
  setTableAttribute,
  changeInheritance: (operation, situation) => [
    { kind: 'inherit', on: target(situation, operation) },
    {
      kind: operation.action === 'inherit' ? 'inherit-parent' : 'no-inherit-parent',
      on: named(situation, operation.parent),
    },
  ],
  lockTables: (operation, situation) =>
    operation.tables.map(({ table, mode }): Change => ({
      kind: 'lock-table',
      on: readOf(table, situation),
      mode: lockModeOf(mode),
    })),
};

/** VACUUM, ANALYZE and CLUSTER without a table do the whole database, each table in a transaction of its own. */
function administer({ what }: OperationOf<'administer'>, { now }: Situation): Changes {
  const tables = [...now.tables.values()];
  const filled = [...now.views.values()].filter(({ materialized }) => materialized);
  const stored = [...tables.map(relationOfTable), ...filled.map(relationOfView)];
  switch (what) {
    case 'vacuum full':
      return [{ kind: 'vacuum-full', on: stored }];
    case 'vacuum':
    case 'analyze':
      return [{ kind: what, on: stored }];
    case 'cluster': {
      const clustered = tables.filter(({ options }) => (options['cluster-on'] ?? 'none') !== 'none');
      return [{ kind: 'cluster', on: clustered.map(relationOfTable) }];
    }
    default:
      return [];
  }
}

function createTable(operation: OperationOf<'createTable'>, situation: Situation): Changes {
  if (findTable(situation.now, operation.table) && operation.ifNotExists) return [];
  const parents = operation.partitionOf ? [] : (operation.inherits ?? []);
  const sources = operation.like ? [operation.like] : [];
  return [
    { kind: 'like-source', on: sources.flatMap((ref) => named(situation, ref)) },
    { kind: 'inherited-from', on: parents.flatMap((ref) => named(situation, ref)) },
    {
      kind: operation.asQuery?.withData === false ? 'read' : 'read-whole',
      on: (operation.asQuery?.reads ?? []).flatMap((ref) => readOf(ref, situation)),
    },
    ...(operation.partitionOf ? newPartition(operation.partitionOf, situation) : []),
  ];
}

function dropTable(operation: OperationOf<'dropTable'>, situation: Situation): Changes {
  const { now } = situation;
  const table = findTable(now, operation.table);
  if (!table)
    return operation.ifExists ? [] : [{ kind: 'drop-table', on: named(situation, operation.table) }];
  if (isMadeHere(situation, table)) return [];
  const members = [table, ...descendants(now, table)];
  const inMembers = new Set(members.map(({ name }) => storedKey(now, name)));
  const outside = (relation: Relation): boolean => !inMembers.has(storedKey(now, relation.name));
  // The key of a partition is a part of its parent's, whose triggers stay.
  const isOwn = (key: { readonly name: string }): boolean =>
    table.partitionOf === undefined || !hasKey(findTable(now, table.partitionOf.parent), key.name);
  const referenced = referencedTables(situation, table, isOwn);
  const referencing = members.flatMap((one) => referencingOf(one, situation));
  const views = operation.cascade ? members.flatMap((one) => readersOf(situation, one.name)) : [];
  return [
    { kind: 'drop-table', on: members.map(relationOfTable) },
    { kind: 'loses-reference', on: [...referenced, ...referencing].filter(outside) },
    { kind: 'drop-owned-sequence', on: members.flatMap((one) => ownedSequences(situation, one)) },
    { kind: 'drop-dependent', on: views },
    ...partitionLost(table, situation),
  ];
}

function hasKey(table: Table | undefined, name: string): boolean {
  return table?.constraints.some((one) => one.kind === 'foreign-key' && one.name === name) ?? false;
}

function referencingOf(table: Table, { now }: Situation): readonly Relation[] {
  return foreignKeysReferencing(now, table.name).map((reference) => relationOfTable(reference.table));
}

function truncateTable(operation: OperationOf<'truncateTable'>, situation: Situation): Changes {
  const table = findTable(situation.now, operation.table);
  const own = family(situation, operation);
  if (!table || !operation.cascade) return [{ kind: 'truncate', on: own }];
  return [{ kind: 'truncate', on: [...own, ...emptiedWith(table, situation, new Set())] }];
}

/** The tables that TRUNCATE … CASCADE empties too: those that reference the table, those that reference them. */
function emptiedWith(table: Table, situation: Situation, seen: Set<string>): readonly Relation[] {
  const key = storedKey(situation.now, table.name);
  if (seen.has(key)) return [];
  seen.add(key);
  return foreignKeysReferencing(situation.now, table.name).flatMap((reference) => [
    ...family(situation, { table: reference.table.name }),
    ...emptiedWith(reference.table, situation, seen),
  ]);
}

function sequencesOf(ref: OperationOf<'setSchema'>['table'], situation: Situation): readonly Relation[] {
  const table = findTable(situation.now, ref);
  return table ? ownedSequences(situation, table) : [];
}

/** Options under ACCESS EXCLUSIVE. Source: the lock levels in reloptions.c; those of views are of the view's own. */
const STRICT_OPTIONS: ReadonlySet<string> = new Set([
  'user_catalog_table',
  'oids',
  'security_barrier',
  'security_invoker',
  'check_option',
]);

function setTableOption(operation: OperationOf<'setTableOption'>, situation: Situation): Changes {
  const on = target(situation, operation);
  const { option, value } = operation;
  if (option !== 'tablespace') {
    return [{ kind: STRICT_OPTIONS.has(option) ? 'set-strict-option' : 'set-storage-parameter', on }];
  }
  const table = findTable(situation.now, operation.table);
  const isSame = table !== undefined && (table.options['tablespace'] ?? 'pg_default') === value;
  return [{ kind: isSame ? 'set-same-tablespace' : 'set-tablespace', on }];
}

function setLogged(operation: OperationOf<'setLogged'>, situation: Situation): Changes {
  const on = target(situation, operation);
  const table = findTable(situation.now, operation.table);
  if (table && table.unlogged !== operation.logged) return [{ kind: 'set-logged-already', on }];
  return [
    { kind: 'set-logged', on },
    { kind: 'set-logged-sequence', on: sequencesOf(operation.table, situation) },
  ];
}

function setTableAttribute(operation: OperationOf<'setTableAttribute'>, situation: Situation): Changes {
  const on = target(situation, operation);
  const { attribute, value } = operation;
  switch (attribute) {
    case 'cluster-on':
      return [{ kind: 'change-cluster-index', on }];
    case 'trigger':
      return [{ kind: 'change-trigger-state', on: triggersOn(operation, situation) }];
    case 'access-method': {
      const table = findTable(situation.now, operation.table);
      const isSame = table?.engine === (value === 'default' ? 'heap' : value);
      return [{ kind: isSame ? 'set-same-access-method' : 'set-access-method', on }];
    }
    case 'owner':
      return [
        { kind: 'change-table-attribute', on },
        { kind: 'move-owned-sequence', on: sequencesOf(operation.table, situation) },
      ];
    case 'of-type':
      return [
        { kind: 'change-table-attribute', on },
        { kind: 'of-type', on: value === 'none' ? [] : [{ name: { name: value }, stores: false }] },
      ];
    default:
      return [{ kind: 'change-table-attribute', on }];
  }
}

/** The triggers of a partitioned table have copies on its partitions. */
function triggersOn(operation: OperationOf<'setTableAttribute'>, situation: Situation): readonly Relation[] {
  const isParent = findTable(situation.now, operation.table)?.partitioning !== undefined;
  return isParent ? family(situation, operation) : target(situation, operation);
}
