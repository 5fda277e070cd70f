import type { IndexDefinition, IndexPart } from '../column.js';
import { isName, name, nameOrString, stringLiteral, wholeNumber } from './name.js';
import type { TokenStream } from './token-stream.js';

/** FULLTEXT, SPATIAL and VECTOR in front of INDEX; each is a method of its own. */
export type IndexClass = 'fulltext' | 'spatial' | 'vector';

interface IndexOptions {
  readonly method?: string;
  readonly invisible?: boolean;
  readonly comment?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** Reads `[name] [USING x] (parts) options…` behind the word INDEX or KEY. */
export function indexDefinition(s: TokenStream, unique: boolean, indexClass?: IndexClass): IndexDefinition {
  const indexName = isName(s) && !s.is('USING') && !s.is('TYPE') ? name(s, 'an index name') : undefined;
  return indexBody(s, {
    name: indexName,
    unique,
    ...(indexClass === undefined ? {} : { method: indexClass }),
  });
}

/** Reads from an optional USING on; `behindParts` reads what CREATE INDEX has between the parts and the options. */
export function indexBody(
  s: TokenStream,
  head: Omit<IndexDefinition, 'parts'>,
  behindParts: () => void = () => undefined,
): IndexDefinition {
  const using = head.method === undefined ? indexType(s) : undefined;
  const parts = keyParts(s);
  behindParts();
  const options = indexOptions(s);
  const method = head.method ?? options.method ?? using;
  return { ...head, ...options, ...(method === undefined ? {} : { method }), parts };
}

/** Reads `USING BTREE` or `TYPE BTREE`; undefined when there is none. */
export function indexType(s: TokenStream): string | undefined {
  if (s.acceptAny('USING', 'TYPE') === undefined) return undefined;
  return s.expectAny('BTREE, HASH or RTREE', 'BTREE', 'HASH', 'RTREE').toLowerCase();
}

/** Reads `(part, …)`. */
function keyParts(s: TokenStream): IndexPart[] {
  return s.parenthesised(() => s.list(() => keyPart(s)));
}

function keyPart(s: TokenStream): IndexPart {
  if (s.is('(')) {
    s.needs('a functional index', { mysql: '8.0.13' });
    const expression = s.parenthesisedExpression();
    return { expression, ...order(s) };
  }
  const column = name(s, 'a column name or an expression in parentheses');
  const prefix = s.is('(') ? s.parenthesised(() => wholeNumber(s, 'a prefix length')) : undefined;
  if (s.isMariadb && s.acceptAll('WITHOUT', 'OVERLAPS')) return { column };
  return { column, ...(prefix === undefined ? {} : { prefix }), ...order(s) };
}

function order(s: TokenStream): Pick<IndexPart, 'order'> {
  const word = s.acceptAny('ASC', 'DESC');
  if (word === undefined) return {};
  return { order: word === 'ASC' ? 'asc' : 'desc' };
}

/** Reads index options in any order. */
function indexOptions(s: TokenStream): IndexOptions {
  const read: { method?: string; invisible?: boolean; comment?: string; options?: Record<string, string> } =
    {};
  for (;;) {
    const method = indexType(s);
    if (method !== undefined) read.method = method;
    else if (s.accept('COMMENT')) read.comment = stringLiteral(s, 'a comment in quotes');
    else if (
      !visibility(s, read) &&
      !otherOption(s, (option, value) => {
        read.options = { ...read.options, [option]: value };
      })
    )
      return read;
  }
}

function visibility(s: TokenStream, read: { invisible?: boolean }): boolean {
  if (s.acceptAny('VISIBLE', 'INVISIBLE') !== undefined) {
    read.invisible = s.previous.upper === 'INVISIBLE';
    // MariaDB reads VISIBLE and knows no INVISIBLE.
    s.needs('an invisible index', { mysql: '8.0', ...(read.invisible ? {} : { mariadb: '10.6' }) });
    return true;
  }
  if (s.is('IGNORED') || s.isAll('NOT', 'IGNORED')) {
    s.needs('an ignored index', { mariadb: '10.6' });
    read.invisible = !s.accept('NOT');
    s.expect('IGNORED');
    return true;
  }
  return false;
}

/** Behind CREATE INDEX these say how the statement runs; they are no options of the index. */
const STEERING = new Set(['ALGORITHM', 'LOCK']);

function otherOption(s: TokenStream, set: (option: string, value: string) => void): boolean {
  if (s.accept('KEY_BLOCK_SIZE')) {
    s.accept('=');
    set('key_block_size', String(wholeNumber(s)));
  } else if (s.acceptAll('WITH', 'PARSER')) set('parser', name(s, 'a parser'));
  else if (s.acceptAny('ENGINE_ATTRIBUTE', 'SECONDARY_ENGINE_ATTRIBUTE') !== undefined) {
    const option = s.previous.upper;
    s.needs(option, { mysql: '8.0.21' });
    s.accept('=');
    set(option.toLowerCase(), stringLiteral(s));
  } else if (s.isMariadb && isName(s) && !s.isOneOf(STEERING) && s.peek(1).upper === '=') {
    const option = s.advance().value.toLowerCase();
    s.advance();
    const isNumber = s.current.kind === 'number';
    set(option, isNumber ? s.advance().value : nameOrString(s, 'a value'));
  } else return false;
  return true;
}
