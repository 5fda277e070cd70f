import type { Operation, OperationKind } from '../../sql/operation.js';
import type { Impact, Prediction } from '../impact.js';

const MANUAL = 'MySQL Reference Manual, Metadata Locking; MariaDB Knowledge Base, Metadata Locking';

/**
 * Statements beside ALTER TABLE, by what they are. None keeps others waiting longer than a metadata lock; what DML
 * does to rows is no matter of an impact. Everything that is not named changes metadata alone.
 */
const FACTS: Partial<Readonly<Record<OperationKind, string>>> = {
  createTable: 'new-table',
  dropTable: 'drop-table',
  truncateTable: 'truncate-table',
  maintainTable: 'maintain-table',
  insert: 'dml',
  update: 'dml',
  delete: 'dml',
  select: 'dml',
  loadData: 'dml',
  merge: 'dml',
  call: 'dml',
  setVariable: 'session',
  transaction: 'session',
  useSchema: 'session',
  lockTables: 'session',
  unlockTables: 'session',
  administer: 'session',
};

/** A statement, or one operation of it, that is no part of an ALTER. */
export function predictOther(operation: Operation | undefined): Prediction {
  if (operation?.kind === 'executeDynamic')
    return { kind: 'undecided', reason: 'The statement runs SQL that is put together when it runs.' };
  const fact = operation && (FACTS[operation.kind] ?? 'metadata');
  const impact: Impact = {
    blocks: 'nobody',
    work: 'metadata',
    rewrites: [],
    scans: operation?.kind === 'maintainTable' ? [operation.table] : [],
    fact: fact ?? 'nothing',
    source: MANUAL,
  };
  return {
    kind: 'decided',
    impact: operation?.kind === 'maintainTable' ? { ...impact, work: 'scan' } : impact,
  };
}
