import type { Finding, Gap, Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { verdictOf } from '../engine/verdict.js';
import type { Standing } from '../escalation/standing.js';
import type { Weakening } from '../escalation/weakening.js';
import { readComparison } from '../github/gather.js';
import type { PullRecord } from '../report/record.js';
import { changesBetween } from '../repository/changes.js';
import type { Source } from '../repository/source.js';
import { escalate } from './ask-experts.js';
import type { Chat } from './chat.js';
import type { PullRequestPlace } from './judge-pull-request.js';
import type { TaskTools } from './tools.js';

/** A pull request of the group, and what was said in it. */
export interface GroupMember {
  readonly place: PullRequestPlace;
  readonly chat: Chat;
  readonly known: PullRecord;
}

/** A merge group, judged as one. */
export interface JudgedGroup {
  readonly headSha: string;
  readonly source: Source;
  readonly input: ReviewInput;
  readonly review: Review;
  readonly weakenings: readonly Weakening[];
}

/**
 * What experts approved in each pull request holds for the files that it brings, as long as the group holds the same
 * contents.
 */
export async function withGroupApprovals(
  { review: judged, input, headSha, source, weakenings }: JudgedGroup,
  members: readonly GroupMember[],
  tools: TaskTools,
): Promise<{ readonly review: Review; readonly standings: readonly Standing[] }> {
  let review = judged;
  const standings: Standing[] = [];
  for (const { place, chat, known } of members) {
    const paths = await changedIn(place, source);
    const isOwn = ({ file }: { readonly file: string }): boolean => paths.has(file);
    const escalated = await escalate(
      {
        place,
        known,
        headSha,
        source,
        base: undefined,
        input: withOnly(paths, input),
        review: { ...review, findings: review.findings.filter(isOwn), gaps: review.gaps.filter(isOwn) },
        escalatedBy: [...new Set([...chat.escalatedBy, ...known.escalatedBy])],
        weakenings: weakenings.filter(isOwn),
      },
      tools,
    );
    review = updated(review, escalated.review);
    standings.push(escalated.standing);
  }
  return { review, standings };
}

/** The files that a pull request changes, by its trees: GitHub's list of them ends. */
async function changedIn(
  { client, address, state }: PullRequestPlace,
  source: Source,
): Promise<ReadonlySet<string>> {
  const { mergeBase } = await readComparison(client, address, state);
  const changes = changesBetween(await source.tree(mergeBase), await source.tree(state.headSha));
  return new Set(changes.map(({ path }) => path));
}

/** The input as far as these files propose it. */
function withOnly(paths: ReadonlySet<string>, input: ReviewInput): ReviewInput {
  const histories = input.histories.map(({ dumpChange, ...history }) => ({
    ...history,
    proposed: history.proposed.filter(({ path }) => paths.has(path)),
    ...(dumpChange && paths.has(dumpChange.path) && { dumpChange }),
  }));
  return { ...input, histories };
}

function updated(whole: Review, part: Review): Review {
  const newer = <T extends Finding | Gap>(subjects: readonly T[], others: readonly T[]): readonly T[] => {
    const byFingerprint = new Map(others.map((other) => [other.fingerprint, other]));
    return subjects.map((subject) => byFingerprint.get(subject.fingerprint) ?? subject);
  };
  const findings = newer(whole.findings, part.findings);
  const gaps = newer(whole.gaps, part.gaps);
  return { ...whole, findings, gaps, verdict: verdictOf(findings, gaps) };
}
