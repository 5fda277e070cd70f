import type { Blocks, Impact, Prediction, Work } from '../impact.js';

const BLOCKS: readonly Blocks[] = ['nobody', 'writes', 'reads-and-writes'];
const WORKS: readonly Work[] = ['metadata', 'scan', 'index-build', 'rebuild', 'copy'];

/** Several tables in one statement: undecided when one is, else as dear as the dearest, touching what all touch. */
export function unite(predictions: readonly Prediction[]): Prediction {
  const [first, ...rest] = predictions;
  if (!first) throw new Error('A statement has at least one operation.');
  return rest.reduce(uniteTwo, first);
}

function uniteTwo(a: Prediction, b: Prediction): Prediction {
  if (a.kind === 'undecided') return a;
  if (b.kind === 'undecided') return b;
  const leading = isDearer(b.impact, a.impact) ? b.impact : a.impact;
  return {
    kind: 'decided',
    impact: {
      ...leading,
      rewrites: [...a.impact.rewrites, ...b.impact.rewrites],
      scans: [...a.impact.scans, ...b.impact.scans],
      refused: a.impact.refused ?? b.impact.refused,
    },
  };
}

function isDearer(one: Impact, other: Impact): boolean {
  const byBlocks = BLOCKS.indexOf(one.blocks) - BLOCKS.indexOf(other.blocks);
  return byBlocks > 0 || (byBlocks === 0 && WORKS.indexOf(one.work) > WORKS.indexOf(other.work));
}
