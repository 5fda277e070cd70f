import type { Finding, Gap, Review } from '../engine/finding.js';
import type { InputProblem, ReviewSettings } from '../engine/review-input.js';
import { assumedWords, checkedWords } from './checked-words.js';
import type { DocsDefaults } from './docs-url.js';
import { excerpt, linesOf, suggestionDiff } from './excerpt.js';
import { acknowledgeWords, gapHeadline, gapReason, gapRemedy, question, stepTitle } from './finding-words.js';
import { productOf, serverSentence, serverWords } from './impact-words.js';
import { paintWith, type Paint } from './paint.js';
import { clean, cleanLines, spans } from './prose.js';
import type { Questions } from './questions.js';
import { idOf, isFinding, isGap, isHolding, pageOf, ranked, type Report, type Subject } from './report.js';
import { verdictLine } from './verdict-line.js';
import { wrap } from './wrap.js';

/** What the text of a review depends on beside it. */
export interface TerminalOptions {
  readonly problems: readonly InputProblem[];
  readonly settings: ReviewSettings;
  readonly docs: DocsDefaults;
  readonly questions: Questions;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** The text of a proposed file, for quoting its lines; undefined when it is not at hand. */
  readonly source?: ((file: string) => string | undefined) | undefined;
  readonly elapsedMs?: number | undefined;
}

interface Page extends Report {
  readonly paint: Paint;
  readonly width: number;
  /** The lines of a proposed file as they are shown; undefined when it is not at hand. */
  readonly lines: (file: string) => readonly string[] | undefined;
}

const NARROWEST = 48;
const LABEL = 8;

/** A review as text for a person at a terminal; ends in a line break. Without colour it holds no control character. */
export function renderTerminal(review: Review, options: TerminalOptions): string {
  const { problems, settings, docs, questions, color, width, source = () => undefined } = options;
  const page: Page = {
    review,
    settings,
    problems,
    docs,
    questions,
    paint: paintWith(color),
    width: Math.max(NARROWEST, width),
    lines: linesIn(source),
  };
  const subjects = ranked(review);
  const blocks = [
    ...subjectBlocks([...subjects.filter(isFinding), ...subjects.filter(isGap)], page),
    noteBlock(page),
    [...hintLines(page), ...checkedLines(page), verdictLine(page, page.paint, options.elapsedMs)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** Each file is split once, however much is said of it. */
function linesIn(source: (file: string) => string | undefined): Page['lines'] {
  const known = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const text = source(file);
      known.set(file, text === undefined ? undefined : linesOf(text));
    }
    return known.get(file);
  };
}

/**
 * Advice is explained once where only names differ, and gaps once per reason: further ones say where, and what to write
 * there. Of other findings only what is the same word for word is said once.
 */
function subjectBlocks(subjects: readonly Subject[], page: Page): readonly (readonly string[])[] {
  const explained = new Map<string, Subject>();
  const told: Told = new Map();
  return subjects.map((subject) => {
    const cause = causeOf(subject);
    const first = explained.get(cause);
    if (first && subject.state === 'open' && (isGap(subject) || subject.severity === 'advice')) {
      return repeatedBlock(subject, first, page);
    }
    if (subject.state === 'open') explained.set(cause, subject);
    return subjectBlock(subject, page, told);
  });
}

function causeOf(subject: Subject): string {
  if (isGap(subject)) return `${subject.id}: ${subject.reason}`;
  const words = spans(subject.message).map(({ code, text }) => (code ? '' : text));
  return `${subject.rule}: ${words.join('')}`;
}

function repeatedBlock(subject: Subject, first: Subject, page: Page): readonly string[] {
  const change = isFinding(subject) ? suggestionLines(subject, page) : [];
  return [
    ...headLines(subject, page),
    ...around(change.length > 0 ? change : quoteLines(subject, page)),
    ...said('Why', asFor(subject, first), page),
    ...labelled('Read', [pageOf(idOf(subject), page)], page),
  ];
}

function asFor(subject: Subject, first: Subject): string {
  const place = first.file === subject.file ? `line ${first.line}` : `\`${clean(first.file)}:${first.line}\``;
  return `As for ${place}, above.`;
}

function subjectBlock(subject: Subject, page: Page, told: Told): readonly string[] {
  const head = headLines(subject, page);
  if (subject.state === 'acknowledged') {
    const words = acknowledgeWords(subject, page.settings);
    return [...head, ...indented(wrap(words, page.width - 2, page.paint.prose))];
  }
  return [
    ...head,
    ...around(quoteLines(subject, page)),
    ...(isFinding(subject) ? findingBody(subject, page, told) : gapBody(subject, page)),
    ...readLines(subject, page),
  ];
}

function headLines(subject: Subject, page: Page): readonly string[] {
  const words = isFinding(subject) ? subject.headline : gapHeadline(subject);
  return [header(subject, page), ...indented(wrap(words, page.width - 2, page.paint.headline))];
}

/** What the subject is about, as the file has it; advice that shows the lines in its suggestion quotes them no second time. */
function quoteLines(subject: Subject, page: Page): readonly string[] {
  const lines = page.lines(subject.file);
  const isWholeFile = isGap(subject) && subject.statement === '';
  if (lines === undefined || isWholeFile || isShownAsChange(subject)) return [];
  return indented(excerpt(lines, subject.line, subject.endLine, page.width - 2, page.paint));
}

function isShownAsChange(subject: Subject): boolean {
  return isFinding(subject) && subject.severity === 'advice' && subject.suggestion !== null;
}

/** The address has a line of its own, so that a terminal can open it. */
function readLines(subject: Subject, page: Page): readonly string[] {
  const id = idOf(subject);
  const asked = wrap(question(id, page.questions), page.width - LABEL - 2, page.paint.prose);
  return labelled('Read', [...asked, pageOf(id, page)], page);
}

function header(subject: Subject, { paint }: Page): string {
  const severity = isFinding(subject) ? subject.severity : 'gap';
  const style = isFinding(subject) ? paint.severity[subject.severity] : paint.severity.warning;
  const state = subject.state === 'open' ? '' : ` ${paint.dim(`(${subject.state})`)}`;
  const rollback = isFinding(subject) && subject.rollback ? ` ${paint.dim('(down migration)')}` : '';
  const place = paint.bold(`${clean(subject.file)}:${subject.line}`);
  return `${style(severity)}${state}${rollback}  ${place}  ${idOf(subject)}`;
}

/** The first finding that said a text, by rule and text. */
type Told = Map<string, Finding>;

function findingBody(finding: Finding, page: Page, told: Told): readonly string[] {
  const parts = (
    [
      ['Why', said('Why', finding.message, page)],
      ['Server', serverLines(finding, page)],
      ['Safer', said('Safer', finding.remedy, page)],
    ] as const
  )
    .filter(([, lines]) => lines.length > 0)
    .map(([label, lines]) => ({ label, lines, first: firstTelling(finding, lines, told) }));
  const [{ first } = {}] = parts;
  const isSame = first !== undefined && parts.every((part) => part.first !== undefined);
  return [
    ...(isSame
      ? said('Why', asFor(finding, first), page)
      : parts.flatMap(({ label, lines, first }) =>
          first && lines.length > 1 ? said(label, asFor(finding, first), page) : lines,
        )),
    ...around(suggestionLines(finding, page)),
    ...recipeLines(finding, page),
    ...(finding.state === 'requested' ? said('State', acknowledgeWords(finding, page.settings), page) : []),
  ];
}

/** The finding of the same rule that said the same before. */
function firstTelling(finding: Finding, lines: readonly string[], told: Told): Finding | undefined {
  const text = `${finding.rule} ${lines.join('\n')}`;
  const first = told.get(text);
  if (!first) told.set(text, finding);
  return first;
}

function gapBody(gap: Gap, page: Page): readonly string[] {
  return [
    ...said('Why', gapReason(gap), page),
    ...said('To do', gapRemedy(gap), page),
    ...(gap.state === 'requested' ? said('State', acknowledgeWords(gap, page.settings), page) : []),
  ];
}

/** Advice is not about what the server does with this statement: its own words say all. */
function serverLines(finding: Finding, page: Page): readonly string[] {
  if (finding.severity === 'advice') return [];
  const words = serverWords(finding.impacts);
  const product = productOf(finding.file, finding.impacts, page.review.checked);
  const sentence = serverSentence(words, product);
  if (sentence !== undefined) return said('Server', sentence, page);
  return words.flatMap(({ environment, version, does, means, waits }, index) => {
    const how = means === '' ? '' : ` (${means})`;
    return said(index === 0 ? 'Server' : '', `${environment} ${version}: ${does}${how}: ${waits}.`, page);
  });
}

function suggestionLines(finding: Finding, page: Page): readonly string[] {
  const { suggestion, suggestionLine, suggestionEndLine } = finding;
  if (suggestion === null || suggestionLine === null || suggestionEndLine === null) return [];
  const replaced = page.lines(finding.file)?.slice(suggestionLine - 1, suggestionEndLine);
  const room = page.width - LABEL - 2;
  return indented(suggestionDiff(replaced, suggestion, room, page.paint), LABEL + 2);
}

function recipeLines({ recipe }: Finding, page: Page): readonly string[] {
  return recipe.flatMap((step, index) => [
    ...said(index === 0 ? 'Steps' : '', `${String(index + 1)}. ${stepTitle(step)}`, page),
    ...indented(cleanLines(step.text).split('\n'), LABEL + 5),
  ]);
}

function noteBlock(page: Page): readonly string[] {
  const { review, problems } = page;
  const line = (
    kind: string,
    place: readonly (string | number | null)[],
    text: string,
  ): readonly string[] => {
    const where = place.filter((part) => part !== null).join(':');
    return wrapped(
      `${page.paint.bold(kind)}  `,
      `${where === '' ? '' : `${clean(where)}: `}${text}`,
      kind.length + 2,
      page,
    );
  };
  return [
    ...problems
      .filter(({ kind }) => kind === 'configuration')
      .flatMap((problem) =>
        line('configuration', [problem.file, problem.line, problem.column], problem.reason),
      ),
    ...review.notices.flatMap((notice) => line('note', [notice.file, notice.line], notice.text)),
  ];
}

function hintLines({ review, width, paint }: Page): readonly string[] {
  const canHoldComment = (subject: Subject): boolean =>
    subject.sealed !== true && (isFinding(subject) || subject.statement !== '');
  if (!ranked(review).some((subject) => isHolding(subject) && canHoldComment(subject))) return [];
  const hint = 'To acknowledge one, write `-- precheck:nolint <rule> <reason>` above its statement.';
  return [...wrap(hint, width, { ...paint.prose, text: paint.dim }), ''];
}

function checkedLines(page: Page): readonly string[] {
  const { checked } = page.review;
  return checked.flatMap((history) => {
    const place = checked.length > 1 ? `\`${history.path}\`: ` : '';
    const assumed = assumedWords(history, checked.length === 1);
    const words = `Checked ${place}${checkedWords(history)}.${assumed === undefined ? '' : ` ${assumed}`}`;
    return wrap(words, page.width, page.paint.prose);
  });
}

function said(label: string, prose: string, page: Page): readonly string[] {
  return labelled(label, wrap(prose, page.width - LABEL - 2, page.paint.prose), page);
}

function labelled(label: string, lines: readonly string[], { paint }: Page): readonly string[] {
  return lines.map((line, index) => `  ${paint.dim((index === 0 ? label : '').padEnd(LABEL))}${line}`);
}

function wrapped(head: string, prose: string, indent: number, { width, paint }: Page): readonly string[] {
  const lines = wrap(prose, width - indent, paint.prose);
  return lines.map((line, index) => `${index === 0 ? head : ' '.repeat(indent)}${line}`);
}

function indented(lines: readonly string[], by = 2): readonly string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}

function around(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines, ''];
}
