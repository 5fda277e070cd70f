import type { Table } from '../../catalog/catalog.js';
import { findColumn, findTable, foreignKeysOf } from '../../catalog/find.js';
import type { ColumnDefinition } from '../../sql/column.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Change, Changes } from './change.js';
import type { ChangeKind } from './facts.js';
import { isArray, isChecked } from './named-type.js';
import { provesNotNull } from './proof.js';
import {
  family,
  familyTables,
  isKnown,
  named,
  ownedSequences,
  referencedTables,
  referencingTables,
  relationOfTable,
  target,
} from './relation.js';
import type { Relation } from './relation.js';
import { sequencesIn } from './sequence-name.js';
import type { ChangesByOperation, Situation } from './situation.js';
import { changeColumnType } from './type-change.js';
import { readersOfColumn } from './readers.js';
import { volatilityOf } from './volatility.js';

/** What PostgreSQL does for the operations on columns. */
export const COLUMN_CHANGES: ChangesByOperation = {
  addColumn,
  dropColumn,
  changeColumnType,
  renameColumn: (operation, situation) => [{ kind: 'rename-column', on: family(situation, operation) }],
  setColumnDefault: (operation, situation) => [{ kind: 'change-default', on: family(situation, operation) }],
  setColumnNullable: (operation, situation) =>
    operation.nullable
      ? [{ kind: 'drop-not-null', on: family(situation, operation) }]
      : setNotNull(operation, situation),
  setColumnAttribute: (operation, situation) => [
    {
      kind: ATTRIBUTES[operation.attribute],
      on: RECURSIVE.has(operation.attribute) ? family(situation, operation) : target(situation, operation),
    },
  ],
  setColumnExpression,
  changeIdentity,
};

const ATTRIBUTES = {
  statistics: 'change-statistics',
  options: 'change-column-options',
  storage: 'change-storage',
  compression: 'change-compression',
} as const;
/** Source: ATPrepCmd() in tablecmds.c. */
const RECURSIVE: ReadonlySet<string> = new Set(['statistics', 'storage']);

const SERIALS: ReadonlySet<string> = new Set(['smallserial', 'serial', 'bigserial']);

function addColumn(operation: OperationOf<'addColumn'>, situation: Situation): Changes {
  const { column, ifNotExists } = operation;
  const on = family(situation, operation);
  const table = findTable(situation.now, operation.table);
  if (on.length === 0) return [];
  if (table && ifNotExists && findColumn(table, column.name))
    return [{ kind: 'add-column-present', on: on.slice(0, 1) }];
  const kind = addedKind(column, situation);
  if (typeof kind === 'object') return kind;
  const needsCheck =
    column.nullable === false &&
    (column.default === undefined || column.default.kind === 'null') &&
    kind !== 'add-column-own-sequence';
  const written = column.default?.kind === 'expression' ? column.default.expression.text : '';
  return [
    { kind, on },
    { kind: 'add-column-not-null', on: needsCheck ? on : [] },
    { kind: 'takes-values', on: sequencesIn(written).flatMap((name) => named(situation, name)) },
  ];
}

/** Which rows of the facts speak for a new column. */
function addedKind(column: ColumnDefinition, { now }: Situation): ChangeKind | { readonly unknown: string } {
  if (SERIALS.has(column.type.name) || column.identity) return 'add-column-own-sequence';
  if (column.generated)
    return column.generated.storage === 'stored' ? 'add-column-stored' : 'add-column-virtual';
  const isOfDomain = isArray(column.type) ? false : isChecked(now, column.type);
  if (isOfDomain === true) return 'add-column-checked-domain';
  const written = column.default;
  const volatility = written?.kind === 'expression' ? volatilityOf(written.expression, now) : 'steady';
  if (volatility === 'volatile') return 'add-column-volatile-default';
  if (isOfDomain === undefined) {
    return {
      unknown: `The history does not show the type ${column.type.text} of the new column ${column.name}.`,
    };
  }
  if (typeof volatility === 'object') {
    return {
      unknown: `The history does not show whether ${volatility.unknownFunction}() in the default of ${column.name} is volatile.`,
    };
  }
  if (volatility === 'inlined') return 'add-column-inlined-default';
  return written && written.kind !== 'null' ? 'add-column-default' : 'add-column';
}

function dropColumn(operation: OperationOf<'dropColumn'>, situation: Situation): Changes {
  const on = family(situation, operation);
  const table = findTable(situation.now, operation.table);
  if (!table || on.length === 0) return [{ kind: 'drop-column', on }];
  const { column } = operation;
  const released = foreignKeysOf(table).some((key) => key.columns.includes(column));
  const referenced = released
    ? referencedTables(situation, table, (key) => key.columns.includes(column))
    : [];
  const referencing = operation.cascade
    ? referencingTables(situation, table, (key) => key.referencedColumns.includes(column))
    : [];
  const views = operation.cascade ? readersOfColumn(situation, table, column) : [];
  return [
    { kind: 'drop-column', on },
    { kind: 'loses-reference', on: [...referenced, ...referencing] },
    { kind: 'drop-owned-sequence', on: ownedSequences(situation, table, column) },
    { kind: 'drop-dependent', on: views },
  ];
}

function setNotNull(operation: OperationOf<'setColumnNullable'>, situation: Situation): Changes {
  const on = family(situation, operation);
  const table = findTable(situation.now, operation.table);
  if (!isKnown(situation, table) || !findColumn(table, operation.column)) {
    const name = `${nameText(operation.table)}.${operation.column}`;
    return {
      unknown: `The history does not show whether ${name} is NOT NULL already, or a valid CHECK proves it.`,
    };
  }
  const changes = familyTables(situation, operation).map((one): Change => ({
    kind: notNullKind(one, operation.column),
    on: [relationOfTable(one)],
  }));
  return on.length === 0 ? [] : changes;
}

function notNullKind(table: Table, column: string): ChangeKind {
  const found = findColumn(table, column);
  const doubted = table.constraints.some(
    (one) => one.kind === 'not-null' && one.columns.includes(column) && !one.validated,
  );
  if (found?.nullable === false && !doubted) return 'set-not-null-already';
  return provesNotNull(table, column) ? 'set-not-null-proved' : 'set-not-null';
}

function setColumnExpression(operation: OperationOf<'setColumnExpression'>, situation: Situation): Changes {
  const on = family(situation, operation);
  if (!operation.expression) return [{ kind: 'drop-expression', on }];
  const table = findTable(situation.now, operation.table);
  const column = table && findColumn(table, operation.column);
  if (!column?.generated && situation.version.major >= 18) {
    const unknown = `The history does not show whether ${operation.column} is stored or virtual.`;
    return { unknown };
  }
  return [
    {
      kind: column?.generated?.storage === 'virtual' ? 'set-virtual-expression' : 'set-stored-expression',
      on,
    },
  ];
}

function changeIdentity(operation: OperationOf<'changeIdentity'>, situation: Situation): Changes {
  const table = findTable(situation.now, operation.table);
  const on = situation.version.major >= 17 ? family(situation, operation) : target(situation, operation);
  const sequences: readonly Relation[] =
    table && operation.action !== 'add' ? ownedSequences(situation, table, operation.column) : [];
  return [
    { kind: 'change-identity', on },
    { kind: operation.action === 'drop' ? 'drop-owned-sequence' : 'alter-owned-sequence', on: sequences },
  ];
}
