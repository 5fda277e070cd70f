import { createHmac } from 'node:crypto';

import { readMarker, SUMMARY_FINGERPRINT } from '../../src/report/marker.js';
import type { CheckRun } from '../../test/github/check-run.js';
import type { LocalRepository } from '../../test/github/local-repository.js';
import type { PullRequest } from '../../test/github/pull-request.js';

/** What stands on a pull request. */
export interface PullRequestEnd {
  readonly number: number;
  readonly state: PullRequest['state'];
  /** The runs of the check on the head, oldest first. */
  readonly runs: readonly CheckRun[];
  /** Fingerprints of the comments on lines and files that are open, in their order. */
  readonly comments: readonly string[];
  readonly summaries: number;
}

/** Reads what the App left on the pull requests of a repository. */
export function endStateOf(
  repository: LocalRepository,
  count: number,
  secret: string,
): readonly PullRequestEnd[] {
  const key = createHmac('sha256', secret).update('precheck comment markers').digest('hex');
  return Array.from({ length: count }, (_, at) => {
    const pull = repository.pullRequest(at + 1);
    const scope = { key, repository: repository.fullName, pullRequest: pull.number };
    const open = (bodies: readonly { readonly body: string }[]): readonly string[] =>
      bodies.flatMap(({ body }) => {
        const marker = readMarker(body, scope);
        return marker === undefined || marker.state === 'closed' ? [] : [marker.fingerprint];
      });
    return {
      number: pull.number,
      state: pull.state,
      runs: repository.checkRuns(pull.head.sha).filter(({ name }) => name === 'precheck'),
      comments: open(pull.reviewComments),
      summaries: open(pull.issueComments).filter((fingerprint) => fingerprint === SUMMARY_FINGERPRINT).length,
    };
  });
}

/** Whether nothing is left to do for the check: of its runs, the newest has a verdict, and none is unfinished. */
export function isFinal({ runs }: PullRequestEnd): boolean {
  return runs.every(({ status }) => status === 'completed') && isVerdict(runs.at(-1));
}

function isVerdict(run: CheckRun | undefined): boolean {
  return run !== undefined && run.conclusion !== 'cancelled' && !isGivenUp(run);
}

/** Whether the App said that it could not finish. */
export function isGivenUp({ title }: CheckRun): boolean {
  return title?.startsWith('Precheck could not finish') === true;
}

/** What is wrong with a pull request, beside one of the same content that nothing disturbed. */
export function wrongWith(found: PullRequestEnd, expected: PullRequestEnd | undefined): readonly string[] {
  if (found.state === 'closed') return [];
  if (expected === undefined) return ['nothing to compare it with'];
  const [last, wanted] = [found.runs.at(-1), expected.runs.at(-1)];
  const unfinished = found.runs.filter(({ status }) => status !== 'completed').length;
  const doubled = found.comments.filter((each, at) => found.comments.indexOf(each) !== at);
  const missing = expected.comments.filter((each) => !found.comments.includes(each));
  const needless = found.comments.filter((each) => !expected.comments.includes(each));
  return [
    ...(last === undefined ? ['no check on the head'] : []),
    ...(unfinished > 0 ? [`${unfinished} unfinished runs of the check`] : []),
    ...(last !== undefined && !isVerdict(last) ? [`the check says "${last.title ?? ''}"`] : []),
    ...(isVerdict(last) && (last?.conclusion !== wanted?.conclusion || last?.title !== wanted?.title)
      ? [`the check says "${last?.title ?? ''}" instead of "${wanted?.title ?? ''}"`]
      : []),
    ...doubled.map((each) => `comment twice: ${each}`),
    ...missing.map((each) => `comment missing: ${each}`),
    ...needless.map((each) => `comment too many: ${each}`),
    ...(found.summaries > 1 ? [`${found.summaries} summary comments`] : []),
    ...(found.summaries === 0 && expected.summaries > 0 ? ['summary comment missing'] : []),
  ];
}
