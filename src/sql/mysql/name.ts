import type { ObjectName } from '../name.js';
import { SyntaxRefusal } from './syntax-refusal.js';
import type { TokenStream } from './token-stream.js';

/** Marks of templates that survive inside a quoted name. */
const PLACEHOLDER = /\$\{|\{\{|<%/;

/** True when the current token can be a name: quoted, or a word that is not reserved. */
export function isName(s: TokenStream): boolean {
  const { kind, upper } = s.current;
  return kind === 'quoted' || (kind === 'word' && !s.reserved.has(upper));
}

/** Reads one name; `what` says for the author which one was expected. */
export function name(s: TokenStream, what = 'a name'): string {
  if (!isName(s)) {
    if (s.current.kind === 'word') s.refuse(`${what} (reserved words are quoted)`);
    s.refuse(what);
  }
  return checked(s, what);
}

function checked(s: TokenStream, what: string): string {
  const { kind, value } = s.current;
  if (kind === 'quoted') {
    if (value === '') s.refuse(what);
    if (PLACEHOLDER.test(value)) throw new SyntaxRefusal(`the name \`${value}\` holds a placeholder`);
  }
  s.advance();
  return value;
}

/** Reads the name behind a point; directly behind it reserved words need no quotes. */
export function nameBehindPoint(s: TokenStream, what = 'a name'): string {
  const adjacent = s.current.kind === 'word' && s.current.start === s.previous.end;
  return adjacent ? checked(s, what) : name(s, what);
}

/** Reads `name` or `schema.name`. */
export function objectName(s: TokenStream, what = 'a table name'): ObjectName {
  const first = name(s, what);
  if (!s.accept('.')) return { name: first };
  return { schema: first, name: nameBehindPoint(s, what) };
}

/** Reads `(a, b, …)`. */
export function nameList(s: TokenStream, what = 'a column name'): string[] {
  return s.parenthesised(() => s.list(() => name(s, what)));
}

/** Reads a column that may be written with its table: `a`, `t.a`, `db.t.a`. */
export function columnName(s: TokenStream): string {
  let column = name(s, 'a column name');
  while (s.accept('.')) column = nameBehindPoint(s, 'a column name');
  return column;
}

/** Reads a charset, collation, engine or parser name, which may also be written as a string; BINARY is a charset. */
export function nameOrString(s: TokenStream, what: string): string {
  if (s.current.kind === 'string' || s.is('BINARY')) return s.advance().value;
  return name(s, what);
}

/** Reads one string. */
export function stringLiteral(s: TokenStream, what = 'a string'): string {
  if (!isString(s)) s.refuse(what);
  return s.advance().value;
}

/** Reads strings that follow one another: in expressions and defaults, and only there, they are one. */
export function stringLiterals(s: TokenStream): string {
  let value = stringLiteral(s);
  while (isString(s)) value += s.advance().value;
  return value;
}

function isString(s: TokenStream): boolean {
  return s.current.kind === 'string';
}

/** Reads a whole number. */
export function wholeNumber(s: TokenStream, what = 'a number'): number {
  const { kind, value } = s.current;
  if (kind !== 'number' || !/^\d+$/.test(value)) s.refuse(what);
  s.advance();
  return Number(value);
}
