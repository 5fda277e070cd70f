import type { Finding, Gap, JudgedStatement } from '../../src/engine/finding.js';
import type { ReplayStore } from '../../src/engine/replay.js';
import type { ReviewSettings } from '../../src/engine/review-input.js';
import { DEFAULT_SETTINGS } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import type { ReadSql } from '../../src/sql/statement.js';
import { registry } from '../../rules/index.js';
import type { Proposal } from './proposals.js';

/** What Precheck says of one proposed migration, as a team without any configuration would read it. */
export interface Judged {
  readonly proposal: Proposal;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly statements: readonly JudgedStatement[];
}

/**
 * Reviews the proposals in their order; each replays its history only as far as the one before it did not. `rules`
 * replaces severities, as a configuration does.
 */
export async function judgeAll(
  proposals: readonly Proposal[],
  readSql: ReadSql,
  rules: ReviewSettings['rules'] = {},
): Promise<readonly Judged[]> {
  const replays: ReplayStore = new Map();
  const judged: Judged[] = [];
  for (const proposal of proposals) {
    const histories = [proposal.history];
    const settings = { ...DEFAULT_SETTINGS, rules };
    const input = { version: 1, settings, problems: [], histories } as const;
    const { findings, gaps, statements } = await review(input, { registry, readSql, replays });
    judged.push({ proposal, findings, gaps, statements });
  }
  return judged;
}
