import type { ServerVersion } from '../../sql/dialect.js';
import { COLUMN_FACTS } from './column-facts.js';
import { CONSTRAINT_FACTS, INDEX_FACTS } from './constraint-facts.js';
import { holdsIn, type FactRow } from './fact.js';
import { OBJECT_FACTS } from './object-facts.js';
import { PARTITION_FACTS, TABLE_FACTS } from './table-facts.js';

/** In no order that matters but for rows of one change. */
const ROWS = [
  ...COLUMN_FACTS,
  ...CONSTRAINT_FACTS,
  ...INDEX_FACTS,
  ...TABLE_FACTS,
  ...PARTITION_FACTS,
  ...OBJECT_FACTS,
] as const;

/** The things that statements do to tables, as far as they differ in lock or work. */
export type ChangeKind = (typeof ROWS)[number][0];

/** The row that speaks for a change on this release; undefined when the release does not know the change. */
export function factOf(kind: ChangeKind, version: ServerVersion): FactRow<ChangeKind> | undefined {
  return ROWS.find(([change, versions]) => change === kind && holdsIn(version, versions));
}
