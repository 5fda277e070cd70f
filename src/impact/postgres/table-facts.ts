import {
  EXECUTED,
  MANUAL_ALTER as ALTER,
  MANUAL_LOCKING as LOCKING,
  SOURCE_DEPENDENCY as DEPENDENCY,
  SOURCE_TABLECMDS as TABLECMDS,
} from './source.js';
import type { FactRow } from './fact.js';

/** What PostgreSQL does with whole tables. */
// prettier-ignore
export const TABLE_FACTS = [
  // change                        versions  lock on the tables          work       source
  ['create-table',                 '',       '-',                        'none',    EXECUTED],
  ['like-source',                  '',       'AccessShareLock',          'none',    EXECUTED],
  ['inherited-from',               '',       'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['read',                         '',       'AccessShareLock',          'none',    LOCKING],
  ['read-whole',                   '',       'AccessShareLock',          'scan',    EXECUTED],
  ['drop-table',                   '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['loses-partition',              '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['drop-dependent',               '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['truncate',                     '',       'AccessExclusiveLock',      'replace', EXECUTED],
  ['rename-table',                 '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['set-schema',                   '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['set-tablespace',               '',       'AccessExclusiveLock',      'copy',    ALTER],
  ['set-same-tablespace',          '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['set-storage-parameter',        '',       'ShareUpdateExclusiveLock', 'none',    ALTER],
  ['set-strict-option',            '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['set-logged',                   '',       'AccessExclusiveLock',      'rewrite', ALTER],
  ['set-logged-already',           '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['set-logged-sequence',          '15-',    'AccessExclusiveLock',      'none',    TABLECMDS],
  ['vacuum-full',                  '',       'AccessExclusiveLock',      'rewrite', LOCKING],
  ['cluster',                      '',       'AccessExclusiveLock',      'rewrite', LOCKING],
  ['vacuum',                       '',       'ShareUpdateExclusiveLock', 'none',    LOCKING],
  ['analyze',                      '',       'ShareUpdateExclusiveLock', 'none',    LOCKING],
  ['set-access-method',            '15-',    'AccessExclusiveLock',      'rewrite', ALTER],
  ['set-same-access-method',       '15-',    'AccessExclusiveLock',      'none',    ALTER],
  ['change-table-attribute',       '',       'AccessExclusiveLock',      'none',    ALTER],
  ['change-cluster-index',         '',       'ShareUpdateExclusiveLock', 'none',    ALTER],
  ['change-trigger-state',         '',       'ShareRowExclusiveLock',    'none',    ALTER],
  ['inherit',                      '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['inherit-parent',               '',       'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['no-inherit-parent',            '',       'AccessShareLock',          'none',    EXECUTED],
  ['lock-table',                   '',       '-',                        'none',    LOCKING],
] as const satisfies readonly FactRow[];

/** What PostgreSQL does with partitions. */
// prettier-ignore
export const PARTITION_FACTS = [
  // change                        versions  lock on the tables          work       source
  ['create-partition',             '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['default-partition',            '11-',    'AccessExclusiveLock',      'scan',    EXECUTED],
  ['default-partition-proved',     '11-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['default-partition-widened',    '11-',    'AccessExclusiveLock',      'none',    DEPENDENCY],
  ['referenced-by-new-partition',  '-11',    'AccessShareLock',          'none',    EXECUTED],
  ['referenced-by-new-partition',  '12-',    'ShareRowExclusiveLock',    'none',    EXECUTED],
  ['attach-partition',             '-11',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['attach-partition',             '12-',    'ShareUpdateExclusiveLock', 'none',    ALTER],
  ['attached-partition',           '',       'AccessExclusiveLock',      'scan',    ALTER],
  ['attached-partition-proved',    '',       'AccessExclusiveLock',      'none',    ALTER],
  ['attached-partition-indexed',   '11-',    'AccessExclusiveLock',      'build',   ALTER],
  ['attached-partition-keyed',     '',       'AccessExclusiveLock',      'scan',    EXECUTED],
  ['referenced-by-attached',       '-11',    'RowShareLock',             'scan',    EXECUTED],
  ['referenced-by-attached',       '12-',    'ShareRowExclusiveLock',    'scan',    EXECUTED],
  ['detach-partition',             '',       'AccessExclusiveLock',      'none',    ALTER],
  ['detached-partition',           '-13',    'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['detached-partition',           '14-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['detach-partition-concurrently','14-',    'ShareUpdateExclusiveLock', 'none',    ALTER],
  ['referenced-by-detached',       '',       'ShareRowExclusiveLock',    'none',    EXECUTED],
] as const satisfies readonly FactRow[];
