import type { FactRow } from './fact.js';
import {
  EXECUTED_MYSQL as EXECUTED,
  MANUAL_FOREIGN_KEY as FOREIGN_KEY,
  MANUAL_INDEX as INDEX,
  MANUAL_KEY as KEY,
  MANUAL_LIMITS as LIMITS,
  MANUAL_PARTITION as PARTITION,
  MANUAL_TABLE as TABLE,
} from './source.js';

const FULLTEXT = 'Fulltext index creation requires a lock';
const SPATIAL = 'Do not support online operation on table with GIS index';
const VIRTUAL = 'ADD COLUMN col...VIRTUAL, ADD INDEX(col)';
const COMBINED = 'INPLACE ADD or DROP of virtual columns cannot be combined with other ALTER TABLE actions';
const NULLS = 'cannot silently convert NULL values, as required in this SQL_MODE';
const NO_KEY = 'Dropping a primary key is not allowed without also adding a new primary key';
const CHECKS = 'Adding foreign keys needs foreign_key_checks=OFF';

/** What MySQL does with a table that is no permanent InnoDB table, whatever changes. */
// prettier-ignore
export const MYSQL_OTHER_TABLE_FACTS: readonly FactRow[] = [
  // change                     conditions             from      INSTANT    INPLACE     LOCK      reason source
  ['any',                       ['temporary-table'],   '',       '-',       'no',       'NONE',   '',    LIMITS],
  ['rename-column',             ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['append-member',             ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['change-default',            ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['change-comment',            ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['nothing',                   ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['rename-index',              ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['change-index-visibility',   ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['table-comment',             ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['statistics-option',         ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['rename-table',              ['other-engine'],      '8.0.12', 'instant', 'metadata', 'NONE',     '',    EXECUTED],
  ['switch-keys',               ['other-engine'],      '8.0.12', 'instant', 'metadata', 'EXCLUSIVE',   '',    EXECUTED],
  ['any',                       ['other-engine'],      '',       '-',       'no',       'SHARED', '',    LIMITS],
];

/** What MySQL's InnoDB does with indexes, keys, constraints and options. */
// prettier-ignore
export const MYSQL_TABLE_FACTS: readonly FactRow[] = [
  // change                     conditions                   from      INSTANT    INPLACE     LOCK      reason    source
  ['add-index',                 ['on-new-virtual-column'],   '',       '-',       'build',    'SHARED', VIRTUAL,  EXECUTED],
  ['add-index',                 [],                          '',       '-',       'build',    'NONE',   '',       INDEX],
  ['add-unique-index',          ['on-new-virtual-column'],   '',       '-',       'build',    'SHARED', VIRTUAL,  EXECUTED],
  ['add-unique-index',          ['becomes-clustered'],       '',       '-',       'rebuild',  'NONE',   '',       EXECUTED],
  ['add-unique-index',          [],                          '',       '-',       'build',    'NONE',   '',       INDEX],
  ['add-functional-index',      ['unique'],                  '',       '-',       'no',       'SHARED', COMBINED, EXECUTED],
  ['add-functional-index',      ['functional-index'],        '',       '-',       'no',       'SHARED', COMBINED, EXECUTED],
  ['add-functional-index',      [],                          '',       '-',       'build',    'SHARED', VIRTUAL,  EXECUTED],
  ['add-fulltext-index',        ['fulltext-past'],           '',       '-',       'build',    'SHARED', FULLTEXT, INDEX],
  ['add-fulltext-index',        ['document-id-column'],      '',       '-',       'build',    'SHARED', FULLTEXT, INDEX],
  ['add-fulltext-index',        [],                          '',       '-',       'rebuild',  'SHARED', FULLTEXT, INDEX],
  ['add-spatial-index',         [],                          '',       '-',       'build',    'SHARED', SPATIAL,  INDEX],
  ['drop-index',                ['clustering-key', 'beside-add-primary-key'], '', '-', 'rebuild', 'NONE', '',       EXECUTED],
  ['drop-index',                ['clustering-key'],          '',       '-',       'no',       'SHARED', NO_KEY,   EXECUTED],
  ['drop-index',                [],                          '',       '-',       'metadata', 'NONE',   '',       INDEX],
  ['rename-index',              [],                          '',       '-',       'metadata', 'NONE',   '',       INDEX],
  ['change-index-visibility',   [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['keep-index',                [],                          '8.0.12', 'instant', 'metadata', 'NONE',   '',       INDEX],
  ['keep-index',                [],                          '',       '-',       'metadata', 'NONE',   '',       INDEX],
  ['change-index-comment',      [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['add-primary-key',           ['not-strict', 'on-nullable-columns'], '', '-',   'no',       'SHARED', NULLS,    KEY],
  ['add-primary-key',           [],                          '',       '-',       'rebuild',  'NONE',   '',       KEY],
  ['drop-primary-key',          ['beside-add-primary-key'],  '',       '-',       'rebuild',  'NONE',   '',       KEY],
  ['drop-primary-key',          [],                          '',       '-',       'no',       'SHARED', NO_KEY,   KEY],
  ['switch-keys',               [],                          '8.0.12', 'instant', 'metadata', 'EXCLUSIVE',   '',       EXECUTED],
  ['switch-keys',               [],                          '',       '-',       'metadata', 'EXCLUSIVE',   '',       EXECUTED],

  ['add-foreign-key',           ['foreign-key-checks-off'],  '',       '-',       'metadata', 'NONE',   '',       FOREIGN_KEY],
  ['add-foreign-key',           [],                          '',       '-',       'no',       'SHARED', CHECKS,   FOREIGN_KEY],
  ['drop-foreign-key',          [],                          '',       '-',       'metadata', 'NONE',   '',       FOREIGN_KEY],
  ['add-check',                 [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['add-unenforced-check',      [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['drop-check',                [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['enforce-check',             [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],

  ['rename-table',              [],                          '8.0.12', 'instant', 'metadata', 'NONE',     '',       TABLE],
  ['rename-table',              [],                          '',       '-',       'metadata', 'NONE',     '',       TABLE],
  ['force',                     [],                          '',       '-',       'rebuild',  'NONE',   '',       TABLE],
  ['optimize',                  [],                          '',       '-',       'rebuild',  'NONE',   '',       TABLE],
  ['same-engine',               [],                          '',       '-',       'rebuild',  'NONE',   '',       TABLE],
  ['change-engine',             [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['order-by',                  [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['row-format',                [],                          '',       '-',       'rebuild',  'NONE',   '',       TABLE],
  ['table-comment',             [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['table-option',              [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['table-charset',             [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['auto-increment-value',      [],                          '',       '-',       'metadata', 'NONE',   '',       TABLE],
  ['statistics-option',         [],                          '',       '-',       'metadata', 'NONE',   '',       TABLE],
  ['compression-option',        [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['page-compressed',           [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['encryption-option',         [],                          '',       '-',       'no',       'SHARED', '',       TABLE],
  ['tablespace-option',         [],                          '',       '-',       'rebuild',  'NONE',   '',       EXECUTED],
  ['convert-charset',           [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['discard-tablespace',        [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],

  ['partition-table',           [],                          '',       '-',       'no',       'SHARED', '',       PARTITION],
  ['remove-partitioning',       [],                          '',       '-',       'no',       'SHARED', '',       PARTITION],
  ['add-range-partition',       [],                          '',       '-',       'metadata', 'NONE',   '',       PARTITION],
  ['add-hash-partition',        [],                          '8.0',    '-',       'rebuild',  'SHARED', '',       PARTITION],
  ['add-hash-partition',        [],                          '',       '-',       'no',       'SHARED', '',       PARTITION],
  ['drop-partition',            [],                          '8.0',    '-',       'discard',  'NONE',   '',       PARTITION],
  ['drop-partition',            [],                          '',       '-',       'discard',  'EXCLUSIVE', '',    PARTITION],
  ['truncate-partition',        [],                          '',       '-',       'discard' , 'NONE',   '',       PARTITION],
  ['coalesce-partition',        [],                          '8.0',    '-',       'rebuild',  'SHARED', '',       PARTITION],
  ['coalesce-partition',        [],                          '',       '-',       'no',       'SHARED', '',       PARTITION],
  ['reorganize-partition',      [],                          '8.0',    '-',       'rebuild',  'SHARED', '',       PARTITION],
  ['reorganize-partition',      [],                          '',       '-',       'no',       'SHARED', '',       PARTITION],
  ['rebuild-partition',         [],                          '8.0',    '-',       'rebuild',  'SHARED', '',       PARTITION],
  ['rebuild-partition',         [],                          '',       '-',       'no',       'SHARED', '',       PARTITION],
  ['optimize-partition',        [],                          '',       '-',       'rebuild',  'NONE',   '',       PARTITION],
  ['check-partition',           [],                          '',       '-',       'metadata', 'NONE',   '',       PARTITION],
  ['exchange-partition',        ['validates-rows'],          '',       '-',       'scan',     'NONE',   '',       EXECUTED],
  ['exchange-partition',        [],                          '',       '-',       'metadata', 'NONE',   '',       PARTITION],
  ['partition-tablespace',      [],                          '',       '-',       'metadata', 'NONE',   '',       PARTITION],
];
