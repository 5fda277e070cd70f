import type { Combination } from './combination.js';
import { EXECUTED_MYSQL, MANUAL_LIMITS } from './source.js';

const ANYTHING = { any: [] } as const;
const VIRTUAL_COMBINED =
  'INPLACE ADD or DROP of virtual columns cannot be combined with other ALTER TABLE actions';

/** How the clauses of one ALTER TABLE change each other on MySQL. */
export const MYSQL_COMBINATIONS: readonly Combination[] = [
  {
    id: 'restate-column-beside-check-on-recast-column',
    from: '8.0.16',
    outcome: 'not copy',
    changes: [],
    beside: ANYTHING,
    conditions: ['restates-column', 'check-on-recast-column'],
    then: { instant: false, inPlace: 'no', lock: 'SHARED', reason: '' },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'add-virtual-column-beside-rename-column',
    from: '8.0.12',
    outcome: 'instant',
    changes: ['add-virtual-column', 'drop-virtual-column'],
    beside: { any: ['rename-column'] },
    conditions: [],
    then: { instant: false, inPlace: 'no', lock: 'SHARED', reason: VIRTUAL_COMBINED },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'drop-virtual-column-beside-add-column',
    from: '8.0.12',
    outcome: 'instant',
    changes: ['drop-virtual-column'],
    beside: { any: ['add-column'] },
    conditions: [],
    then: { instant: false, inPlace: 'no', lock: 'SHARED', reason: VIRTUAL_COMBINED },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'virtual-column-beside-other-actions',
    from: '',
    outcome: 'not copy',
    changes: ['add-virtual-column', 'drop-virtual-column'],
    beside: {
      otherThan: ['add-virtual-column', 'drop-virtual-column', 'add-index', 'drop-index', 'nothing'],
    },
    conditions: [],
    then: { inPlace: 'no', lock: 'SHARED', reason: VIRTUAL_COMBINED },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'functional-index-beside-other-actions',
    from: '8.0.13',
    outcome: 'not copy',
    changes: ['add-functional-index'],
    beside: {
      otherThan: ['add-functional-index', 'add-virtual-column', 'add-index', 'drop-index', 'nothing'],
    },
    conditions: [],
    then: { instant: false, inPlace: 'no', lock: 'SHARED', reason: VIRTUAL_COMBINED },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'switch-keys-beside-other-actions',
    from: '',
    outcome: 'not copy',
    changes: ['switch-keys'],
    beside: { otherThan: ['switch-keys', 'rename-table', 'nothing'] },
    conditions: [],
    then: { instant: false, inPlace: 'no', lock: 'SHARED', reason: '' },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'rebuild-that-recodes-text',
    from: '8.0.14',
    outcome: 'rebuild',
    changes: ['change-charset', 'change-collation'],
    beside: ANYTHING,
    conditions: ['recodes-char-or-text'],
    then: { lock: 'SHARED', reason: '' },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'virtual-column-with-index-of-partitioned-table',
    from: '',
    outcome: 'not copy',
    changes: ['add-functional-index', 'add-virtual-column'],
    beside: { any: ['add-functional-index', 'add-index', 'add-unique-index'] },
    conditions: ['partitioned'],
    then: { instant: false, inPlace: 'no', lock: 'SHARED', reason: VIRTUAL_COMBINED },
    source: EXECUTED_MYSQL,
  },
  {
    id: 'rebuild-of-fulltext-table',
    from: '',
    outcome: 'rebuild',
    changes: [],
    beside: ANYTHING,
    conditions: ['fulltext-remains'],
    then: {
      inPlace: 'no',
      lock: 'SHARED',
      reason: 'InnoDB presently supports one FULLTEXT index creation at a time',
    },
    source: MANUAL_LIMITS,
  },
  {
    id: 'rebuild-of-spatial-table',
    from: '',
    outcome: 'rebuild',
    changes: [],
    beside: ANYTHING,
    conditions: ['spatial-index'],
    then: { lock: 'SHARED', reason: 'Do not support online operation on table with GIS index' },
    source: EXECUTED_MYSQL,
  },
];
