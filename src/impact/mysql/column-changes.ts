import type { Column, Table } from '../../catalog/catalog.js';
import { findColumn } from '../../catalog/find.js';
import { pairOf, resolveCharset } from '../../catalog/mysql/charset.js';
import { mysqlColumn } from '../../catalog/mysql/column.js';
import { hasCharset, promoteText } from '../../catalog/mysql/type.js';
import type { ColumnPosition } from '../../sql/column.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import type { Change, ChangeKind, RedefinitionChange } from './change.js';
import type { ChangesByOperation } from './changes-by-operation.js';
import { diffColumn } from './redefinition.js';
import { isKnown, sameColumn } from './subject.js';
import { changesJson } from './type-change.js';
import type { Altered } from './subject.js';

export const COLUMN_CHANGES: ChangesByOperation = {
  addColumn: (operation, altered) => {
    const { column, ifNotExists } = operation;
    if (ifNotExists && knownColumn(altered, column.name)) return [{ kind: 'nothing', operation }];
    return [{ kind: ADDED[generatedAs(column.generated)], operation, column }];
  },
  dropColumn: (operation, altered) => {
    const before = knownColumn(altered, operation.column);
    if (!before && operation.ifExists && isKnown(altered)) {
      return [{ kind: 'nothing', operation }];
    }
    return [{ kind: DROPPED[generatedAs(before?.generated)], operation, before }];
  },
  redefineColumn: redefine,
  renameColumn: (operation, altered) => {
    const before = knownColumn(altered, operation.column);
    const isIdle = operation.ifExists === true && !before && isKnown(altered);
    return [isIdle ? { kind: 'nothing', operation } : { kind: 'rename-column', operation, before }];
  },
  setColumnDefault: (operation, altered) => [
    { kind: 'change-default', operation, before: knownColumn(altered, operation.column) },
  ],
  setColumnVisible: (operation, altered) => [
    { kind: 'change-visibility', operation, before: knownColumn(altered, operation.column) },
  ],
  convertCharset: (operation, altered) => [
    { kind: 'convert-charset', operation },
    ...convert(operation, altered),
  ],
};

type Generated = 'plain' | 'virtual' | 'stored';

const ADDED: Readonly<Record<Generated, ChangeKind>> = {
  plain: 'add-column',
  virtual: 'add-virtual-column',
  stored: 'add-stored-column',
};

const DROPPED: Readonly<Record<Generated, ChangeKind>> = {
  plain: 'drop-column',
  virtual: 'drop-virtual-column',
  stored: 'drop-stored-column',
};

const MOVED: Readonly<Record<Generated, RedefinitionChange>> = {
  plain: 'move-column',
  virtual: 'move-virtual-column',
  stored: 'move-stored-column',
};

function generatedAs(
  generated: { readonly storage?: 'virtual' | 'stored' | undefined } | undefined,
): Generated {
  return generated === undefined ? 'plain' : (generated.storage ?? 'virtual');
}

function knownColumn(altered: Altered, name: string): Column | undefined {
  return altered.table && findColumn(altered.table, name);
}

function redefine(operation: OperationOf<'redefineColumn'>, altered: Altered): readonly Change[] {
  const { table, catalog, server } = altered;
  const before = knownColumn(altered, operation.column);
  if (!before && operation.ifExists && isKnown(altered)) return [{ kind: 'nothing', operation }];
  if (!table || !before || altered.doubt !== undefined) return [{ kind: 'unknown-redefinition', operation }];
  const target = withNewCharset(table, altered);
  const after = inKey(mysqlColumn(operation.definition, target, catalog, server.version), before, altered);
  const change = (kind: ChangeKind): Change => ({ kind, operation, before, after });
  const kinds: ChangeKind[] = [...diffColumn(before, after)];
  if (changesJson(before, after, operation.definition)) kinds.push('change-type');
  if (!sameColumn(before.name, after.name)) kinds.push('rename-column');
  if (moves(altered, before, operation.position)) kinds.push(MOVED[generatedAs(before.generated)]);
  return kinds.length === 0 ? [{ ...change('nothing'), before, after }] : kinds.map(change);
}

/** A column that is restated without a character set takes the one that the same statement makes the table's default. */
function withNewCharset(table: Table, altered: Altered): Table {
  const { version } = altered.server;
  return altered.operations.reduce((before, operation) => {
    const written = writtenCharset(operation);
    const inherited = pairOf(before.charset ?? altered.catalog.charset ?? 'utf8mb4', version);
    return written ? { ...before, ...resolveCharset(written, inherited, version) } : before;
  }, table);
}

function writtenCharset(
  operation: Operation,
): { readonly charset?: string; readonly collation?: string } | undefined {
  if (operation.kind === 'convertCharset') {
    const { charset, collation } = operation;
    return {
      ...(charset === undefined ? {} : { charset }),
      ...(collation === undefined ? {} : { collation }),
    };
  }
  if (operation.kind !== 'setTableOption') return undefined;
  if (operation.option === 'charset') return { charset: operation.value };
  return operation.option === 'collate' ? { collation: operation.value } : undefined;
}

/** A column of the primary key stays NOT NULL, whatever its new definition leaves out. */
function inKey(after: Column, before: Column, altered: Altered): Column {
  const primary = altered.table?.indexes.find((index) => index.primary);
  const isPart = primary?.parts.some((part) => sameColumn(part.column, before.name)) ?? false;
  if (!isPart || !after.nullable) return after;
  return { ...after, nullable: false, default: after.default?.kind === 'null' ? undefined : after.default };
}

/** False for a position that names the place where the column stands already. */
function moves(altered: Altered, column: Column, position: ColumnPosition | undefined): boolean {
  const columns = altered.table?.columns ?? [];
  if (position === undefined) return false;
  const at = columns.indexOf(column);
  if ('first' in position) return at !== 0;
  return !sameColumn(columns[at - 1]?.name, position.after);
}

/** CONVERT TO redefines every column that has a character set. */
function convert(operation: OperationOf<'convertCharset'>, altered: Altered): readonly Change[] {
  const { table, doubt, server } = altered;
  if (!table || doubt !== undefined) return [{ kind: 'unknown-redefinition', operation }];
  const inherited = pairOf(table.charset ?? altered.catalog.charset ?? 'utf8mb4', server.version);
  const pair = resolveCharset(operation, inherited, server.version);
  return table.columns
    .filter((column) => hasCharset(column.type))
    .flatMap((before) => {
      const type = promoteText(before.type, before.charset ?? pair.charset, pair.charset);
      const after = { ...before, type, ...pair };
      return diffColumn(before, after).map((kind) => ({ kind, operation, before, after }));
    });
}

/** Whether the operation restates a column, which is when MySQL looks at CHECKs again. */
export function restatesColumn(operation: Operation): boolean {
  return operation.kind === 'redefineColumn' || operation.kind === 'renameColumn';
}
