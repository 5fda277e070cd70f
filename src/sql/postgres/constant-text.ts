import { COMMA, OPEN, type Token } from './lexer.js';
import { literalOf, type Literal } from './literal.js';
import type { Source, TokenRange } from './source.js';

/**
 * The text that an expression of constants gives: a literal, literals joined by `||`, or format() of literals.
 * Undefined when it depends on anything else.
 */
export function constantText(source: Source, range: TokenRange): Literal | undefined {
  const { tokens, file } = source;
  let { from, to } = range;
  while (source.symbol(from, OPEN) && groupFills(source, { from, to })) {
    from++;
    to--;
  }
  if (from === to) return literalOf(file.text, tokens[from]);
  if (source.is(from, 'FORMAT') && groupFills(source, { from: from + 1, to })) {
    return formatted(source, source.elements({ from: from + 2, to: to - 1 }));
  }
  return joined(source, { from, to });
}

function groupFills(source: Source, range: TokenRange): boolean {
  if (!source.symbol(range.from, OPEN)) return false;
  return source.group(range)?.to === range.to - 1;
}

function joined(source: Source, { from, to }: TokenRange): Literal | undefined {
  const { text } = source.file;
  let value = '';
  for (let index = from; index <= to; index++) {
    const token = source.tokens[index];
    const isOperator = (index - from) % 2 === 1;
    if (isOperator) {
      if (!isConcatenation(text, token)) return undefined;
      continue;
    }
    const literal = literalOf(text, token);
    if (!literal) return undefined;
    value += literal.value;
  }
  return source.symbol(to, COMMA) || isConcatenation(text, source.tokens[to]) ? undefined : { value };
}

function isConcatenation(text: string, token: Token | undefined): boolean {
  return token?.kind === 'symbol' && text.slice(token.start, token.end) === '||';
}

/** format() with %s, %I and %L, none of them by position. */
function formatted(source: Source, parts: readonly TokenRange[]): Literal | undefined {
  const literals = parts.map((part) => constantText(source, part));
  const [pattern, ...values] = literals;
  if (!pattern || literals.includes(undefined)) return undefined;
  const marks = pattern.value.match(/%./g) ?? [];
  if (marks.filter((mark) => mark !== '%%').length !== values.length) return undefined;
  if (marks.some((mark) => !'%sIL'.includes(mark.charAt(1)))) return undefined;
  let next = 0;
  const value = pattern.value.replace(/%(.)/g, (_, type: string) =>
    type === '%' ? '%' : fill(type, values[next++]?.value ?? ''),
  );
  return { value, start: value === pattern.value ? pattern.start : undefined };
}

function fill(type: string, value: string): string {
  if (type === 'I') return quoteIdentifier(value);
  return type === 'L' ? `'${value.replaceAll("'", "''")}'` : value;
}

function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
