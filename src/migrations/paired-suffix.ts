import type { Candidate } from './candidate.js';

const DOWN_SUFFIX = /[_-](?:down|rollback|undo|revert)(?=\.[^/]*$)/i;

/**
 * "1_x_rollback.sql" beside "1_x.sql", "1_x_down.sql" beside "1_x_up.sql": only the other file tells that the last word
 * means the way back, and not what the migration is about ("1_scale_down.sql").
 */
export function withPairedSuffixes(candidates: readonly Candidate[]): readonly Candidate[] {
  const paths = new Set(candidates.map(({ path }) => path.path));
  return candidates.map((candidate) => {
    const { path } = candidate.path;
    if (candidate.name.direction !== 'up' || !DOWN_SUFFIX.test(path)) return candidate;
    const isPair = ['', '_up', '-up'].some((suffix) => paths.has(path.replace(DOWN_SUFFIX, suffix)));
    return isPair ? { ...candidate, name: { ...candidate.name, direction: 'down' } } : candidate;
  });
}
