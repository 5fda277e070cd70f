import type { Review } from '../engine/finding.js';
import type { ReviewInput, ReviewSettings } from '../engine/review-input.js';
import type { Standing } from '../escalation/standing.js';
import { fit, type Block } from './budget.js';
import { groupOutcome } from './escalation.js';
import { gapHeadline, gapReason, readLine } from './finding-words.js';
import { productOf, serverName, serverWords, type ServerWords } from './impact-words.js';
import { codeName, markdown } from './markdown.js';
import { observed, outcomeOf, type Outcome } from './outcome.js';
import { placeLink, type Commit } from './permalink.js';
import type { Annotation, Button, CheckPlan } from './plan.js';
import { clean, plain, shorten } from './prose.js';
import { isFinding, ranked, type Report, type Subject } from './report.js';
import { section } from './section.js';
import { summaryBlocks } from './summary.js';

/** GitHub's limit for a check's summary, and for its text: its documentation says characters, its refusal says bytes. */
const LONGEST_TEXT = 65_535;
const LONGEST_TITLE = 255;
/** Each fifty cost a request; every finding is in the summary too. */
const MOST_ANNOTATIONS = 250;

/**
 * The completed check. `summary`: the whole review, whose first block is the title that GitHub shows by itself; `annotated`:
 * findings and gaps that no comment shows on their lines.
 */
export function checkRun(
  report: Report,
  outcome: Outcome,
  summary: readonly Block[],
  commit: Commit,
  annotated: readonly Subject[],
): CheckPlan {
  return {
    ...outcome,
    title: shorten(outcome.title, LONGEST_TITLE),
    summary: fit(summary.length > 1 ? summary.slice(1) : summary, LONGEST_TEXT),
    text: statementsText(report, commit),
    annotations: annotated.slice(0, MOST_ANNOTATIONS).map((subject) => annotation(subject, report)),
    buttons: report.settings.hasExperts ? [RERUN, ...EXPERT_BUTTONS] : [RERUN],
  };
}

const RERUN: Button = {
  identifier: 'rerun',
  label: 'Re-run',
  description: 'Review the migrations again',
};
const EXPERT_BUTTONS: readonly Button[] = [
  { identifier: 'escalate', label: 'Ask an expert', description: 'Ask for a review, whatever was found' },
  { identifier: 'refresh', label: 'Refresh owners', description: 'Look again at experts and approvals' },
];

const FAILED = 'Precheck could not finish';

/** Whether a check's title is that of `failedCheck`, also where Precheck only observes. */
export function isFailedTitle(title: string): boolean {
  return title.includes(`${FAILED} (id `);
}

/** The check of a review that Precheck could not finish. `incidentId` is in the server's log. */
export function failedCheck(incidentId: string, mode: ReviewSettings['mode'] = 'enforce'): CheckPlan {
  const failed: Outcome = {
    conclusion: 'failure',
    title: `${FAILED} (id ${clean(incidentId)}): re-run`,
  };
  const summary = [
    'Something failed inside Precheck, so nothing is known about these migrations.',
    `Re-run the check. If it fails again, give the id ${codeName(incidentId)} to whoever runs Precheck: it is in the log.`,
  ].join('\n\n');
  return { ...bare(mode === 'observe' ? observed(failed) : failed, summary), buttons: [RERUN] };
}

/**
 * The check of a review that was overtaken. `by`: the commit that is the head now, or what came in between in words
 * ("closed").
 */
export function supersededCheck(by: string): CheckPlan {
  const conclusion = 'cancelled';
  if (/^[0-9a-f]{40,64}$/.test(by)) {
    const title = `Superseded by ${by.slice(0, 7)}`;
    return bare({ conclusion, title }, 'A newer commit was pushed: its own check has the answer.');
  }
  if (by === 'closed')
    return bare({ conclusion, title: 'Closed meanwhile' }, 'There is nothing left to review.');
  return bare(
    { conclusion, title: `Superseded by ${clean(by)}` },
    'Another run of this check has the answer.',
  );
}

/** How each pull request of a merge group stands with its experts. */
interface GroupStandings {
  readonly standings: readonly Standing[];
}

/** The check of a merge group: the same words, and no comment anywhere. */
export function groupCheck(
  review: Review,
  { settings, problems, histories }: ReviewInput,
  { docs, questions, standings }: Pick<Report, 'docs' | 'questions'> & GroupStandings,
  commit: Commit,
): CheckPlan {
  const report: Report = { review, settings, problems, docs, questions };
  const migrations = histories.reduce((sum, { proposed }) => sum + proposed.length, 0);
  const outcome = outcomeOf(review, settings.mode, migrations, (reviewed) =>
    groupOutcome(reviewed, standings),
  );
  const subjects = ranked(review).filter(({ state }) => state !== 'acknowledged');
  const summary = summaryBlocks(report, outcome, commit);
  return { ...checkRun(report, outcome, summary, commit, subjects), buttons: [] };
}

function bare(outcome: Outcome, summary: string): CheckPlan {
  return { ...outcome, summary, text: null, annotations: [], buttons: [] };
}

const LEVEL = { blocker: 'failure', warning: 'warning', advice: 'notice' } as const;

function annotation(subject: Subject, report: Report): Annotation {
  const title = isFinding(subject) ? subject.headline : gapHeadline(subject);
  const words = isFinding(subject) ? `${subject.message} ${subject.remedy}` : gapReason(subject);
  return {
    path: subject.file,
    startLine: Math.max(1, subject.line),
    endLine: Math.max(1, subject.line, subject.endLine),
    level: isFinding(subject) ? LEVEL[subject.severity] : 'warning',
    title: shorten(plain(title), LONGEST_TITLE),
    message: `${plain(words)}\n${readLine(subject, report)}`,
  };
}

/** What each server does with each statement; a column names the servers where there are several. Null without statements. */
function statementsText({ review }: Report, commit: Commit): string | null {
  const servers = review.statements.flatMap((statement) =>
    alike(serverWords(statement.impacts)).map((words) => ({ statement, words })),
  );
  const namesOf = ({ statement, words }: (typeof servers)[number]): string => {
    const product = productOf(statement.file, statement.impacts, review.checked);
    const names = words.map(({ environment, version }) => {
      const server = markdown(serverName(product, version));
      return statement.impacts.length === 1 ? server : `${server} (${codeName(environment)})`;
    });
    return names.join(', ');
  };
  const [only, ...others] = new Set(servers.map(namesOf));
  if (only === undefined) return null;
  const isOne = others.length === 0;
  const rowOf = (one: (typeof servers)[number]): readonly string[] => {
    const { does, means, waits } = one.words[0];
    return [
      placeLink(commit, one.statement.file, one.statement.line, one.statement.endLine),
      ...(isOne ? [] : [namesOf(one)]),
      markdown(means === '' ? does : `${does} (${means})`),
      markdown(waits),
    ];
  };
  const head = ['Where', ...(isOne ? [] : ['Server']), 'Work', 'Who waits'];
  const title = isOne ? `What ${only} does` : 'What the servers do';
  return fit(section(title, head, servers, rowOf, 1), LONGEST_TEXT);
}

type Alike = readonly [ServerWords, ...ServerWords[]];

/** Servers of which the same is said, together; in the order of the first of each. */
function alike(words: readonly ServerWords[]): readonly Alike[] {
  const groups = new Map<string, [ServerWords, ...ServerWords[]]>();
  for (const one of words) {
    const said = JSON.stringify([one.does, one.means, one.waits]);
    const group = groups.get(said);
    if (group) group.push(one);
    else groups.set(said, [one]);
  }
  return [...groups.values()];
}
