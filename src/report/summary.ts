import type { Acknowledgement, Finding, Gap, State } from '../engine/finding.js';
import { COMMANDS } from '../escalation/command.js';
import { optional, fixed, type Block } from './budget.js';
import { assumedWords, checkedWords } from './checked-words.js';
import { count } from './counting.js';
import { findingGroups } from './finding-groups.js';
import { gapReason, gapRemedy, needsExpert, ROLLBACK } from './finding-words.js';
import { codeName, link, markdown } from './markdown.js';
import type { Outcome } from './outcome.js';
import { placeLink, type Commit } from './permalink.js';
import { clean, shorten } from './prose.js';
import { isFinding, isGap, isHolding, pageOf, ranked, type Report, type Subject } from './report.js';
import { section, type Row } from './section.js';

/** Of one cell or bullet: the comment on the line says it whole. */
const LONGEST_WORDS = 300;
const MOST_NOTES = 200;
/** Of the findings that share a row. */
const MOST_PLACES = 30;

/**
 * The whole review, for the check and for the summary comment: the verdict, which is the first block, what to do, the
 * findings, what could not be judged, then the details, which go first when the room is short. Places are links where a
 * commit is given.
 */
export function summaryBlocks(
  report: Report,
  outcome: Outcome,
  commit: Commit | undefined,
  { tasks, blocks }: People = { tasks: [], blocks: [] },
): readonly Block[] {
  const { review } = report;
  const subjects = ranked(review);
  return [
    fixed(`**${markdown(outcome.title)}**`),
    ...some(modeNote(report)).map(fixed),
    ...some(toDo(report, tasks)).map(fixed),
    ...blocks,
    ...section(
      'Findings',
      FINDING_HEAD,
      findingGroups(subjects.filter(isFinding)),
      findingRow(report, commit),
      2,
    ),
    ...section('Could not be judged', GAP_HEAD, subjects.filter(isGap), gapRow(report, commit), 1),
    ...bullets('Configuration', configurationProblems(report), 4),
    ...bullets('Notes', notices(report, commit), 5),
    ...bullets('Checked', checked(report), 6),
  ];
}

/** What experts have to do, as prose, and who they are. */
export interface People {
  readonly tasks: readonly string[];
  readonly blocks: readonly Block[];
}

function modeNote({ settings }: Report): string {
  return settings.mode === 'observe'
    ? 'Precheck only observes here (`mode: observe`): the check passes whatever it finds.'
    : '';
}

function toDo({ review, settings }: Report, tasks: readonly string[]): string {
  const held = [...review.findings, ...review.gaps].filter(isHolding);
  const open = held.filter(({ state }) => state === 'open');
  const fixes = open.filter(isFinding).length;
  const gaps = open.length - fixes;
  const requested = held.length - open.length;
  const approval = needsExpert(settings) ? ', for an expert to approve' : '';
  const lines = [
    ...(fixes > 0
      ? [`Fix ${count(fixes, 'finding')}, or acknowledge with a reason: ${directiveFor(open)}${approval}.`]
      : []),
    ...(gaps > 0 ? [`Settle what could not be judged (${gaps}): what to do is said beside each.`] : []),
    ...(requested > 0 && tasks.length === 0
      ? [`An expert must approve ${count(requested, 'acknowledgement')}.`]
      : []),
    ...tasks,
  ];
  return lines.length === 0
    ? ''
    : `### What to do\n\n${lines.map((line) => `- ${markdown(line)}`).join('\n')}`;
}

/** The chat command serves every finding, a comment in the file only those whose file takes an edit. */
function directiveFor(open: readonly Subject[]): string {
  return open.some(({ sealed }) => sealed)
    ? 'comment `/precheck ack <rule> <reason>` on this pull request'
    : '`-- precheck:nolint <rule> <reason>` above the statement';
}

const FINDING_HEAD = ['Severity', 'Finding', 'Where', 'State'];

function findingRow(
  report: Report,
  commit: Commit | undefined,
): (group: readonly [Finding, ...Finding[]]) => Row {
  return (group) => {
    const [finding, ...others] = group;
    const more = others.length === 0 ? '' : ` and ${others.length} more like it`;
    const places = group
      .slice(0, MOST_PLACES)
      .map(({ file, line, endLine }) => placeLink(commit, file, line, endLine));
    const left = group.length - places.length;
    return [
      isHolding(finding) ? `**${finding.severity}**` : finding.severity,
      `${brief(finding.headline)}${more} · ${pageLink(finding.rule, report)}${finding.rollback ? ` · ${ROLLBACK}` : ''}`,
      `${places.join(', ')}${left > 0 ? ` and ${left} more` : ''}`,
      brief(stateWords(finding.state, finding.acknowledgement)),
    ];
  };
}

const GAP_HEAD = ['Why', 'What to do', 'Where', 'State'];

function gapRow(report: Report, commit: Commit | undefined): (gap: Gap) => Row {
  return (gap) => [
    `${brief(gapReason(gap))} · ${pageLink(gap.id, report)}`,
    markdown(gapRemedy(gap)),
    placeLink(commit, gap.file, gap.statement === '' ? undefined : gap.line, gap.endLine),
    brief(stateWords(gap.state, gap.acknowledgement)),
  ];
}

function pageLink(id: string, report: Report): string {
  return link(codeName(id), pageOf(id, report));
}

function stateWords(state: State, acknowledgement: Acknowledgement | null): string {
  if (state === 'open' || !acknowledgement) return state;
  const { by, reason } = acknowledgement;
  const who = by === undefined ? '' : ` by \`${clean(by)}\``;
  const waits = state === 'requested' ? ', waits for an expert' : '';
  return `acknowledged${who}${waits}: ${clean(reason)}`;
}

function configurationProblems({ problems }: Report): readonly string[] {
  return problems
    .filter(({ kind }) => kind === 'configuration')
    .map(({ file, line, column, reason }) => {
      const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
      return `${codeName(place)}: ${brief(reason)}`;
    });
}

function notices({ review }: Report, commit: Commit | undefined): readonly string[] {
  return review.notices
    .slice(0, MOST_NOTES)
    .map(({ file, line, text }) =>
      file === null ? brief(text) : `${placeLink(commit, file, line ?? undefined)}: ${brief(text)}`,
    );
}

function checked({ review }: Report): readonly string[] {
  return review.checked.flatMap((history) => [
    `${codeName(history.path)}: ${markdown(checkedWords(history))}`,
    ...some(assumedWords(history, review.checked.length === 1) ?? '').map(markdown),
  ]);
}

/** What can be written to Precheck, for who asked. */
export function commandsBlock(): Block {
  const lines = COMMANDS.map(([usage, does]) => `- ${codeName(usage)} ${does}`).join('\n');
  return optional(
    `<details><summary>Commands</summary>\n\nThe first line of a comment; those that change something need write access.\n\n${lines}\n\n</details>`,
    6,
  );
}

function bullets(title: string, lines: readonly string[], order: number): readonly Block[] {
  if (lines.length === 0) return [];
  return [optional(`### ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`, order)];
}

function brief(prose: string): string {
  return markdown(shorten(prose, LONGEST_WORDS));
}

function some(text: string): readonly string[] {
  return text === '' ? [] : [text];
}
