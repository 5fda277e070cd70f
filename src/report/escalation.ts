import type { Blobs } from '../escalation/approvals.js';
import { firstAsked, type AskedBefore, type Requests } from '../escalation/requests.js';
import type { Unable } from '../escalation/reviewers.js';
import type { DemandState, Standing } from '../escalation/standing.js';
import type { Block } from './budget.js';
import { list } from './counting.js';
import {
  approvalWords,
  demandWords,
  filesOf,
  NO_EXPERT,
  reviewersWords,
  SOME_EXPERTS,
  unableWords,
} from './expert-words.js';
import { link, markdown } from './markdown.js';
import type { Outcome } from './outcome.js';
import type { Commit } from './permalink.js';
import { plain } from './prose.js';
import { section } from './section.js';

/** What the report says about experts from. */
export interface ExpertsReport {
  readonly standing: Standing;
  readonly requests: Pick<Requests, 'left'>;
  readonly asked: readonly AskedBefore[];
  /** The head's blobs. */
  readonly head: Blobs;
  /** Handles in lower case that the report must not name: secret teams, and those of which that is not known. */
  readonly hidden: ReadonlySet<string>;
}

/** The same with another word for every team that must not be named; whom to ask stays, since GitHub shows them anyway. */
export function withoutHidden<T extends ExpertsReport>(report: T): T {
  const { standing, requests, hidden } = report;
  if (hidden.size === 0) return report;
  const shown = (handle: string): string => (hidden.has(handle.toLowerCase()) ? SOME_EXPERTS : handle);
  const shownIn = (unable: readonly Unable[]): readonly Unable[] =>
    unable.map(({ handle, why }) => ({ handle: shown(handle), why }));
  const shownOf = (handles: readonly string[]): readonly string[] => [...new Set(handles.map(shown))];
  const demands = standing.demands.map(({ demand, approval }) => ({
    demand: { ...demand, reviewers: shownOf(demand.reviewers) },
    approval: approval.kind === 'nobody' ? { ...approval, unable: shownIn(approval.unable) } : approval,
  }));
  const decision =
    'who' in standing.decision
      ? { ...standing.decision, who: shownOf(standing.decision.who) }
      : standing.decision;
  return {
    ...report,
    standing: { demands, decision },
    requests: { ...requests, left: shownIn(requests.left) },
  };
}

const MOST_NAMES = 3;

/**
 * How the check ends where experts are needed: what waits for them, or was said by them, comes before the findings that
 * they are asked about. An approval ends nothing that holds for another reason.
 */
export function withExperts(outcome: Outcome, experts: ExpertsReport | undefined): Outcome {
  const decision = experts?.standing.decision;
  if (experts === undefined || decision === undefined) return outcome;
  const what = whatOf(experts.standing);
  switch (decision.kind) {
    case 'none':
      return outcome;
    case 'approved': {
      if (outcome.conclusion !== 'success') return outcome;
      const by = names(decision.by.map((login) => `@${login}`));
      const title = decision.carriedOver
        ? `Approval by ${by} still applies`
        : `Approved by ${by} for ${what}`;
      return { conclusion: 'success', title };
    }
    case 'changes-requested': {
      const by = names(decision.by.map((login) => `@${login}`));
      return decision.isStale
        ? held(`Waiting for ${by}, who asked for changes: ${changedWords(what)}`)
        : { conclusion: 'failure', title: `${by} asked for changes` };
    }
    case 'nobody':
      return held('Nobody can approve this: routing error');
    case 'void': {
      const commit = decision.commit?.slice(0, 7) ?? 'an earlier commit';
      return held(`Approval by @${decision.by} was for ${commit}: ${changedWords(what)}`);
    }
    case 'waiting':
      return held(`Waiting for ${names(decision.who)}${askedWords(experts)}`);
    case 'draft':
      return held('Draft: experts are asked when it is ready');
  }
}

function held(title: string): Outcome {
  return { conclusion: 'action_required', title };
}

function names(handles: readonly string[]): string {
  return plain(list(handles, MOST_NAMES));
}

/** "these migrations"; where only settings wait for an expert, "these settings". */
function whatOf({ demands }: Standing): string {
  return demands.every(({ demand }) => demand.kind === 'weakening') ? 'these settings' : 'these migrations';
}

function changedWords(what: string): string {
  return `${what.replace('these ', '')} changed since`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** " (asked 22 Nov, 10:42 UTC)": the first time that who still waits was asked. */
function askedWords({ standing, asked, head }: ExpertsReport): string {
  const waiting = standing.demands.filter(({ approval }) => approval.kind === 'waiting');
  const first = firstAsked(waiting, head, asked);
  const at = first === undefined ? undefined : new Date(first);
  if (at === undefined || Number.isNaN(at.getTime())) return '';
  const day = `${String(at.getUTCDate())} ${MONTHS[at.getUTCMonth()] ?? ''}`;
  return ` (asked ${day}, ${at.toISOString().slice(11, 16)} UTC)`;
}

/** What people have to do, by person, as prose; in the order of weight. */
export function expertTasks({
  standing,
  requests,
}: Pick<ExpertsReport, 'standing' | 'requests'>): readonly string[] {
  const tasks = standing.demands.flatMap(tasksOf);
  const isDraft = standing.decision.kind === 'draft';
  const left = isDraft ? [] : requests.left.filter(({ handle }) => !isSaid(standing, handle));
  return [...new Set([...tasks, ...left.map((one) => unableWords(one))])];
}

function tasksOf({ demand, approval }: DemandState): readonly string[] {
  const what = filesOf(demand);
  switch (approval.kind) {
    case 'approved':
      return [];
    case 'nobody':
      return approval.unable.length === 0 ? [NO_EXPERT] : approval.unable.map((one) => unableWords(one));
    case 'changes-requested':
      return [`\`@${approval.by}\` must approve, or the review that asks for changes be dismissed.`];
    case 'void':
    case 'waiting':
      return [`${reviewersWords(demand)} must look at ${what} and approve the pull request.`];
  }
}

/** Whether the tasks of a demand name the handle already. */
function isSaid({ demands }: Standing, handle: string): boolean {
  return demands.some(
    ({ approval }) => approval.kind === 'nobody' && approval.unable.some((one) => one.handle === handle),
  );
}

const HEAD = ['Who can approve', 'Why they are asked', 'State'];

/** The table of experts for the summary; empty where none is needed. */
export function expertBlocks({ demands }: Standing, commit: Commit | undefined): readonly Block[] {
  return section('Experts', HEAD, demands, (state) => row(state, commit), 2);
}

function row(state: DemandState, commit: Commit | undefined): readonly string[] {
  const { demand, approval } = state;
  const since =
    (approval.kind === 'void' || (approval.kind === 'changes-requested' && approval.isStale)) &&
    approval.commit !== null &&
    commit !== undefined
      ? ` · ${link('what changed since', comparison(commit, approval.commit))}`
      : '';
  return [
    markdown(reviewersWords(demand)),
    markdown(demandWords(demand)),
    `${markdown(approvalWords(state))}${since}`,
  ];
}

/** Two dots: what differs between the two, also after a rebase. */
function comparison({ htmlUrl, sha }: Commit, from: string): string {
  return `${htmlUrl}/compare/${encodeURIComponent(from)}..${encodeURIComponent(sha)}`;
}

/** How the check of a merge group ends: it waits for nobody, and only says what is missing. */
export function groupOutcome(outcome: Outcome, standings: readonly Standing[]): Outcome {
  const kinds = standings.map(({ decision }) => decision.kind).filter((kind) => kind !== 'none');
  if (kinds.length === 0) return outcome;
  if (kinds.every((kind) => kind === 'approved')) {
    return outcome.conclusion === 'success' ? { ...outcome, title: 'Same migrations as approved' } : outcome;
  }
  const isChanged = kinds.includes('void');
  const title = isChanged
    ? 'The queue changed the migrations since they were approved'
    : 'An expert has not approved';
  return { conclusion: 'failure', title };
}
