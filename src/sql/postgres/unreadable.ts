import { lineTable } from '../source-text.js';
import type { Unreadable } from '../statement.js';
import { headOf } from './head.js';
import { nameText } from '../name.js';
import { nameAt } from './token-name.js';
import { isWord, type Token } from './lexer.js';
import type { Source, SourceFile } from './source.js';

/** The parser quotes the text it stopped at, which may be long. */
const LONGEST_MESSAGE = 160;

/** A quote inside the placeholder may have ended the token early. */
const LONGEST_MARK = 80;

/** A statement that the parser refuses, with its message and line. */
export function refused(source: Source, error: unknown): Unreadable {
  const { file, tokens, span, start, end } = source;
  const text = file.text.slice(start, end);
  const head = headOf(file.text, tokens);
  const placeholder = placeholderIn(file.text, tokens);
  if (placeholder !== undefined)
    return { gap: 'statement-templated', span, text, head, reason: templated(file, placeholder) };
  return {
    gap: 'statement-unreadable',
    span,
    text,
    head,
    reason: reasonOf(source, error),
    mayTouch: tablesNamed(file.text, tokens, head),
  };
}

/** A statement that parses although a name in it is a template's placeholder. */
export function templatedName(source: Source): Unreadable | undefined {
  const { file, tokens, span, start, end } = source;
  const { text } = file;
  const name = tokens.find(
    (token) => token.kind === 'quoted' && /\$\{|\{\{/.test(text.slice(token.start, token.end)),
  );
  if (!name) return undefined;
  const head = headOf(text, tokens);
  return {
    gap: 'statement-templated',
    span,
    text: text.slice(start, end),
    head,
    reason: templated(file, name),
  };
}

/** A place where something other than a statement stands. */
export function unreadableAt(file: SourceFile, start: number, end: number, reason: string): Unreadable {
  const span = file.lines.spanOf(start, end);
  return { gap: 'statement-unreadable', span, text: file.text.slice(start, end), head: '', reason };
}

/** A file that no statement can be read from. */
export function unreadableFile(text: string, reason: string): Unreadable {
  const span = lineTable(text).spanOf(0, text.length);
  return { gap: 'statement-unreadable', span, text, head: '', reason };
}

function templated(file: SourceFile, token: Token): string {
  const written = file.text.slice(token.start, token.end + LONGEST_MARK);
  const mark = /\$\{[^}\n]*\}|\{\{[^\n]*?\}\}/.exec(written)?.[0] ?? file.text.slice(token.start, token.end);
  return `The placeholder ${mark} is filled in when the migration runs.`;
}

function reasonOf(source: Source, error: unknown): string {
  if (error instanceof RangeError) return 'The statement is nested too deeply for PostgreSQL’s parser.';
  const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_MESSAGE);
  const { line } = source.file.lines.spanOf(errorOffset(source, error), source.end);
  return `PostgreSQL’s parser refuses it: ${message}, line ${line}.`;
}

/** The parser counts characters, not bytes and not UTF-16 units. */
function errorOffset(source: Source, error: unknown): number {
  const details = (error as { readonly sqlDetails?: { readonly cursorPosition?: number } } | null)
    ?.sqlDetails;
  const characters = details?.cursorPosition ?? 0;
  let offset = 0;
  for (let count = 0; count < characters && offset < source.sql.length; count++)
    offset += (source.sql.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return Math.min(source.start + offset, source.end - 1);
}

/** A template's mark, or psql's `:name`, `:'name'` and `:"name"`. */
function placeholderIn(text: string, tokens: readonly Token[]): Token | undefined {
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'placeholder') return token;
    if (token.kind === 'quoted' && /\$\{|\{\{/.test(text.slice(token.start, token.end))) return token;
    const next = tokens[index + 1];
    const isAdjacent = next?.start === token.end;
    if (!isAdjacent || token.kind !== 'symbol') continue;
    const mark = text.slice(token.start, token.end);
    const isVariable = mark === ':' && ['word', 'string', 'quoted'].includes(next.kind);
    const isFramed =
      /[@%]$/.test(mark) && next.kind === 'word' && /^[@%]/.test(text.slice(next.end, next.end + 1));
    if (isVariable || isFramed) return { ...token, end: isFramed ? next.end + 1 : next.end };
  }
  return undefined;
}

const BEFORE_A_TABLE = [
  'TABLE',
  'ON',
  'INTO',
  'FROM',
  'UPDATE',
  'JOIN',
  'REFERENCES',
  'TRUNCATE',
  'VIEW',
] as const;
const SKIPPED = ['IF', 'NOT', 'EXISTS', 'ONLY', 'TABLE', 'CONCURRENTLY'] as const;

/** Names behind the words that a table's name follows; undefined when the text may hide others. */
function tablesNamed(text: string, tokens: readonly Token[], head: string): readonly string[] | undefined {
  if (!/^(CREATE|ALTER|DROP) (TABLE|INDEX|VIEW)|^(INSERT|UPDATE|DELETE|TRUNCATE)$/.test(head))
    return undefined;
  const names = new Set<string>();
  for (let index = 0; index < tokens.length; index++) {
    if (!BEFORE_A_TABLE.some((word) => isWord(text, tokens[index], word))) continue;
    let at = index + 1;
    while (SKIPPED.some((word) => isWord(text, tokens[at], word))) at++;
    const name = nameAt(text, tokens, at);
    if (name) names.add(nameText(name));
  }
  return names.size > 0 ? [...names] : undefined;
}
