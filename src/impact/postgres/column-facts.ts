import { EXECUTED, MANUAL_ALTER as ALTER, SOURCE_TABLECMDS as TABLECMDS } from './source.js';
import type { FactRow } from './fact.js';

/** What PostgreSQL does with columns. The tables are the one named and, without ONLY, its children. */
// prettier-ignore
export const COLUMN_FACTS = [
  // change                        versions  lock on the tables          work       source
  ['add-column',                   '',       'AccessExclusiveLock',      'none',    ALTER],
  ['add-column-default',           '-10',    'AccessExclusiveLock',      'rewrite', EXECUTED],
  ['add-column-default',           '11-',    'AccessExclusiveLock',      'none',    ALTER],
  ['add-column-volatile-default',  '',       'AccessExclusiveLock',      'rewrite', ALTER],
  ['add-column-inlined-default',   '-11',    'AccessExclusiveLock',      'rewrite', EXECUTED],
  ['add-column-inlined-default',   '12-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['add-column-own-sequence',      '',       'AccessExclusiveLock',      'rewrite', ALTER],
  ['add-column-stored',            '',       'AccessExclusiveLock',      'rewrite', ALTER],
  ['add-column-virtual',           '',       'AccessExclusiveLock',      'none',    ALTER],
  ['add-column-checked-domain',    '',       'AccessExclusiveLock',      'rewrite', EXECUTED],
  ['add-column-not-null',          '',       'AccessExclusiveLock',      'scan',    EXECUTED],
  ['takes-values',                 '',       'RowExclusiveLock',         'none',    EXECUTED],
  ['add-column-present',           '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['drop-column',                  '',       'AccessExclusiveLock',      'none',    ALTER],
  ['rename-column',                '',       'AccessExclusiveLock',      'none',    ALTER],
  ['change-default',               '',       'AccessExclusiveLock',      'none',    ALTER],
  ['drop-not-null',                '',       'AccessExclusiveLock',      'none',    ALTER],
  ['set-not-null',                 '',       'AccessExclusiveLock',      'scan',    ALTER],
  ['set-not-null-proved',          '-11',    'AccessExclusiveLock',      'scan',    ALTER],
  ['set-not-null-proved',          '12-',    'AccessExclusiveLock',      'none',    ALTER],
  ['set-not-null-already',         '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['change-statistics',            '',       'ShareUpdateExclusiveLock', 'none',    ALTER],
  ['change-column-options',        '',       'ShareUpdateExclusiveLock', 'none',    ALTER],
  ['change-storage',               '',       'AccessExclusiveLock',      'none',    ALTER],
  ['change-compression',           '',       'AccessExclusiveLock',      'none',    ALTER],
  ['change-identity',              '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['drop-expression',              '',       'AccessExclusiveLock',      'none',    ALTER],
  ['set-stored-expression',        '',       'AccessExclusiveLock',      'rewrite', EXECUTED],
  ['set-virtual-expression',       '',       'AccessExclusiveLock',      'none',    EXECUTED],

  ['change-type-same-form',        '',       'AccessExclusiveLock',      'none',    ALTER],
  ['change-type-in-utc',           '-11',    'AccessExclusiveLock',      'rewrite', EXECUTED],
  ['change-type-in-utc',           '12-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['change-type',                  '',       'AccessExclusiveLock',      'rewrite', ALTER],
  ['change-type-rebuilds-index',   '',       'AccessExclusiveLock',      'build',   EXECUTED],
  ['change-type-rechecks',         '',       'AccessExclusiveLock',      'scan',    EXECUTED],
  ['change-type-of-key',           '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['change-type-revalidates-key',  '',       'AccessExclusiveLock',      'scan',    EXECUTED],

  ['drop-owned-sequence',          '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['alter-owned-sequence',         '',       'ShareRowExclusiveLock',    'none',    EXECUTED],
  ['move-owned-sequence',          '',       'AccessExclusiveLock',      'none',    TABLECMDS],
] as const satisfies readonly FactRow[];
