import type { Catalog, Sequence } from '../catalog.js';
import { putView, removeTable, removeView } from '../edit.js';
import { findTable, findViewKey } from '../find.js';
import type { Apply } from '../handlers.js';
import { foldTableName, isInSchema, newKey, qualified } from '../names.js';
import { dropRoutine } from '../routines.js';
import { dropTrigger } from '../triggers.js';
import { resolveCharset } from './charset.js';
import { databaseCharset } from './tables.js';

export const createView: Apply<'createView'> = (catalog, operation) =>
  putView(catalog, {
    name: qualified(catalog, operation.view),
    materialized: false,
    reads: operation.reads.map((read) => findTable(catalog, read)?.name ?? qualified(catalog, read)),
    indexes: [],
  });

export const dropView: Apply<'dropView'> = (catalog, operation) => {
  const key = findViewKey(catalog, operation.view);
  return key === undefined ? catalog : removeView(catalog, key);
};

/** MariaDB's sequences are tables to RENAME and DROP, but hold no rows of ours. */
export const createSequence: Apply<'createSequence'> = (catalog, operation) => {
  const key = newKey(catalog, operation.sequence);
  if (catalog.sequences.has(key)) return catalog;
  const sequence: Sequence = { name: qualified(catalog, operation.sequence) };
  return { ...catalog, sequences: catalog.sequences.set(key, sequence) };
};

export const dropObject: Apply<'dropObject'> = (catalog, operation) => {
  const key = newKey(catalog, operation.name);
  switch (operation.object) {
    case 'trigger':
      return dropTrigger(catalog, operation.name.name, operation.table);
    case 'sequence':
      return { ...catalog, sequences: catalog.sequences.delete(key) };
    case 'function':
    case 'procedure':
      return dropRoutine(catalog, operation.name);
    default:
      return catalog;
  }
};

export const createSchema: Apply<'createSchema'> = (catalog, operation, version) => {
  const key = foldTableName(catalog, operation.schema);
  if (catalog.schemas.has(key)) return catalog;
  const pair = resolveCharset(operation, databaseCharset(catalog, undefined, version), version);
  return { ...catalog, schemas: catalog.schemas.set(key, pair) };
};

export const alterSchema: Apply<'alterSchema'> = (catalog, operation, version) => {
  const schema = operation.schema ?? catalog.session.searchPath[0];
  const pair = resolveCharset(operation, databaseCharset(catalog, schema, version), version);
  const isNamed = schema !== undefined && catalog.schemas.has(foldTableName(catalog, schema));
  if (isNamed) return { ...catalog, schemas: catalog.schemas.set(foldTableName(catalog, schema), pair) };
  // The runner's database is the one that a history without CREATE DATABASE speaks of.
  return { ...catalog, ...pair };
};

export const dropSchema: Apply<'dropSchema'> = (catalog, operation): Catalog => {
  const schema = foldTableName(catalog, operation.schema);
  const inIt = (key: string) => isInSchema(key, schema);
  const withoutTables = [...catalog.tables.keys()].filter(inIt).reduce(removeTable, catalog);
  const cleared = [...withoutTables.views.keys()].filter(inIt).reduce(removeView, withoutTables);
  return {
    ...cleared,
    schemas: cleared.schemas.delete(schema),
    sequences: cleared.sequences.filterNot((_, key) => inIt(key)),
    routines: cleared.routines.filterNot((_, key) => inIt(key)),
  };
};
