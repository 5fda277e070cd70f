import type { ObjectName } from '../name.js';
import type { Token } from './lexer.js';
import { nameOf } from './tree.js';

const DOT = 46;

/** The name that begins at a token, folded as PostgreSQL folds it; undefined when none does. */
export function nameAt(text: string, tokens: readonly Token[], from: number): ObjectName | undefined {
  const parts: string[] = [];
  for (let at = from; ; at += 2) {
    const token = tokens[at];
    const part = token && partOf(text, token);
    if (part === undefined) break;
    parts.push(part);
    if (tokens[at + 1]?.code !== DOT) break;
  }
  return parts.length > 0 ? nameOf(parts) : undefined;
}

/** One part of a name, as PostgreSQL folds it; undefined when the token is none. */
export function partOf(text: string, token: Token): string | undefined {
  const written = text.slice(token.start, token.end);
  if (token.kind === 'word') return written.toLowerCase();
  if (token.kind !== 'quoted' || !written.startsWith('"')) return undefined;
  return written.slice(1, -1).replaceAll('""', '"');
}
