import type { Finding, Gap } from '../engine/finding.js';
import { lookUp } from '../look-up.js';
import { fit, fixed, optional } from './budget.js';
import { count } from './counting.js';
import {
  acknowledgeWords,
  gapHeadline,
  gapReason,
  gapRemedy,
  question,
  ROLLBACK,
  stepTitle,
} from './finding-words.js';
import { productOf, serverName, serverSentence, serverWords } from './impact-words.js';
import { codeName, fenced, link, markdown, quoted, table } from './markdown.js';
import { placeLink, type Commit } from './permalink.js';
import { isClean, shorten } from './prose.js';
import { idOf, isFinding, pageOf, type Report, type Subject } from './report.js';

/** GitHub refuses a body of more than 65,536 characters; the rest is room for the marker and for an edit. */
const LONGEST_COMMENT = 59_000;
const LONGEST_NOTE = 4000;
const MOST_ENVIRONMENTS = 30;
/** More steps than this would hide the rest of the conversation. */
const MOST_OPEN_STEPS = 2;

const ALERT = { blocker: 'CAUTION', warning: 'WARNING', advice: 'NOTE' } as const;

/**
 * Where a comment stands. `suggestion`: on exactly the lines that the finding's suggestion replaces, so that GitHub can
 * offer it as a button. `file`: on no line, so that it has to name it.
 */
export type CommentPlace =
  { readonly on: 'suggestion' | 'line' } | { readonly on: 'file'; readonly commit: Commit };

/** The comment on a finding or a gap, without its marker. */
export function commentBody(subject: Subject, report: Report, place: CommentPlace): string {
  return isFinding(subject) ? findingComment(subject, report, place) : gapComment(subject, report, place);
}

/** True when the suggestion can be taken over as it stands: nothing in it is hidden from the reader. */
export function isOffered(finding: Finding): boolean {
  return finding.suggestion !== null && isClean(finding.suggestion);
}

function findingComment(finding: Finding, report: Report, place: CommentPlace): string {
  const { settings } = report;
  if (finding.state === 'acknowledged') return acknowledgedComment(finding, finding.headline, report, place);
  const why = finding.rollback ? `${finding.message} ${ROLLBACK}` : finding.message;
  const blocks = [
    fixed(headline(finding, ALERT[finding.severity], finding.headline, report, place)),
    fixed(`**Why** ${markdown(why)}`),
    ...serverBlock(finding, report).map((text) => optional(text, 2)),
    fixed(`**Safer** ${markdown(finding.remedy)}`),
    ...suggestionBlock(finding, place).map((text) => optional(text, 3)),
    ...recipeBlock(finding).map((text) => optional(text, 3)),
    fixed(closing(finding, report)),
    ...noteBlock(finding.rule, settings.docs.notes).map((text) => optional(text, 4)),
  ];
  return `${fit(blocks, LONGEST_COMMENT)}\n\n${footer(finding, report)}`;
}

function gapComment(gap: Gap, report: Report, place: CommentPlace): string {
  if (gap.state === 'acknowledged') return acknowledgedComment(gap, gapHeadline(gap), report, place);
  const blocks = [
    fixed(headline(gap, 'WARNING', gapHeadline(gap), report, place)),
    fixed(`**Why** ${markdown(gapReason(gap))}`),
    fixed(`**What to do** ${markdown(gapRemedy(gap))}`),
    fixed(closing(gap, report)),
    ...noteBlock(gap.id, report.settings.docs.notes).map((text) => optional(text, 4)),
  ];
  return `${fit(blocks, LONGEST_COMMENT)}\n\n${footer(gap, report)}`;
}

/** What is decided needs no more than the decision, and what it was about. */
function acknowledgedComment(subject: Subject, words: string, report: Report, place: CommentPlace): string {
  const why = isFinding(subject) ? subject.message : gapReason(subject);
  const blocks = [
    fixed(headline(subject, 'NOTE', words, report, place)),
    fixed(`**${markdown(acknowledgeWords(subject, report.settings))}**`),
    fixed(`**Why it was said** ${markdown(why)}`),
    fixed(closing(subject, report)),
  ];
  return fit(blocks, LONGEST_COMMENT);
}

function headline(
  subject: Subject,
  alert: string,
  words: string,
  report: Report,
  place: CommentPlace,
): string {
  const id = idOf(subject);
  const { file, line, endLine } = subject;
  const where = place.on === 'file' ? ` · ${placeLink(place.commit, file, line, endLine)}` : '';
  return `> [!${alert}]\n> **${markdown(words)}** · ${link(codeName(id), pageOf(id, report))}${where}`;
}

function serverBlock(finding: Finding, { review }: Report): readonly string[] {
  // What a statement does to rows is the finding's own matter: an impact knows only definitions and locks.
  const words = serverWords(finding.impacts.filter(({ impact }) => impact?.fact !== 'dml'));
  if (words.length === 0) return [];
  const product = productOf(finding.file, finding.impacts, review.checked);
  const sentence = serverSentence(words, product);
  if (sentence !== undefined) return [`**What the server does** ${markdown(sentence)}`];
  const rows = words
    .slice(0, MOST_ENVIRONMENTS)
    .map(({ environment, version, does, means, waits }) => [
      codeName(environment),
      markdown(serverName(product, version)),
      markdown(means === '' ? does : `${does} (${means})`),
      markdown(waits),
    ]);
  const left = words.length - rows.length;
  const more = left > 0 ? `\n\n${String(left)} more environments.` : '';
  const head = ['Environment', 'Version', 'Work', 'Who waits'];
  return [`**What the server does** depends on the environment:\n\n${table(head, rows)}${more}`];
}

function suggestionBlock(finding: Finding, { on }: CommentPlace): readonly string[] {
  if (finding.suggestion === null) return [];
  return [fenced(finding.suggestion, on === 'suggestion' && isOffered(finding) ? 'suggestion' : 'sql')];
}

/** The steps as a numbered list, each with its text in a fence; folded where they are many. */
function recipeBlock({ recipe }: Finding): readonly string[] {
  if (recipe.length === 0) return [];
  const steps = recipe.map((step, index) => {
    const body = fenced(step.text, step.kind === 'command' ? 'sh' : 'sql').replaceAll('\n', '\n   ');
    return `${String(index + 1)}. ${markdown(stepTitle(step))}\n\n   ${body}`;
  });
  const text = steps.join('\n\n');
  if (steps.length <= MOST_OPEN_STEPS) return [text];
  const summary = `Step by step: ${count(steps.length, 'step')}, ready to copy`;
  return [`<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`];
}

function closing(subject: Subject, report: Report): string {
  const id = idOf(subject);
  return `**Read** ${link(markdown(question(id, report.questions)), pageOf(id, report))}`;
}

/** What the organisation says of a rule or gap, quoted; empty where it says nothing. */
export function noteBlock(id: string, notes: Readonly<Record<string, string>>): readonly string[] {
  const note = lookUp(notes, id)?.trim();
  return note ? [`**From your organisation**\n\n${quoted(shorten(note, LONGEST_NOTE))}`] : [];
}

function footer(subject: Subject, { settings }: Report): string {
  return `<sub>${markdown(acknowledgeWords(subject, settings))} Comment not helpful? React with a thumbs down.</sub>`;
}
