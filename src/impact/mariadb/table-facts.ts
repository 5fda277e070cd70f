import type { FactRow } from '../mysql/fact.js';
import {
  EXECUTED_MARIADB as EXECUTED,
  MANUAL_INPLACE as INPLACE,
  MANUAL_INSTANT as INSTANT,
  MANUAL_NOCOPY as NOCOPY,
} from './source.js';

const ADDED = 'ADD INDEX';
const DROPPED = 'DROP INDEX';
const VIRTUAL = 'INPLACE ADD or DROP of virtual columns cannot be combined with other ALTER TABLE actions';
const OPTIONS = 'Changing table options requires the table to be rebuilt';
const NO_KEY = 'Dropping a primary key is not allowed without also adding a new primary key';
const CHECKS = 'Adding foreign keys needs foreign_key_checks=OFF';
const VERSIONED = 'Not implemented for system-versioned timestamp tables';

/** What MariaDB does with a table that is no permanent InnoDB table, whatever changes. */
// prettier-ignore
export const MARIADB_OTHER_TABLE_FACTS: readonly FactRow[] = [
  // change                     conditions             from      INSTANT    INPLACE     LOCK      reason source
  ['any',                       ['temporary-table'],   '',       '-',       'no',       'NONE',   '',    EXECUTED],
  ['rename-column',             ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['append-member',             ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['change-default',            ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['change-comment',            ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['nothing',                   ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['rename-index',              ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['change-index-visibility',   ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['table-comment',             ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['statistics-option',         ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['rename-table',              ['other-engine', 'only-change'], '', 'instant', 'metadata', 'EXCLUSIVE', '', EXECUTED],
  ['rename-table',              ['other-engine'],      '',       'instant', 'metadata', 'NONE',   '',    EXECUTED],
  ['switch-keys',               ['other-engine'],      '',       'instant', 'metadata', 'EXCLUSIVE', '', EXECUTED],
  ['any',                       ['other-engine'],      '',       '-',       'no',       'SHARED', '',    EXECUTED],
];

/** What MariaDB's InnoDB does with indexes, keys, constraints and options. */
// prettier-ignore
export const MARIADB_TABLE_FACTS: readonly FactRow[] = [
  // change                     conditions                   from      INSTANT    INPLACE     LOCK      reason    source
  ['add-index',                 ['on-new-virtual-column'],   '',       '-',       'build',    'SHARED', ADDED,    EXECUTED],
  ['add-index',                 [],                          '',       '-',       'build',    'NONE',   ADDED,    NOCOPY],
  ['add-unique-index',          ['becomes-clustered'],       '',       '-',       'rebuild',  'NONE',   '',       EXECUTED],
  ['add-unique-index',          [],                          '',       '-',       'build',    'NONE',   ADDED,    NOCOPY],
  ['add-hash-unique-index',     [],                          '',       '-',       'no',       'SHARED', VIRTUAL,  EXECUTED],
  ['add-fulltext-index',        ['fulltext-past'],           '',       '-',       'build',    'SHARED', ADDED,    NOCOPY],
  ['add-fulltext-index',        ['document-id-column'],      '',       '-',       'build',    'SHARED', ADDED,    EXECUTED],
  ['add-fulltext-index',        [],                          '',       '-',       'rebuild',  'SHARED', '',       NOCOPY],
  ['add-spatial-index',         [],                          '',       '-',       'build',    'SHARED', ADDED,    NOCOPY],
  ['add-vector-index',          [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['drop-index',                ['clustering-key', 'beside-add-primary-key'], '', '-', 'metadata', 'NONE', DROPPED, EXECUTED],
  ['drop-index',                ['clustering-key', 'other-unique-key'], '', '-', 'rebuild', 'NONE', '',       EXECUTED],
  ['drop-index',                ['clustering-key'],          '',       '-',       'no',       'SHARED', NO_KEY,   EXECUTED],
  ['drop-index',                [],                          '',       '-',       'metadata', 'NONE',   DROPPED,  NOCOPY],
  ['rename-index',              [],                          '10.5.2', 'instant', 'metadata', 'NONE',   '',       INSTANT],
  ['rename-index',              [],                          '',       '-',       'metadata', 'NONE',   '',       NOCOPY],
  ['change-index-visibility',   [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['keep-index',                [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['change-index-comment',      [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['add-primary-key',           ['partitioned'],             '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['add-primary-key',           ['clustered-already'],       '',       '-',       'build',    'NONE',   ADDED,    EXECUTED],
  ['add-primary-key',           [],                          '',       '-',       'rebuild',  'NONE',   '',       INPLACE],
  ['drop-primary-key',          ['beside-add-primary-key'],  '',       '-',       'rebuild',  'NONE',   '',       INPLACE],
  ['drop-primary-key',          ['other-unique-key'],        '',       '-',       'rebuild',  'NONE',   '',       EXECUTED],
  ['drop-primary-key',          [],                          '',       '-',       'no',       'SHARED', NO_KEY,   INPLACE],
  ['switch-keys',               [],                          '',       'instant', 'metadata', 'EXCLUSIVE', '',    EXECUTED],

  ['add-foreign-key',           ['foreign-key-checks-off'],  '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['add-foreign-key',           [],                          '',       '-',       'no',       'SHARED', CHECKS,   INSTANT],
  ['drop-foreign-key',          [],                          '',       'instant', 'metadata', 'NONE',   '',       INSTANT],
  ['add-check',                 [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['drop-check',                [],                          '',       'instant', 'metadata', 'NONE',   '',       INSTANT],

  ['rename-table',              ['only-change'],             '',       'instant', 'metadata', 'EXCLUSIVE', '',    EXECUTED],
  ['rename-table',              [],                          '',       'instant', 'metadata', 'NONE',   '',       INSTANT],
  ['force',                     [],                          '',       '-',       'rebuild',  'NONE',   '',       INPLACE],
  ['optimize',                  [],                          '',       '-',       'rebuild',  'NONE',   '',       INPLACE],
  ['same-engine',               [],                          '',       '-',       'rebuild',  'NONE',   '',       INPLACE],
  ['change-engine',             [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['order-by',                  [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['row-format',                [],                          '',       '-',       'rebuild',  'NONE',   OPTIONS,  INPLACE],
  ['table-comment',             [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['table-option',              [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['table-charset',             [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['auto-increment-value',      [],                          '',       'instant', 'metadata', 'NONE',   '',       INSTANT],
  ['statistics-option',         [],                          '',       'instant', 'metadata', 'NONE',   '',       INSTANT],
  ['compression-option',        [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['page-compressed',           [],                          '11.8',   'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['page-compressed',           [],                          '10.6',   '-',       'rebuild',  'NONE',   OPTIONS,  EXECUTED],
  ['page-compressed',           [],                          '',       'instant', 'metadata', 'NONE',   '',       INSTANT],
  ['encryption-option',         [],                          '',       '-',       'rebuild',  'NONE',   OPTIONS,  INPLACE],
  ['tablespace-option',         [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['convert-charset',           [],                          '',       'instant', 'metadata', 'NONE',   '',       EXECUTED],
  ['discard-tablespace',        [],                          '',       'instant', 'metadata', 'EXCLUSIVE', '',    EXECUTED],
  ['add-system-versioning',     [],                          '',       '-',       'no',       'SHARED', VERSIONED, EXECUTED],
  ['drop-system-versioning',    [],                          '',       '-',       'no',       'SHARED', VERSIONED, EXECUTED],

  ['partition-table',           [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['remove-partitioning',       [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['add-range-partition',       [],                          '',       '-',       'metadata', 'EXCLUSIVE', '',    EXECUTED],
  ['add-hash-partition',        [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['drop-partition',            [],                          '',       '-',       'discard',  'EXCLUSIVE', '',    EXECUTED],
  ['truncate-partition',        [],                          '',       '-',       'discard',  'EXCLUSIVE', '',    EXECUTED],
  ['coalesce-partition',        [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['reorganize-partition',      [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['rebuild-partition',         [],                          '',       '-',       'no',       'SHARED', '',       EXECUTED],
  ['optimize-partition',        [],                          '',       '-',       'rebuild',  'NONE',   '',       EXECUTED],
  ['check-partition',           [],                          '',       '-',       'metadata', 'NONE',   '',       EXECUTED],
  ['exchange-partition',        ['validates-rows'],          '',       '-',       'scan',     'EXCLUSIVE', '',    EXECUTED],
  ['exchange-partition',        [],                          '',       '-',       'metadata', 'EXCLUSIVE', '',    EXECUTED],
  ['partition-tablespace',      [],                          '',       '-',       'metadata', 'EXCLUSIVE', '',    EXECUTED],
  ['convert-partition',         ['validates-rows'],          '',       '-',       'scan',     'EXCLUSIVE', '',    EXECUTED],
  ['convert-partition',         [],                          '',       '-',       'metadata', 'EXCLUSIVE', '',    EXECUTED],
];
