import type { OperationKind, OperationOf } from '../../sql/operation.js';
import type { Change } from './change.js';
import type { Altered } from './subject.js';

/** What an operation of one kind changes, given the table as the history shows it. */
export type ChangesOf<K extends OperationKind> = (
  operation: OperationOf<K>,
  altered: Altered,
) => readonly Change[];

/** By kind of operation; kinds that are absent change no table. */
export type ChangesByOperation = { readonly [K in OperationKind]?: ChangesOf<K> };
