import type { Catalog, Index, Table } from '../catalog/catalog.js';
import { findColumn, foreignKeysOf } from '../catalog/find.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { RecipeStep } from './finding.js';
import { foreignKeySteps } from './foreign-key-recipe.js';
import { concurrentIndexStep, notNullSteps, recipeName } from './postgres-recipe.js';
import { quoteName, sqlNameOf } from './words.js';

/** What a table must have before it becomes a partition, or ATTACH builds and checks it under its lock. */
export function missingKeySteps(
  server: ServerVersion,
  catalog: Catalog,
  parent: Table,
  table: Table,
): readonly RecipeStep[] {
  const has = (index: Index): boolean => table.indexes.some((own) => shapeOf(own) === shapeOf(index));
  const indexes = parent.indexes.filter((index) => !has(index));
  const own = foreignKeysOf(table).map(keyOf);
  const keys = foreignKeysOf(parent).filter((key) => !own.includes(keyOf(key)));
  return [
    ...indexes.flatMap((index) => indexSteps(server, table, index)),
    ...keys.flatMap((key) => foreignKeySteps(server, catalog, table.name, { ...key, name: undefined })),
  ];
}

function shapeOf({ parts, unique, primary, method, where, include }: Index): string {
  return JSON.stringify([parts, unique, primary, method, where?.text, include]);
}

function keyOf({ columns, references, referencedColumns }: ReturnType<typeof foreignKeysOf>[number]): string {
  return JSON.stringify([columns, references.name, referencedColumns]);
}

function indexSteps(server: ServerVersion, table: Table, index: Index): readonly RecipeStep[] {
  const columns = index.parts.flatMap(({ column }) => column ?? []);
  const suffix = index.primary ? ['pkey'] : [...columns, index.constraint === undefined ? 'idx' : 'key'];
  const name = recipeName(table.name.name, ...suffix);
  const build = concurrentIndexStep(server, table.name, { ...index, name: undefined }, name);
  if (index.constraint === undefined) return [build];
  const nullable = index.primary ? columns.filter((one) => findColumn(table, one)?.nullable !== false) : [];
  const kind = index.primary ? 'PRIMARY KEY' : 'UNIQUE';
  return [
    build,
    ...notNullSteps(server, table.name, nullable),
    {
      kind: 'migration',
      title: 'Let the constraint take the index over',
      text: `ALTER TABLE ${sqlNameOf(server, table.name)} ADD CONSTRAINT ${quoteName(server, name)} ${kind} USING INDEX ${quoteName(server, name)};`,
    },
  ];
}
