import { nameText } from '../sql/name.js';
import type { TableRef } from '../sql/name.js';
import type { Blocks, Impact, LockMode, Prediction, Work } from './impact.js';
import { stronger } from './postgres/lock.js';

const BLOCKS: readonly Blocks[] = ['nobody', 'writes', 'reads-and-writes'];
const WORKS: readonly Work[] = ['metadata', 'scan', 'index-build', 'rebuild', 'copy'];

/**
 * Several things that run together: refused when one is refused, else undecided when one is, else as dear as the dearest,
 * touching what all touch. Throws when there are none.
 */
export function unite(predictions: readonly Prediction[]): Prediction {
  const [first, ...rest] = predictions;
  if (!first) throw new Error('A statement has at least one operation.');
  return rest.reduce(uniteTwo, first);
}

function uniteTwo(a: Prediction, b: Prediction): Prediction {
  if (a.kind === 'undecided') return isRefused(b) ? b : a;
  if (b.kind === 'undecided') return isRefused(a) ? a : b;
  const [leading, other] = isDearer(b.impact, a.impact) ? [b.impact, a.impact] : [a.impact, b.impact];
  const locks = locksOf([...(a.impact.locks ?? []), ...(b.impact.locks ?? [])]);
  const rowVersion = a.impact.rowVersion === true || b.impact.rowVersion === true;
  return {
    kind: 'decided',
    impact: {
      ...leading,
      algorithm: leading.algorithm ?? other.algorithm,
      lock: leading.lock ?? other.lock,
      ...(locks.length === 0 ? {} : { locks }),
      ...(rowVersion ? { rowVersion } : {}),
      rewrites: distinct([...a.impact.rewrites, ...b.impact.rewrites]),
      scans: distinct([...a.impact.scans, ...b.impact.scans]),
      refused: a.impact.refused ?? b.impact.refused,
    },
  };
}

function isRefused(prediction: Prediction): boolean {
  return prediction.kind === 'decided' && prediction.impact.refused !== undefined;
}

function isDearer(one: Impact, other: Impact): boolean {
  const byBlocks = BLOCKS.indexOf(one.blocks) - BLOCKS.indexOf(other.blocks);
  return byBlocks > 0 || (byBlocks === 0 && WORKS.indexOf(one.work) > WORKS.indexOf(other.work));
}

function locksOf(locks: NonNullable<Impact['locks']>): NonNullable<Impact['locks']> {
  const strongest = new Map<string, { readonly table: TableRef; readonly mode: LockMode }>();
  for (const { table, mode } of locks) {
    const known = strongest.get(nameText(table))?.mode;
    strongest.set(nameText(table), { table, mode: stronger(known, mode) });
  }
  return [...strongest.values()];
}

function distinct(tables: readonly TableRef[]): readonly TableRef[] {
  return [...new Map(tables.map((table) => [nameText(table), table])).values()];
}
