import { BlockDepth, isCompound } from './block-depth.js';
import { clientCommand, lateDelimiter } from './client-command.js';
import type { Lexer } from './lexer.js';
import type { Token } from './token.js';

/** The tokens of one statement, without its delimiter; `source` is a client command that reads another file. */
export type Piece =
  | { readonly kind: 'statement'; readonly tokens: readonly Token[] }
  | { readonly kind: 'source'; readonly start: number; readonly end: number };

/**
 * Yields statement by statement, in the client's and the server's sense: at the delimiter, and at a semicolon that no
 * stored program holds.
 */
export function* split(lexer: Lexer, isMariadb: boolean): Generator<Piece> {
  for (;;) {
    lexer.skipBlank(true);
    const start = lexer.position;
    const command = clientCommand(lexer.text, start);
    if (command?.kind === 'delimiter') {
      lexer.setDelimiter(command.delimiter);
      lexer.position = command.end;
    } else if (command?.kind === 'source') {
      lexer.position = command.end;
      yield { kind: 'source', start, end: command.end };
    } else {
      const { tokens, last } = nextStatement(lexer, isMariadb, command?.end ?? Infinity);
      if (tokens.length > 0) yield { kind: 'statement', tokens };
      if (last) return;
    }
  }
}

function nextStatement(lexer: Lexer, isMariadb: boolean, end: number): { tokens: Token[]; last: boolean } {
  const tokens: Token[] = [];
  let blocks: BlockDepth | undefined;
  while (lexer.position < end) {
    const token = lexer.next(tokens.length === 0);
    if (token.kind === 'end') return { tokens, last: true };
    if (token.kind === 'delimiter') break;
    if (token.upper === 'DELIMITER' && tokens.length > 0 && lateDelimiter(lexer.text, token.start)) {
      lexer.position = token.start;
      break;
    }
    if (token.upper === ';') {
      if (!blocks && isCompound(tokens, isMariadb)) {
        blocks = new BlockDepth();
        for (const earlier of tokens) blocks.take(earlier);
      }
      if (!blocks || blocks.depth === 0) break;
    }
    blocks?.take(token);
    tokens.push(token);
  }
  return { tokens, last: false };
}
