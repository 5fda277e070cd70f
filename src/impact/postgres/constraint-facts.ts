import {
  EXECUTED,
  MANUAL_ALTER as ALTER,
  MANUAL_INDEX as INDEX,
  MANUAL_REINDEX as REINDEX,
  SOURCE_TABLECMDS as TABLECMDS,
} from './source.js';
import type { FactRow } from './fact.js';

/** What PostgreSQL does with constraints. */
// prettier-ignore
export const CONSTRAINT_FACTS = [
  // change                        versions  lock on the tables          work       source
  ['add-check',                    '',       'AccessExclusiveLock',      'scan',    ALTER],
  ['add-check-not-valid',          '',       'AccessExclusiveLock',      'none',    ALTER],
  ['child-of-constrained',         '18-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['child-of-foreign-key',         '18-',    'ShareRowExclusiveLock',    'none',    EXECUTED],
  ['add-not-null-constraint',      '18-',    'AccessExclusiveLock',      'scan',    EXECUTED],
  ['add-not-null-not-valid',       '18-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['add-foreign-key',              '',       'ShareRowExclusiveLock',    'scan',    ALTER],
  ['add-foreign-key-not-valid',    '',       'ShareRowExclusiveLock',    'none',    ALTER],
  ['referenced-by-new-key',        '',       'ShareRowExclusiveLock',    'scan',    ALTER],
  ['referenced-by-unchecked-key',  '',       'ShareRowExclusiveLock',    'none',    ALTER],
  // The server drops the triggers by which each partition's own key was checked.
  ['referenced-by-taken-over-key', '11-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['add-key',                      '',       'AccessExclusiveLock',      'build',   EXECUTED],
  ['add-key-using-index',          '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['drop-constraint',              '',       'AccessExclusiveLock',      'none',    ALTER],
  ['loses-reference',              '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['rename-constraint',            '',       'AccessExclusiveLock',      'none',    ALTER],
  ['validate-constraint',          '',       'ShareUpdateExclusiveLock', 'scan',    ALTER],
  ['validate-valid-constraint',    '',       'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['referenced-by-validated-key',  '',       'RowShareLock',             'scan',    EXECUTED],
  ['alter-constraint',             '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['enforce-constraint',           '18-',    'AccessExclusiveLock',      'scan',    EXECUTED],
  ['referenced-by-enforced-key',   '18-',    'ShareRowExclusiveLock',    'scan',    EXECUTED],
  ['referenced-by-released-key',   '18-',    'AccessExclusiveLock',      'none',    EXECUTED],
  ['referenced-by-valid-empty',    '',       'RowShareLock',             'none',    EXECUTED],
] as const satisfies readonly FactRow[];

/** What PostgreSQL does with indexes. An index itself is no table: only what belongs to one shows here. */
// prettier-ignore
export const INDEX_FACTS = [
  // change                        versions  lock on the tables          work       source
  ['create-index',                 '',       'ShareLock',                'build',   INDEX],
  ['create-index-on-parent',       '11-',    'ShareLock',                'none',    EXECUTED],
  ['create-index-attaches',        '11-',    'ShareLock',                'none',    TABLECMDS],
  ['create-index-present',         '',       'ShareLock',                'none',    EXECUTED],
  ['create-index-concurrently',    '',       'ShareUpdateExclusiveLock', 'build',   INDEX],
  ['create-index-concurrently-present', '',  'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['drop-index',                   '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['drop-index-concurrently',      '',       'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['change-index',                 '',       '-',                        'none',    EXECUTED],
  ['attach-index',                 '11-',    'AccessShareLock',          'none',    EXECUTED],
  ['reindex',                      '',       'ShareLock',                'build',   REINDEX],
  ['reindex-nothing',              '',       'ShareLock',                'none',    REINDEX],
  ['reindex-concurrently-nothing', '12-',    'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['reindex-concurrently',         '12-',    'ShareUpdateExclusiveLock', 'build',   REINDEX],
  ['reindex-parent',               '-13',    'ShareLock',                'none',    EXECUTED],
  ['reindex-parent',               '14-',    'ShareLock',                'none',    EXECUTED],
  // Each partition is locked in a transaction of its own, after the parent.
  ['reindex-partition',            '-13',    '-',                        'none',    EXECUTED],
  ['reindex-partition',            '14-',    '-',                        'build',   EXECUTED],
] as const satisfies readonly FactRow[];
