import type { ServerVersion } from '../sql/dialect.js';
import type { OperationKind, OperationOf } from '../sql/operation.js';
import type { Catalog } from './catalog.js';

/** What one kind of operation makes of a catalog. */
export type Apply<K extends OperationKind> = (
  catalog: Catalog,
  operation: OperationOf<K>,
  version: ServerVersion,
) => Catalog;

/** Kinds that are absent change no schema. */
export type Handlers = { readonly [K in OperationKind]?: Apply<K> };
