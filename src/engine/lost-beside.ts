import type { Catalog, Column, Table } from '../catalog/catalog.js';
import { findIndex, findTable, foreignKeysReferencing, viewsReading } from '../catalog/find.js';
import { sameName } from '../catalog/names.js';
import type { ObjectName } from '../sql/name.js';
import { nameText } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';
import { code, codeList } from './words.js';

interface Around {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly operations: readonly Operation[];
}

/**
 * What leaves a table together with a column, though no action of the statement names it: "the index `a`", "the CHECK
 * `b`", "the column `c` of the index `d`". Empty when nothing does.
 */
export function lostWithColumn(around: Around, ref: ObjectName, column: string): readonly string[] {
  const before = findTable(around.before, ref);
  const after = findTable(around.after, ref);
  if (!before || !after) return [];
  const isOwn = (columns: readonly (string | undefined)[]): boolean =>
    columns.some((one) => one !== undefined && sameName(before, one, column));
  const named = namedIn(around.operations);
  const indexes = before.indexes
    .filter(({ parts, include, where }) =>
      isOwn([
        ...parts.flatMap((part) => [part.column, ...(part.expression?.columns ?? [])]),
        ...include,
        ...(where?.columns ?? []),
      ]),
    )
    .filter(({ name, constraint }) => !named.has(constraint ?? name))
    .map((index) => {
      const left = findIndex(after, index.name)?.parts.map((part) => part.column ?? 'an expression') ?? [];
      const kind = index.unique ? 'unique index' : 'index';
      if (left.length === 0) return `the ${kind} ${code(index.name)}`;
      return `its place in the ${kind} ${code(index.name)}, which keeps ${codeList(left)}`;
    });
  const constraints = before.constraints
    .filter(({ kind }) => kind === 'foreign-key' || kind === 'check')
    .filter(({ name }) => !named.has(name) && !after.constraints.some((one) => one.name === name))
    .filter((one) =>
      isOwn(one.kind === 'check' ? one.expression.columns : one.kind === 'foreign-key' ? one.columns : []),
    )
    .map(({ kind, name }) => `the ${kind === 'check' ? 'CHECK' : 'foreign key'} ${code(name)}`);
  const generated = before.columns
    .filter((one) => one.generated && isOwn(one.generated.expression.columns))
    .filter(({ name }) => !sameName(before, name, column) && !named.has(name) && !holds(after, name))
    .map(({ name }) => `the generated column ${code(name)}`);
  return [...indexes, ...constraints, ...generated];
}

function holds(table: Table, name: string): boolean {
  return table.columns.some((one: Column) => sameName(table, one.name, name));
}

/** Indexes, constraints and columns that the statement drops by their own name. */
function namedIn(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap((operation) => {
      if (operation.kind === 'dropIndex') return [operation.index.name];
      if (operation.kind === 'dropConstraint') return operation.name === undefined ? [] : [operation.name];
      return operation.kind === 'dropColumn' ? [operation.column] : [];
    }),
  );
}

/** Views that read the table or view directly and may name the column (any, when undefined), by name. */
export function viewsMentioning(catalog: Catalog, ref: ObjectName, column?: string): readonly string[] {
  return viewsReading(catalog, ref)
    .filter(
      ({ columns }) =>
        column === undefined ||
        columns === undefined ||
        columns.includes('*') ||
        columns.some((one) => one.toLowerCase() === column.toLowerCase()),
    )
    .map(({ name }) => nameText(name));
}

/** Other tables whose foreign keys point at this one, by name; a table once. */
export function tablesReferencing(catalog: Catalog, ref: ObjectName): readonly string[] {
  const own = findTable(catalog, ref);
  const names = foreignKeysReferencing(catalog, ref)
    .filter(({ table }) => table !== own)
    .map(({ table }) => nameText(table.name));
  return [...new Set(names)];
}
