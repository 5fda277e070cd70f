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
