import { COLUMN_CONDITIONS } from './column-condition.js';
import { INDEX_CONDITIONS } from './index-condition.js';
import { TABLE_CONDITIONS } from './table-condition.js';

/**
 * What the lines of the fact tables are conditional on: true, false, or undefined where the history does not say. A
 * table that the history does not show is taken for a permanent, unpartitioned InnoDB table; nothing else is assumed.
 */
export const CONDITIONS = { ...TABLE_CONDITIONS, ...INDEX_CONDITIONS, ...COLUMN_CONDITIONS };

/** What a line of a fact table can be conditional on. */
export type ConditionName = keyof typeof CONDITIONS;
