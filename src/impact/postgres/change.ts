import type { LockMode } from '../impact.js';
import type { ChangeKind } from './facts.js';
import type { Relation } from './relation.js';

/** One thing that a statement does to some tables; the fact tables say which lock and which work that means. */
export interface Change {
  readonly kind: ChangeKind;
  readonly on: readonly Relation[];
  /** LOCK TABLE: the mode that the statement names. */
  readonly mode?: LockMode | undefined;
}

/** The changes of an operation, or why the history does not show them. */
export type Changes = readonly Change[] | Unknown;

/** Nothing can be said. */
export interface Unknown {
  /** One sentence: what the history would have to show. */
  readonly unknown: string;
}

/** Tells the two apart. */
export function isUnknown(changes: Changes): changes is Unknown {
  return 'unknown' in changes;
}

/** The server says no, whatever the rows hold. */
export interface Refusal {
  /** SQLSTATE. */
  readonly code: string;
  readonly reason: string;
}
