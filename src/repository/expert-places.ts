import { CONFIG_PATH } from '../config/repo-config.js';
import type { ReadConfig } from './read-config.js';

/** Where a policy of experts stands, or a route of it (null: its default reviewers). */
export type ExpertPlaces = (
  policy: number,
  route: number | null,
) => { readonly file: string; readonly line: number | null };

/** The places of `read.experts`; of the organisation's file only its name is known. */
export function expertPlaces(
  { experts, stated, problems, lineOf }: ReadConfig,
  floorPath: string | undefined,
): ExpertPlaces {
  // Of a list that lost what was wrong in it the numbers are no longer those of the file.
  const isWhole = problems.every(({ kind }) => kind !== 'configuration');
  return (policy, route) => {
    if (policy < experts.length - 1 && floorPath !== undefined) return { file: floorPath, line: null };
    if (stated.experts === undefined) return { file: CONFIG_PATH, line: null };
    const key = route === null ? ['reviewers'] : ['routes', ...(isWhole ? [route] : [])];
    return { file: CONFIG_PATH, line: lineOf(['experts', ...key]) };
  };
}
