import type { Table } from '../../catalog/catalog.js';
import type { PartitionBound } from '../../sql/operation.js';

/** True when a valid CHECK of the table says, among others joined by AND, that the column IS NOT NULL. */
export function provesNotNull(table: Table, column: string): boolean {
  return conjunctsOf(table).some((part) => {
    const match = /^("?)([^"]+)\1\s+is\s+not\s+null$/i.exec(part);
    return match !== null && columnOf(match[2] ?? '', match[1] === '"') === column;
  });
}

function columnOf(text: string, quoted: boolean): string {
  return quoted ? text : text.trim().toLowerCase();
}

/** The conditions that all rows of the table meet. */
function conjunctsOf(table: Table): readonly string[] {
  return table.constraints.flatMap((one) =>
    one.kind === 'check' && one.validated && one.enforced ? splitAnd(one.expression.text) : [],
  );
}

/** The parts of an expression that AND joins, outer parentheses removed; the whole where OR joins at the top. */
function splitAnd(text: string): readonly string[] {
  const bare = withoutParentheses(text.trim());
  const words = topLevelWords(bare);
  if (words.some(({ word }) => word === 'or')) return [bare];
  const ands = words.filter(({ word }, at) => word === 'and' && !isOfBetween(words, at));
  if (ands.length === 0) return [bare];
  const ends = [...ands.map(({ from }) => from), bare.length];
  const starts = [0, ...ands.map(({ from }) => from + 'and'.length)];
  return starts.flatMap((start, at) => splitAnd(bare.slice(start, ends[at])));
}

interface Word {
  readonly word: string;
  readonly from: number;
}

/** The AND of BETWEEN joins nothing. */
function isOfBetween(words: readonly Word[], at: number): boolean {
  const before = words.slice(0, at).map(({ word }) => word);
  return before.lastIndexOf('between') > before.lastIndexOf('and');
}

/** AND, OR and BETWEEN outside of parentheses and quotes. */
function topLevelWords(text: string): readonly Word[] {
  const found: Word[] = [];
  let depth = 0;
  for (const match of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|[a-z_]\w*/gi)) {
    const word = match[0].toLowerCase();
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (depth === 0 && ['and', 'or', 'between'].includes(word)) found.push({ word, from: match.index });
  }
  return found;
}

function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  let at = 0;
  for (const match of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    if (match[0] === '(') depth++;
    if (match[0] === ')' && --depth === 0) {
      at = match.index;
      break;
    }
  }
  return at === text.length - 1 ? withoutParentheses(text.slice(1, -1).trim()) : text;
}

/** True when the table's valid CHECKs and NOT NULLs say that each row lies within the bound. */
export function provesBound(table: Table, keys: readonly string[], bound: PartitionBound): boolean {
  const [key] = keys;
  if (key === undefined || keys.length > 1) return false;
  const isNotNull =
    table.columns.find(({ name }) => name === key)?.nullable === false || provesNotNull(table, key);
  const known = new Set(conjunctsOf(table).map(comparisonText));
  const holds = (operator: string, value: string): boolean =>
    known.has(comparisonText(`${key} ${operator} ${value}`));
  switch (bound.kind) {
    case 'range': {
      const [from = '', to = ''] = [bound.from[0], bound.to[0]];
      const above = isOpen(from) || holds('>=', from);
      const below = isOpen(to) || holds('<', to);
      return isNotNull && above && below && !(isOpen(from) && isOpen(to));
    }
    case 'list': {
      const [value = ''] = bound.values;
      const isOne = bound.values.length === 1 && holds('=', value);
      const listed = known.has(comparisonText(`${key} in (${bound.values.join(',')})`));
      return (isNotNull || isNull(value)) && (isOne || listed);
    }
    default:
      return false;
  }
}

/**
 * True when a valid CHECK of a default partition says that no row lies within the bound, in the server's own form
 * (NOT (key IS NOT NULL AND …)) or as comparisons with OR. Source: executed on PostgreSQL 15.
 */
export function refutesBound(table: Table, keys: readonly string[], bound: PartitionBound): boolean {
  const [key] = keys;
  const inside = key === undefined || keys.length > 1 ? undefined : insideOf(key, bound);
  if (inside === undefined) return false;
  const known = new Set(conjunctsOf(table).map(comparisonText));
  return [
    `not (${key ?? ''} is not null and ${inside.within})`,
    `not (${inside.within})`,
    inside.outside,
  ].some((text) => known.has(comparisonText(text)));
}

function insideOf(
  key: string,
  bound: PartitionBound,
): { readonly within: string; readonly outside: string } | undefined {
  if (bound.kind === 'range') {
    const [from = '', to = ''] = [bound.from[0], bound.to[0]];
    if (isOpen(from) || isOpen(to)) return undefined;
    return { within: `${key} >= ${from} and ${key} < ${to}`, outside: `${key} < ${from} or ${key} >= ${to}` };
  }
  if (bound.kind !== 'list' || bound.values.some(isNull)) return undefined;
  const values = bound.values.join(', ');
  return bound.values.length === 1
    ? { within: `${key} = ${values}`, outside: `${key} <> ${values}` }
    : { within: `${key} in (${values})`, outside: `${key} not in (${values})` };
}

function isOpen(value: string): boolean {
  return /^(minvalue|maxvalue)$/i.test(value.trim());
}

function isNull(value: string): boolean {
  return /^null$/i.test(value.trim());
}

/** A comparison without what does not change it: white space, quotes of names, casts and types of constants. */
function comparisonText(text: string): string {
  return text
    .replaceAll(/'(?:[^']|'')*'|[^']+/g, (part) => (part.startsWith("'") ? part : part.toLowerCase()))
    .replaceAll(/::\s*[a-z ]+(?:\(\d+\))?/g, '')
    .replaceAll(/\b(?:date|timestamp|timestamptz)\s+(?=')/g, '')
    .replaceAll(/[\s"()]/g, '');
}
