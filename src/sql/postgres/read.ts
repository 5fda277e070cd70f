/** This folder reads what PostgreSQL takes, through libpg-query's tree. It may not know the grammar of MySQL. */
import { loadModule, type Node } from 'libpg-query';
import type { Operation } from '../operation.js';
import { lineTable } from '../source-text.js';
import type { ReadRequest, Script, ScriptEntry, Statement } from '../statement.js';
import { bodyOfStatement } from './body.js';
import { cutNamesOf } from './cut-name.js';
import { commentsOf } from './comment.js';
import { readDataHead } from './data-head.js';
import { headOf } from './head.js';
import { parse, parseWhole, type Tree } from './parse.js';
import { Source, type SourceFile } from './source.js';
import { split, type Piece } from './split.js';
import { readStatement } from './statements.js';
import { Locations } from './utf8.js';
import { refused, templatedName, unreadableAt, unreadableFile } from './unreadable.js';

const BYTE_ORDER_MARK = 0xfeff;

/** Reads a script of PostgreSQL as psql or a driver sends it. Never throws for what the text holds. */
export async function readPostgres(request: ReadRequest): Promise<Script> {
  const { text, version, dml = 'full' } = request;
  if (text.includes('\0')) {
    const reason = 'The file holds a NUL character, which PostgreSQL does not accept in SQL text.';
    return { entries: [{ kind: 'unreadable', unreadable: unreadableFile(text, reason) }], comments: [] };
  }
  await loadModule();
  const hasPlaceholders = text.includes('${') || text.includes('{{');
  const file: SourceFile = {
    text,
    lines: lineTable(text),
    version,
    dml,
    hasPlaceholders,
    comments: [],
    depth: 0,
  };
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const { pieces, comments } = split(text, start);
  for (const comment of comments) file.comments.push(comment);
  const trees = parseWhole(file, pieces, start);
  const entries = pieces.map((piece, at) => readPiece(file, piece, trees?.[at]));
  return { entries, comments: commentsOf(file) };
}

function readPieces(file: SourceFile, pieces: readonly Piece[]): readonly ScriptEntry[] {
  return pieces.map((piece) => readPiece(file, piece));
}

function readPiece(file: SourceFile, piece: Piece, tree?: Tree): ScriptEntry {
  const { start, end } = piece;
  switch (piece.kind) {
    case 'sql':
      return readSql(file, piece, tree);
    case 'copy':
      return clientCopy(file, piece);
    case 'include':
      return unreadable(file, start, end, 'psql reads another file here, which is not part of this one.');
    case 'open-copy':
      return unreadable(file, start, end, 'No line with \\. ends the data of COPY.');
    case 'open-comment':
      return unreadable(file, start, end, 'Nothing ends the comment that begins here.');
  }
}

function unreadable(file: SourceFile, start: number, end: number, reason: string): ScriptEntry {
  return { kind: 'unreadable', unreadable: unreadableAt(file, start, end, reason) };
}

function readSql(file: SourceFile, piece: Piece, tree?: Tree): ScriptEntry {
  const { tokens, start, end, prefix = '' } = piece;
  const sql = prefix + sqlOf(file.text, piece);
  const locations = tree?.locations ?? new Locations(sql, start - prefix.length);
  const source = new Source(file, tokens, start, end, sql, locations);
  const templated = file.hasPlaceholders ? templatedName(source) : undefined;
  if (templated) return { kind: 'unreadable', unreadable: templated };
  try {
    return { kind: 'statement', statement: statementOf(source, piece, tree?.node) };
  } catch (error) {
    return { kind: 'unreadable', unreadable: refused(source, error) };
  }
}

/** The statement's text with psql's commands blanked, so that offsets stay. */
function sqlOf(text: string, { start, end, blanks }: Piece): string {
  let sql = '';
  let from = start;
  for (const blank of blanks) {
    if (blank.end > end) break;
    sql += text.slice(from, blank.start) + ' '.repeat(blank.end - blank.start);
    from = blank.end;
  }
  return sql + text.slice(from, end);
}

function statementOf(source: Source, piece: Piece, node: Node | undefined): Statement {
  const { file, span, start, end } = source;
  const { operations, body } = contentOf(source, node);
  return {
    span,
    text: file.text.slice(start, end),
    head: piece.prefix === undefined ? headOf(file.text, source.tokens) : piece.prefix.trim(),
    operations: piece.executesResult ? [...operations, { kind: 'executeDynamic', span }] : operations,
    body,
    notInVersion: source.notInVersion,
    cutNames: cutNamesOf(source),
  };
}

function contentOf(source: Source, parsed: Node | undefined): Pick<Statement, 'operations' | 'body'> {
  const head = source.file.dml === 'head' ? readDataHead(source) : undefined;
  if (head) return { operations: [head] };
  // A piece is one statement; were it more, none of them may be lost.
  const [node, ...more] = parsed ? [parsed] : parse(source.sql);
  if (!node) return { operations: [] };
  const operations = readStatement(node, source);
  return {
    operations:
      more.length === 0 ? operations : [node, ...more].flatMap((each) => readStatement(each, source)),
    body: bodyOfStatement(node, source, readPieces),
  };
}

/** psql's `\copy`: the table's name is its first word. */
function clientCopy(file: SourceFile, { start, end }: Piece): ScriptEntry {
  const text = file.text.slice(start, end).trimEnd();
  const span = file.lines.spanOf(start, start + text.length);
  const match = /^\\copy\s+(?:(\w+)\.)?(\w+)\s*(?:\([^)]*\))?\s*from\s/i.exec(text);
  const table = { schema: match?.[1]?.toLowerCase(), name: match?.[2]?.toLowerCase() ?? '' };
  const operation: Operation = match
    ? { kind: 'loadData', span, table }
    : { kind: 'administer', span, what: 'copy' };
  return { kind: 'statement', statement: { span, text, head: '\\COPY', operations: [operation] } };
}
