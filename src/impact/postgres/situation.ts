import type { Catalog } from '../../catalog/catalog.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { OperationKind, OperationOf, Operation } from '../../sql/operation.js';
import type { ScriptEntry } from '../../sql/statement.js';
import type { Changes, Refusal } from './change.js';

/** What an operation meets. */
export interface Situation {
  /** The schema before the statement. */
  readonly before: Catalog;
  /** The schema as the operation meets it: the statement's earlier operations, in the server's order, are in it. */
  readonly now: Catalog;
  /** The schema that the operation leaves. */
  readonly after: Catalog;
  readonly version: ServerVersion;
  /** All operations of the statement. */
  readonly operations: readonly Operation[];
  /** CREATE FUNCTION: what stands in the body. */
  readonly body: readonly ScriptEntry[];
}

/** What an operation of one kind does. */
export type ChangesOf<K extends OperationKind> = (operation: OperationOf<K>, situation: Situation) => Changes;
/** By kind of operation; kinds that are absent touch no relation. */
export type ChangesByOperation = { readonly [K in OperationKind]?: ChangesOf<K> };

/** Why the server refuses an operation of one kind; undefined when it does not. */
export type RefusalOf<K extends OperationKind> = (
  operation: OperationOf<K>,
  situation: Situation,
) => Refusal | undefined;
/** By kind of operation, in the order in which they are asked. */
export type RefusalsByOperation = { readonly [K in OperationKind]?: readonly RefusalOf<K>[] };
