import type { Backtest, ReviewedChange } from '../backtest/backtest.js';
import { tally, type Count, type Tally } from '../backtest/tally.js';
import { assumedWords } from './checked-words.js';
import { count, list } from './counting.js';
import { paintWith, type Paint } from './paint.js';
import { clean, shorten } from './prose.js';
import { isHolding } from './report.js';
import { visibleWidth, wrap } from './wrap.js';

/** What the text of a backtest depends on beside its figures. */
export interface BacktestTextOptions {
  /** The address of a rule's page. */
  readonly page: (id: string) => string;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly elapsedMs: number;
}

interface Page {
  readonly backtest: Backtest;
  readonly counts: Tally;
  readonly page: (id: string) => string;
  readonly paint: Paint;
  readonly width: number;
}

const NARROWEST = 60;
/** More are no reading for a person; the JSON has them all. */
const MOST_BLOCKED = 20;
const MOST_OF_ONE = 5;
const MOST_BUSY = 5;

/** A backtest as text for a person at a terminal, the sum of it last; ends in a line break. */
export function renderBacktest(backtest: Backtest, options: BacktestTextOptions): string {
  const paint = paintWith(options.color);
  const counts = tally(backtest.changes);
  const width = Math.max(NARROWEST, options.width);
  const page: Page = { backtest, counts, page: options.page, paint, width };
  const time = paint.dim(` (${(options.elapsedMs / 1000).toFixed(1)} s)`);
  const blocks =
    counts.changes === 0
      ? [...notes(page), [...emptyLines(page)]]
      : [
          blockedBlock(page),
          countBlock('Findings', counts.findings, page),
          countBlock('Could not be judged', counts.gaps, page),
          busiestBlock(page),
          ...notes(page),
          sumLines(page, time),
        ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function emptyLines({ backtest, width, paint }: Page): readonly string[] {
  const { branch, range, commits } = backtest;
  const words =
    commits === 0
      ? `Nothing to review: \`${branch}\` has no commit ${range}.`
      : `Nothing to review: ${commits === 1 ? 'the one commit' : `none of the ${String(commits)} commits`} of \`${branch}\` ${range} changes ${commits === 1 ? 'no' : 'a'} migration. Go further back with \`--since\`, or name the folder of the migrations in \`.github/precheck.yml\`.`;
  return wrap(words, width, paint.prose);
}

function blockedBlock(page: Page): readonly string[] {
  const { backtest, paint } = page;
  const blocked = backtest.changes.filter(({ verdict }) => verdict === 'blocked');
  if (blocked.length === 0) return [];
  const shown = blocked.slice(-MOST_BLOCKED);
  const earlier = blocked.length - shown.length;
  const linked = new Set<string>();
  return [
    paint.bold('Would have been blocked'),
    ...(earlier > 0
      ? [
          paint.dim(
            `  ${count(earlier, 'earlier one is', 'earlier ones are')} left out: --format json has them.`,
          ),
        ]
      : []),
    ...shown.flatMap((change) => ['', ...blockedLines(change, linked, page)]),
  ];
}

function blockedLines(change: ReviewedChange, linked: Set<string>, page: Page): readonly string[] {
  const { paint, width } = page;
  const held = change.findings.filter(isHolding);
  const left = held.length - MOST_OF_ONE;
  return [
    `  ${commitWords(change, page, 2)}`,
    ...held.slice(0, MOST_OF_ONE).flatMap(({ rule, file, line, headline }) => {
      const place = `${clean(file)}:${String(line)}`;
      const isWide = 4 + rule.length + 2 + place.length > width;
      const address = linked.has(rule) ? [] : [`      ${page.page(rule)}`];
      linked.add(rule);
      return [
        `    ${paint.severity.blocker(rule)}${isWide ? '\n      ' : '  '}${place}`,
        ...wrap(headline, width - 6, paint.prose).map((text) => `      ${text}`),
        ...address.map(paint.dim),
      ];
    }),
    ...(left > 0 ? [`    ${paint.dim(`and ${count(left, 'more blocker')}`)}`] : []),
  ];
}

/** "3f2a91c04d  2025-04-12  Add an index (#1234)", cut at the terminal's edge. */
function commitWords({ commit }: ReviewedChange, { paint, width }: Page, indent: number): string {
  const id = commit.id.slice(0, 10);
  const date = new Date(commit.time * 1000).toISOString().slice(0, 10);
  const room = width - indent - id.length - date.length - 4;
  return `${paint.yellow(id)}  ${date}  ${paint.bold(shorten(clean(commit.subject), room))}`;
}

const COLUMNS = ['times', 'changes', 'acknowledged'] as const;

function countBlock(title: string, counts: readonly Count[], { paint }: Page): readonly string[] {
  if (counts.length === 0) return [];
  const names = counts.map(({ id, severity }) => {
    const word = severity === null ? '' : paint.severity[severity](severity);
    return `  ${severity === null ? '' : padded(word, 9)}${id}`;
  });
  const widest = Math.max(title.length, ...names.map(visibleWidth));
  const rows = counts.map((one, index) => {
    const cells = COLUMNS.map((column) => cell(one[column], column));
    return `${padded(names[index] ?? '', widest)}${cells.join('')}`.trimEnd();
  });
  const head = `${padded(paint.bold(title), widest)}${paint.dim(COLUMNS.map((name) => `  ${name}`).join(''))}`;
  return [head, ...rows];
}

function cell(number: number, column: (typeof COLUMNS)[number]): string {
  const text = column === 'acknowledged' && number === 0 ? '' : String(number);
  return text.padStart(column.length + 2);
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - visibleWidth(text)))}`;
}

function busiestBlock(page: Page): readonly string[] {
  const { backtest, paint } = page;
  const busy = backtest.changes
    .map((change) => ({ change, number: change.findings.length + change.gaps.length }))
    .filter(({ number }) => number > 1)
    .sort((a, b) => b.number - a.number)
    .slice(0, MOST_BUSY);
  if (busy.length === 0) return [];
  return [
    paint.bold('Most to say about one change'),
    ...busy.map(({ change, number }) => `${String(number).padStart(6)}  ${commitWords(change, page, 8)}`),
  ];
}

function notes({ backtest, paint, width }: Page): readonly (readonly string[])[] {
  const { changes, configuration, shallowFrom } = backtest;
  const assumed = changes.flatMap(({ checked }) => checked.flatMap((history) => assumedWords(history) ?? []));
  const words = [
    ...(shallowFrom === null
      ? []
      : [
          `This is a shallow clone: what was merged before \`${shallowFrom.id.slice(0, 10)}\` (${new Date(shallowFrom.time * 1000).toISOString().slice(0, 10)}) is not here. \`git fetch --unshallow\` brings it.`,
        ]),
    ...(configuration === null && changes.length > 0
      ? ['There is no `.github/precheck.yml` in the working tree: the defaults counted.']
      : []),
    ...new Set(assumed),
  ];
  return words.length === 0 ? [] : [words.flatMap((one) => wrap(one, width, paint.prose))];
}

function sumLines(page: Page, time: string): readonly string[] {
  const { backtest, counts, paint, width } = page;
  const { changes, migrations, statements, verdicts, perHundred } = counts;
  const scope = `\`${backtest.branch}\` ${backtest.range}: ${count(backtest.commits, 'commit')}, of which ${changes} changed migrations (${count(migrations, 'migration')}, ${count(statements, 'statement')}).`;
  const rest = [
    verdicts.incomplete > 0 && `${count(verdicts.incomplete, 'other')} could not be judged whole`,
    verdicts.acknowledged > 0 && `${String(verdicts.acknowledged)} passed by acknowledgements`,
  ].filter((word) => word !== false);
  const verdict =
    verdicts.blocked === 0
      ? paint.green(paint.bold(`✓ None of ${count(changes, 'change')} would have been blocked`))
      : paint.red(
          paint.bold(`✗ ${String(verdicts.blocked)} of ${count(changes, 'change')} would have been blocked`),
        );
  return [
    ...wrap(scope, width, paint.prose),
    ...(perHundred === null ? [] : wrap(noiseWords(perHundred), width, paint.prose)),
    `${verdict}${rest.length === 0 ? '' : `; ${list(rest)}`}.${time}`,
  ];
}

function noiseWords(perHundred: NonNullable<Tally['perHundred']>): string {
  const { blocked, commented, blockers, warnings, advice, gaps } = perHundred;
  return `Per hundred changes: ${String(blocked)} blocked, ${String(commented)} with something to say; ${count(blockers, 'blocker')}, ${count(warnings, 'warning')}, ${String(advice)} advice, ${String(gaps)} not judged.`;
}
