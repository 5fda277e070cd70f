import type { Operation } from '../../sql/operation.js';
import type { Impact, Prediction } from '../impact.js';

/** Statements beside ALTER TABLE: rows are not the business of an impact, all else changes metadata. */
export function predictOther(operation: Operation | undefined): Prediction {
  const fact = operation && DATA.has(operation.kind) ? 'dml' : (operation?.kind ?? 'nothing');
  const impact: Impact = {
    blocks: 'nobody',
    work: 'metadata',
    rewrites: [],
    scans: [],
    fact,
    source: 'definition',
  };
  return { kind: 'decided', impact };
}

const DATA: ReadonlySet<string> = new Set([
  'insert',
  'update',
  'delete',
  'select',
  'loadData',
  'merge',
  'call',
]);
