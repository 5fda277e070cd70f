import { EXECUTED, MANUAL_LOCKING as LOCKING } from './source.js';
import type { FactRow } from './fact.js';

/** What PostgreSQL does with objects beside tables, and the tables that they concern. */
// prettier-ignore
export const OBJECT_FACTS = [
  // change                        versions  lock on the tables          work       source
  ['create-view',                  '',       'AccessShareLock',          'none',    EXECUTED],
  ['replace-view',                 '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['change-relation',              '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['refresh-view',                 '',       'AccessExclusiveLock',      'fill',    EXECUTED],
  ['refresh-view-no-data',         '',       'AccessExclusiveLock',      'replace', EXECUTED],
  ['refresh-view-concurrently',    '',       'ExclusiveLock',            'none',    LOCKING],
  ['owns-sequence',                '',       'AccessShareLock',          'none',    EXECUTED],
  ['alter-sequence',               '',       'ShareRowExclusiveLock',    'none',    EXECUTED],
  ['use-sequence',                 '',       'RowExclusiveLock',         'none',    EXECUTED],
  ['create-trigger',               '',       'ShareRowExclusiveLock',    'none',    LOCKING],
  ['change-policy',                '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['create-statistics',            '',       'ShareUpdateExclusiveLock', 'none',    LOCKING],
  ['publish-table',                '',       'ShareUpdateExclusiveLock', 'none',    EXECUTED],
  ['comment',                      '',       'ShareUpdateExclusiveLock', 'none',    LOCKING],
  ['comment-on-member',            '',       'AccessShareLock',          'none',    EXECUTED],
  ['privileges',                   '-17',    '-',                        'none',    EXECUTED],
  ['privileges',                   '18-',    'AccessShareLock',          'none',    EXECUTED],
  ['domain-unchecked',             '',       '-',                        'none',    EXECUTED],
  ['domain-checked',               '',       'ShareLock',                'scan',    EXECUTED],
  ['change-typed-table',           '',       'AccessExclusiveLock',      'none',    EXECUTED],
  ['of-type',                      '',       'AccessShareLock',          'none',    EXECUTED],
  ['no-table',                     '',       '-',                        'none',    EXECUTED],
  ['dml',                          '',       'RowExclusiveLock',         'none',    LOCKING],
  ['dml-whole-table',              '',       'RowExclusiveLock',         'scan',    EXECUTED],
  ['dml-locks-rows',               '',       'RowShareLock',             'none',    LOCKING],
] as const satisfies readonly FactRow[];
