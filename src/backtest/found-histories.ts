import { findHistories, type FoundHistories } from '../migrations/find-histories.js';

/** A change's files after it are the next one's before it; each change asks for those of both sides. */
const KEPT = 4;

/** `findHistories` for the changes of one branch and one configuration: a listing that was just searched is not again. */
export function rememberedHistories(): typeof findHistories {
  let known: readonly { readonly paths: readonly string[]; readonly found: FoundHistories }[] = [];
  return (paths, configured) => {
    const found = known.find((one) => isSame(one.paths, paths))?.found ?? findHistories(paths, configured);
    known = [{ paths, found }, ...known.filter((one) => one.found !== found)].slice(0, KEPT);
    return found;
  };
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((path, at) => path === right[at]);
}
