import type { Acknowledgement, Gap, RecipeStep } from '../engine/finding.js';
import type { ReviewSettings } from '../engine/review-input.js';
import { lookUp } from '../look-up.js';
import { clean, plain, shorten } from './prose.js';
import type { Questions } from './questions.js';
import { idOf, isFinding, isHolding, pageOf, type Report, type Subject } from './report.js';

const LONGEST_REASON = 300;

/** Said of a finding in a down migration. */
export const ROLLBACK = 'This is a down migration: it runs only when somebody rolls back.';

/** What to do about a gap, by its id. */
const GAP_REMEDIES: Readonly<Record<string, string>> = {
  'statement-unreadable': 'Find out by hand what the server does with it, and say so in an acknowledgement.',
  'statement-templated':
    'Give the placeholder’s name a value under `placeholders` in `.github/precheck.yml` (`precheck init --stdout` lists the names), or say in an acknowledgement what the server does.',
  'table-unknown':
    'Name a dump or schema file that holds the table under `baseline` in `.github/precheck.yml`, or say in an acknowledgement what the server does.',
  'migration-unsupported':
    'Look at the SQL that the migration sends to the server, and have somebody who knows the tables review it.',
  'engine-unknown': 'Set `engine` under `migrations` in `.github/precheck.yml`.',
  'file-unplaced':
    'Name its folder under `migrations` in `.github/precheck.yml` (`reviewed: false` where nobody has to look), give the file a name that its tool takes, or have it reviewed by hand.',
  'file-unreadable':
    'Make it a file of its own (no link) with text in UTF-8 of at most 1 MB, or have it reviewed by hand.',
};

const GAP_REMEDY = 'Find out by hand what the server does, and say so in an acknowledgement.';

/** What a gap says at first sight; no full stop. */
export function gapHeadline(gap: Gap): string {
  return gap.statement === '' ? 'This file could not be judged' : 'This statement could not be judged';
}

/** Why it could not be judged, as a sentence: a reader's message may come without capital and full stop. */
export function gapReason({ reason }: Gap): string {
  const text = clean(reason);
  return ended(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

/** What to do about a gap, one sentence. */
export function gapRemedy(gap: Gap): string {
  return lookUp(GAP_REMEDIES, gap.id) ?? GAP_REMEDY;
}

const STEP: Readonly<Record<RecipeStep['kind'], string>> = {
  query: 'Query',
  script: 'Run',
  migration: 'Migration',
  command: 'Run',
};

/** What a step of a recipe is, and what it does; ends in a colon. */
export function stepTitle({ kind, title, transaction }: RecipeStep): string {
  const apart = transaction === 'none' ? ' (outside a transaction)' : '';
  return `${STEP[kind]}${apart}: ${title}`;
}

/** The question that a page answers: the text of every link to it that is a sentence. */
export function question(id: string, questions: Questions): string {
  const own = lookUp(questions, id);
  return own ?? `What does \`${id}\` mean, and what is the safe way?`;
}

/** Where only plain text is shown: the rule or gap, the question and the address of the page that answers it. */
export function readLine(subject: Subject, report: Pick<Report, 'settings' | 'docs' | 'questions'>): string {
  const id = idOf(subject);
  return `${id}: ${plain(question(id, report.questions))} ${pageOf(id, report)}`;
}

/** Whether it blocks, and how it is acknowledged or by whom it was. */
export function acknowledgeWords(subject: Subject, settings: ReviewSettings): string {
  const { acknowledgement, state } = subject;
  if (acknowledgement && state !== 'open') {
    const said = `Acknowledged ${placeOf(acknowledgement)}: ${shorten(clean(acknowledgement.reason), LONGEST_REASON)}`;
    return state === 'requested' ? `${ended(said)} An expert must approve it.` : ended(said);
  }
  const how = directive(subject);
  if (!isHolding(subject)) return `Blocks nothing. To acknowledge it, ${how}.`;
  const word = settings.mode === 'observe' ? 'Would block; here Precheck only observes.' : 'Blocking.';
  if (!isFinding(subject) && subject.statement === '') return word;
  const what = isFinding(subject) ? 'Fix it' : 'Settle it';
  return `${word} ${what}, or ${how}${needsExpert(settings) ? ': an expert must then approve' : ''}.`;
}

function placeOf({ line, by }: Acknowledgement): string {
  return line === null ? `by \`${clean(by ?? 'somebody')}\`` : `on line ${String(line)}`;
}

/** What the author writes, in the file where it takes an edit, as prose. */
function directive(subject: Subject): string {
  if (subject.sealed)
    return `comment \`/precheck ack ${idOf(subject)} <reason>\` on the pull request (an edit of the file would break its checksum)`;
  return `write \`-- precheck:nolint ${idOf(subject)} <reason>\` above the statement`;
}

/** True when a blocker's or a gap's acknowledgement by its author is only a request. */
export function needsExpert(settings: ReviewSettings): boolean {
  return settings.hasExperts && settings.acknowledge.blocker === 'expert';
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
