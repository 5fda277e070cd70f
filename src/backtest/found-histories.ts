import { findHistories, type FoundHistories } from '../migrations/find-histories.js';

/** A change's files after it are the next one's before it; each change asks for those of both sides. */
const KEPT = 4;

interface Remembered {
  readonly paths: readonly string[];
  readonly settings: string | undefined;
  readonly found: FoundHistories;
}

/** `findHistories` for the changes of one branch: a listing that was just searched is not again. */
export function rememberedHistories(): typeof findHistories {
  let known: readonly Remembered[] = [];
  return (paths, configured) => {
    const settings = JSON.stringify(configured);
    const same = known.find((one) => one.settings === settings && isSame(one.paths, paths));
    const found = same?.found ?? findHistories(paths, configured);
    known = [{ paths, settings, found }, ...known.filter((one) => one.found !== found)].slice(0, KEPT);
    return found;
  };
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((path, at) => path === right[at]);
}
