import { COLUMN_FACTS } from './column-facts.js';
import { CONSTRAINT_FACTS, INDEX_FACTS } from './constraint-facts.js';
import type { FactRow } from './fact.js';
import { OBJECT_FACTS } from './object-facts.js';
import { PARTITION_FACTS, TABLE_FACTS } from './table-facts.js';

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

/** All facts, in no order that matters but for rows of one change. */
export const POSTGRES_FACTS: readonly FactRow<ChangeKind>[] = ROWS;
