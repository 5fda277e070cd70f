import type { Node } from 'libpg-query';
import type { Statement, ScriptEntry } from '../statement.js';
import { constantText } from './constant-text.js';
import { literalOf, type Literal } from './literal.js';
import { readBody, type BodyPart } from './plpgsql.js';
import { bodyOf, languageOf } from './routine.js';
import { Source, type SourceFile } from './source.js';
import { split, type Piece } from './split.js';
import { readStatement } from './statements.js';
import { as, items } from './tree.js';
import { refused, unreadableAt } from './unreadable.js';

/** Reads one piece of a script; handed in, because a body holds pieces and a piece may hold a body. */
export type ReadPieces = (file: SourceFile, pieces: readonly Piece[]) => readonly ScriptEntry[];

const DEEPEST = 6;

/** The statements inside a DO block or a routine; undefined when the statement has none that Precheck reads. */
export function bodyOfStatement(node: Node, source: Source, read: ReadPieces): Statement['body'] {
  const block = as(node, 'DoStmt');
  if (block) {
    const language = languageOf(block.args) ?? 'plpgsql';
    return { runs: 'now', statements: quotedBody(source, block.args, language, read) ?? [] };
  }
  const routine = as(node, 'CreateFunctionStmt');
  if (!routine) return undefined;
  const statements = routine.sql_body
    ? atomicBody(source, routine.sql_body)
    : quotedBody(source, routine.options, languageOf(routine.options) ?? '', read);
  return statements && { runs: 'later', statements };
}

function quotedBody(
  source: Source,
  options: readonly Node[] | undefined,
  language: string,
  read: ReadPieces,
): readonly ScriptEntry[] | undefined {
  const value = bodyOf(options);
  if (value === undefined || (language !== 'plpgsql' && language !== 'sql')) return undefined;
  const { tokens, file } = source;
  const at = tokens.findIndex((token) => literalOf(file.text, token)?.value === value);
  const literal = literalOf(file.text, tokens[at]) ?? { value };
  const from = Math.max(at, 0);
  const to = at === -1 ? tokens.length - 1 : at;
  const place = placeOf(source, literal, { from, to });
  if (!place) return [tooDeep(source)];
  return language === 'sql' ? sqlEntries(place, read) : blockEntries(place, read);
}

/** Text to be read inside of other text: part of the file, or, where escapes hide it, a file of its own. */
interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

function placeOf(
  source: Source,
  { value, start }: Literal,
  range: Parameters<Source['spanOf']>[0],
): Place | undefined {
  const { file } = source;
  const depth = file.depth + 1;
  if (depth > DEEPEST) return undefined;
  if (start !== undefined) return { file: { ...file, depth }, start, end: start + value.length };
  const span = source.spanOf(range);
  return {
    file: { ...file, depth, text: value, lines: { spanOf: () => span }, comments: [] },
    start: 0,
    end: value.length,
  };
}

function tooDeep(source: Source): ScriptEntry {
  const reason = `Code inside of code is read ${DEEPEST} levels deep.`;
  return { kind: 'unreadable', unreadable: unreadableAt(source.file, source.start, source.end, reason) };
}

function sqlEntries({ file, start, end }: Place, read: ReadPieces): readonly ScriptEntry[] {
  const { pieces, comments } = split(file.text, start, end);
  for (const comment of comments) file.comments.push(comment);
  return read(file, pieces);
}

function blockEntries({ file, start, end }: Place, read: ReadPieces): readonly ScriptEntry[] {
  const { parts, comments } = readBody(file.text, start, end);
  for (const comment of comments) file.comments.push(comment);
  return parts.flatMap((part) => {
    const entries =
      part.kind === 'execute' ? dynamicEntries(file, part, read) : [partEntry(file, part, read)];
    return part.conditional ? entries.map(markConditional) : entries;
  });
}

function markConditional(entry: ScriptEntry): ScriptEntry {
  if (entry.kind === 'unreadable') return entry;
  return { kind: 'statement', statement: { ...entry.statement, conditional: true } };
}

function partEntry(file: SourceFile, part: BodyPart, read: ReadPieces): ScriptEntry {
  const source = sourceOf(file, part.tokens);
  const piece: Piece = {
    kind: 'sql',
    start: source.start,
    end: source.end,
    tokens: part.tokens,
    blanks: part.blanks,
    executesResult: false,
    prefix: part.kind === 'perform' ? 'SELECT ' : undefined,
  };
  return read(file, [piece])[0] ?? tooDeep(source);
}

function sourceOf(file: SourceFile, tokens: BodyPart['tokens']): Source {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  return new Source(file, tokens, start, end, file.text.slice(start, end));
}

/** EXECUTE of a constant is the SQL in it; of anything else it is SQL that nobody knows before it runs. */
function dynamicEntries(file: SourceFile, part: BodyPart, read: ReadPieces): readonly ScriptEntry[] {
  const source = sourceOf(file, part.tokens);
  const literal = constantText(source, source.all);
  if (literal) {
    const place = placeOf(source, literal, source.all);
    return place ? sqlEntries(place, read) : [tooDeep(source)];
  }
  const { span } = source;
  const text = file.text.slice(source.start, source.end);
  const operations = [{ kind: 'executeDynamic', span } as const];
  return [{ kind: 'statement', statement: { span, text, head: 'EXECUTE', operations } }];
}

/** BEGIN ATOMIC … END and RETURN: part of the statement's own tree. */
function atomicBody(source: Source, body: Node): readonly ScriptEntry[] {
  const lists = items(body);
  const nodes =
    lists.length > 0 ? lists.flatMap((list) => (as(list, 'List') ? items(list) : [list])) : [body];
  const { span } = source;
  return nodes.map((node): ScriptEntry => {
    const returned = as(node, 'ReturnStmt')?.returnval;
    const statement = returned ? { SelectStmt: { targetList: [{ ResTarget: { val: returned } }] } } : node;
    try {
      const operations = readStatement(statement, source);
      return { kind: 'statement', statement: { span, text: source.sql, head: '', operations } };
    } catch (error) {
      return { kind: 'unreadable', unreadable: refused(source, error) };
    }
  });
}
