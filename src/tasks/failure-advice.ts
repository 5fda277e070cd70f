import { githubProblem } from '../github/errors.js';
import type { CheckPlan } from '../report/plan.js';
import { TruncatedTree } from '../repository/source.js';

/** The check of a review that failed, with what to do about this failure where that is known. */
export function withAdvice(check: CheckPlan, error: unknown): CheckPlan {
  const advice = error instanceof TruncatedTree ? TOO_MANY_FILES : githubProblem(error)?.advice;
  return advice === undefined ? check : { ...check, summary: `${check.summary}\n\n${advice}` };
}

const TOO_MANY_FILES =
  'GitHub lists the files of this repository only in part (up to 100,000, or 7 MB), so no migration was analysed, ' +
  'and a re-run changes nothing. `precheck review` in CI reads a checkout instead.';
