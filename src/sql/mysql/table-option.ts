import { nameOrString, isName, name, objectName, stringLiteral } from './name.js';
import type { TokenStream } from './token-stream.js';
import { lookUp } from '../../look-up.js';

/** One option of CREATE TABLE or ALTER TABLE; the name in lower case. */
export interface TableOption {
  readonly option: string;
  readonly value: string;
}

type ReadValue = (s: TokenStream) => string;

const number: ReadValue = (s) => {
  if (s.current.kind !== 'number') s.refuse('a number');
  return s.advance().value;
};
const text: ReadValue = (s) => stringLiteral(s, 'a text in quotes');
const word: ReadValue = (s) => nameOrString(s, 'a name');
const numberOrDefault: ReadValue = (s) => (s.accept('DEFAULT') ? 'default' : number(s));

function oneOf(...words: readonly string[]): ReadValue {
  return (s) => s.expectAny(words.join(', '), ...words).toLowerCase();
}

/** A number that may carry a unit: 64K, 4M. */
const size: ReadValue = (s) => {
  if (s.current.kind !== 'number' && !/^\d+[KMG]$/.test(s.current.upper)) s.refuse('a size');
  return s.advance().value;
};

const tables: ReadValue = (s) => {
  const from = s.index;
  s.parenthesised(() => {
    if (!s.is(')')) s.list(() => objectName(s));
  });
  return s.textFrom(from);
};

const READERS: Readonly<Record<string, ReadValue>> = {
  AUTOEXTEND_SIZE: size,
  AUTO_INCREMENT: number,
  AVG_ROW_LENGTH: number,
  CHECKSUM: number,
  TABLE_CHECKSUM: number,
  COMMENT: text,
  COMPRESSION: text,
  CONNECTION: text,
  DELAY_KEY_WRITE: number,
  ENCRYPTION: text,
  ENGINE: word,
  ENGINE_ATTRIBUTE: text,
  INSERT_METHOD: oneOf('NO', 'FIRST', 'LAST'),
  KEY_BLOCK_SIZE: number,
  MAX_ROWS: number,
  MIN_ROWS: number,
  NODEGROUP: number,
  PACK_KEYS: numberOrDefault,
  PAGE_CHECKSUM: number,
  PASSWORD: text,
  SECONDARY_ENGINE: (s) => (s.accept('NULL') ? 'null' : word(s)),
  SECONDARY_ENGINE_ATTRIBUTE: text,
  SEQUENCE: number,
  STATS_AUTO_RECALC: numberOrDefault,
  STATS_PERSISTENT: numberOrDefault,
  STATS_SAMPLE_PAGES: numberOrDefault,
  STORAGE: oneOf('DISK', 'MEMORY'),
  TABLESPACE: word,
  TRANSACTIONAL: numberOrDefault,
  UNION: tables,
};
const MARIADB_ONLY = new Set(['PAGE_CHECKSUM', 'SEQUENCE', 'TRANSACTIONAL', 'TABLE_CHECKSUM']);
const MYSQL_ONLY = new Set([
  'AUTOEXTEND_SIZE',
  'COMPRESSION',
  'ENGINE_ATTRIBUTE',
  'SECONDARY_ENGINE',
  'SECONDARY_ENGINE_ATTRIBUTE',
]);
const ROW_FORMATS = oneOf('DEFAULT', 'DYNAMIC', 'FIXED', 'COMPRESSED', 'REDUNDANT', 'COMPACT', 'PAGE');

/** Reads one table option; undefined when none stands at the cursor. */
export function tableOption(s: TokenStream): TableOption | undefined {
  return charsetOption(s) ?? directoryOption(s) ?? namedOption(s) ?? engineDefinedOption(s);
}

function namedOption(s: TokenStream): TableOption | undefined {
  const { upper } = s.current;
  if (s.accept('ROW_FORMAT')) {
    s.accept('=');
    return { option: 'row_format', value: ROW_FORMATS(s) };
  }
  const read = lookUp(READERS, upper);
  if (!read) return undefined;
  if (MARIADB_ONLY.has(upper) && !s.isMariadb) return undefined;
  if (MYSQL_ONLY.has(upper) && s.isMariadb) return undefined;
  s.advance();
  s.accept('=');
  return { option: upper.toLowerCase(), value: read(s) };
}

function charsetOption(s: TokenStream): TableOption | undefined {
  const byDefault = s.is('DEFAULT');
  const { upper } = s.peek(byDefault ? 1 : 0);
  if (upper !== 'CHARSET' && upper !== 'CHARACTER' && upper !== 'CHAR' && upper !== 'COLLATE')
    return undefined;
  if (byDefault) s.advance();
  s.advance();
  if (upper === 'CHARACTER' || upper === 'CHAR') s.expect('SET');
  s.accept('=');
  const isCollation = upper === 'COLLATE';
  const value = s.accept('DEFAULT')
    ? 'default'
    : nameOrString(s, isCollation ? 'a collation' : 'a character set');
  return { option: isCollation ? 'collate' : 'charset', value: value.toLowerCase() };
}

function directoryOption(s: TokenStream): TableOption | undefined {
  if (s.peek(1).upper !== 'DIRECTORY') return undefined;
  const which = s.acceptAny('DATA', 'INDEX');
  if (which === undefined) return undefined;
  s.advance();
  s.accept('=');
  return { option: `${which.toLowerCase()} directory`, value: text(s) };
}

const OTHER_OPTION_WORDS = new Set(['ROW_FORMAT', 'TYPE', 'CHARSET', 'COLLATE', 'ALGORITHM', 'LOCK']);

/** True for words that begin an option of their own and so name no option of a storage engine. */
export function isTableOptionWord(upper: string): boolean {
  return lookUp(READERS, upper) !== undefined || OTHER_OPTION_WORDS.has(upper);
}

/** MariaDB takes any `name=value`, for the storage engine to know. */
function engineDefinedOption(s: TokenStream): TableOption | undefined {
  if (!s.isMariadb || !isName(s) || s.peek(1).upper !== '=' || isTableOptionWord(s.current.upper))
    return undefined;
  const option = name(s).toLowerCase();
  s.advance();
  if (s.current.kind === 'number') return { option, value: s.advance().value };
  return { option, value: s.accept('DEFAULT') ? 'default' : nameOrString(s, 'a value') };
}
