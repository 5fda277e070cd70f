import type { Gap, JudgedStatement, Review } from '../engine/finding.js';
import { productOf, serverSentence, serverWords } from './impact-words.js';
import { paintWith, type Paint } from './paint.js';
import { clean, shorten } from './prose.js';
import { wrap } from './wrap.js';

/** What the text of an impact depends on beside it. */
export interface ImpactTextOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** All that were looked at, in the order in which they run. */
  readonly files: readonly string[];
  /** The text of a file, for quoting its statements; undefined when it is not at hand. */
  readonly source: (file: string) => string | undefined;
}

const INDENT = '  ';

/** What the server does with every statement, in the order of the files, for a person; ends in a line break. */
export function renderImpacts(review: Review, options: ImpactTextOptions): string {
  const paint = paintWith(options.color);
  const statements = review.statements.map((statement) => ({
    place: statement,
    block: statementBlock(statement, review, options, paint),
  }));
  const unread = review.gaps
    .filter((gap) => !review.statements.some(({ file, line }) => file === gap.file && line === gap.line))
    .map((gap) => ({ place: gap, block: gapBlock(gap, options, paint) }));
  const turns = new Map(options.files.map((file, turn) => [file, turn]));
  const turnOf = ({ file }: { readonly file: string }): number => turns.get(file) ?? turns.size;
  const blocks = [...statements, ...unread].sort(
    (a, b) => turnOf(a.place) - turnOf(b.place) || a.place.line - b.place.line,
  );
  return `${blocks.map(({ block }) => block.join('\n')).join('\n\n')}\n`;
}

/** The statement's text on one line, as `statementOf` of a program's answer has it. */
export function statementText(source: string | undefined, { line, endLine }: JudgedStatement): string {
  const lines = (source ?? '').split(/\r\n|\r|\n/).slice(line - 1, endLine);
  return shorten(clean(lines.join(' ')), 120);
}

function statementBlock(
  statement: JudgedStatement,
  review: Review,
  { source, width }: ImpactTextOptions,
  paint: Paint,
): readonly string[] {
  const { file, line, impacts } = statement;
  const product = productOf(file, impacts, review.checked);
  const sentence = serverSentence(serverWords(impacts), product) ?? '';
  const facts = impacts.flatMap(({ impact }) => (impact ? [`${impact.fact}: ${impact.source}`] : []));
  return [
    paint.bold(`${clean(file)}:${String(line)}`),
    ...indented(statementText(source(file), statement), width, paint.dim),
    ...wrap(sentence, width - INDENT.length, paint.prose).map((text) => INDENT + text),
    ...[...new Set(facts)].flatMap((fact) => indented(fact, width, paint.dim)),
  ];
}

function gapBlock(gap: Gap, { width }: ImpactTextOptions, paint: Paint): readonly string[] {
  return [
    paint.bold(`${clean(gap.file)}:${String(gap.line)}`),
    ...indented(gap.statement, width, paint.dim),
    ...wrap(gap.reason, width - INDENT.length, paint.prose).map((text) => INDENT + text),
  ];
}

function indented(text: string, width: number, style: (text: string) => string): readonly string[] {
  const shown = shorten(clean(text), width - INDENT.length);
  return shown === '' ? [] : [INDENT + style(shown)];
}
