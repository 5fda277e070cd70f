import { parseSync, type Node } from 'libpg-query';
import { isDataHead } from './data-head.js';
import type { SourceFile } from './source.js';
import type { Piece } from './split.js';
import { Locations } from './utf8.js';

/** A statement's tree, and where its locations count from. */
export interface Tree {
  readonly node: Node;
  readonly locations: Locations;
}

/** Above this size one tree of the whole file costs more memory than it saves time. */
const LARGEST = 262_144;

/** The statements of one text, by themselves. */
export function parse(sql: string): readonly Node[] {
  const nodes: Node[] = [];
  for (const { stmt } of parseSync(sql).stmts ?? []) if (stmt) nodes.push(stmt);
  return nodes;
}

/**
 * All statements of a file in one call, which is quicker than one call for each; undefined when they have to be parsed
 * one by one: a statement is refused, psql commands or history's DML stand between, or the parser cuts otherwise.
 */
export function parseWhole(
  file: SourceFile,
  pieces: readonly Piece[],
  start: number,
): readonly Tree[] | undefined {
  if (pieces.length < 2 || file.text.length > LARGEST || !pieces.every((piece) => isPlain(file, piece)))
    return undefined;
  const sql = file.text.slice(start);
  const locations = new Locations(sql, start);
  try {
    const statements = parseSync(sql).stmts ?? [];
    if (statements.length !== pieces.length) return undefined;
    const trees: Tree[] = [];
    for (const [at, { stmt, stmt_location: location = 0, stmt_len: length = 0 }] of statements.entries()) {
      const piece = pieces[at];
      const end = length === 0 ? file.text.length : locations.offsetOf(location + length);
      if (!stmt || !piece || locations.offsetOf(location) > piece.start || end < piece.end) return undefined;
      trees.push({ node: stmt, locations });
    }
    return trees;
  } catch {
    return undefined;
  }
}

function isPlain(file: SourceFile, { kind, tokens, blanks }: Piece): boolean {
  return kind === 'sql' && blanks.length === 0 && !(file.dml === 'head' && isDataHead(file.text, tokens));
}
