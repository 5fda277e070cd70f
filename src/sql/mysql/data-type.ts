import type { DataType } from '../column.js';
import { lookUp } from '../../look-up.js';
import { nameOrString, stringLiteral, wholeNumber } from './name.js';
import type { Since } from './since.js';
import type { TokenStream } from './token-stream.js';

/** What may follow a type's name in parentheses. */
type Arguments = 'none' | 'length' | 'required-length' | 'precision' | 'members';

interface TypeFamily {
  readonly arguments: Arguments;
  readonly attributes: 'none' | 'numeric' | 'text';
  readonly names: string;
  readonly since?: Since;
}

const FAMILIES: readonly TypeFamily[] = [
  {
    arguments: 'length',
    attributes: 'numeric',
    names: 'TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT INT1 INT2 INT3 INT4 INT8 MIDDLEINT YEAR',
  },
  {
    arguments: 'precision',
    attributes: 'numeric',
    names: 'DECIMAL DEC NUMERIC FIXED FLOAT FLOAT4 FLOAT8 DOUBLE REAL',
  },
  { arguments: 'length', attributes: 'none', names: 'BIT DATETIME TIME TIMESTAMP BINARY BLOB' },
  { arguments: 'required-length', attributes: 'none', names: 'VARBINARY' },
  { arguments: 'length', attributes: 'text', names: 'CHAR CHARACTER NCHAR TEXT' },
  { arguments: 'required-length', attributes: 'text', names: 'VARCHAR VARCHARACTER NVARCHAR' },
  { arguments: 'none', attributes: 'text', names: 'TINYTEXT MEDIUMTEXT LONGTEXT LONG' },
  { arguments: 'members', attributes: 'text', names: 'ENUM SET' },
  { arguments: 'none', attributes: 'none', names: 'BOOL BOOLEAN SERIAL DATE TINYBLOB MEDIUMBLOB LONGBLOB' },
  {
    arguments: 'none',
    attributes: 'none',
    names: 'GEOMETRY GEOMETRYCOLLECTION POINT LINESTRING POLYGON MULTIPOINT MULTILINESTRING MULTIPOLYGON',
  },
  { arguments: 'none', attributes: 'none', names: 'GEOMCOLLECTION', since: { mysql: '8.0.11' } },
  { arguments: 'none', attributes: 'none', names: 'JSON', since: { mysql: '5.7.8', mariadb: '10.2.7' } },
  { arguments: 'length', attributes: 'none', names: 'VECTOR', since: { mysql: '9.0', mariadb: '11.7' } },
  { arguments: 'none', attributes: 'none', names: 'INET6', since: { mariadb: '10.5' } },
  { arguments: 'none', attributes: 'none', names: 'INET4', since: { mariadb: '10.10' } },
  { arguments: 'none', attributes: 'none', names: 'UUID', since: { mariadb: '10.7' } },
  { arguments: 'none', attributes: 'none', names: 'XMLTYPE', since: { mariadb: '12.3' } },
];

/** Where a length is written, the scale is too. */
const SCALED = new Set(['DOUBLE', 'REAL', 'FLOAT8']);

const BY_NAME = new Map(
  FAMILIES.flatMap((family) => family.names.split(' ').map((typeName) => [typeName, family] as const)),
);

const ALIASES: Readonly<Record<string, string>> = {
  integer: 'int',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  int4: 'int',
  int8: 'bigint',
  middleint: 'mediumint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  float4: 'float',
  float8: 'double',
  real: 'double',
  character: 'char',
  nchar: 'char',
  varcharacter: 'varchar',
  nvarchar: 'varchar',
  long: 'mediumtext',
  bool: 'tinyint',
  boolean: 'tinyint',
  serial: 'bigint',
  geomcollection: 'geometrycollection',
};

/** A type and what is written with it that belongs to the column. */
export interface WrittenType {
  readonly type: DataType;
  readonly charset?: string | undefined;
  /** The BINARY attribute: the charset's binary collation. */
  readonly binary?: boolean | undefined;
  /** SERIAL: BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE. */
  readonly serial?: boolean | undefined;
}

type Draft = { -readonly [K in keyof DataType]: DataType[K] };

/** Reads a data type with its length, members, sign and character set. */
export function dataType(s: TokenStream): WrittenType {
  const start = s.index;
  const named = typeName(s);
  const family = BY_NAME.get(named.word) ?? s.refuse('a data type');
  if (family.since) s.needs(`the type ${named.word}`, family.since);
  const type: Draft = { name: '', text: '' };
  typeArguments(s, type, named.varying ? 'required-length' : family.arguments, SCALED.has(named.word));
  if (family.attributes === 'numeric') numericAttributes(s, type);
  type.text = s.textFrom(start);
  const encoding = family.attributes === 'text' && !named.bytes ? charsetAttributes(s) : NO_ENCODING;
  type.name = resolvedName(named, type, encoding.byte === true);
  fixedSize(named.word, type);
  return {
    type,
    charset: encoding.charset ?? (named.national ? 'utf8mb3' : undefined),
    binary: encoding.binary,
    serial: named.word === 'SERIAL' ? true : undefined,
  };
}

interface TypeName {
  readonly word: string;
  readonly national: boolean;
  /** CHAR VARYING and its like. */
  readonly varying: boolean;
  /** LONG VARBINARY. */
  readonly bytes: boolean;
}

function typeName(s: TokenStream): TypeName {
  const national = s.accept('NATIONAL');
  const { upper } = s.current;
  if (s.current.kind !== 'word' || !BY_NAME.has(upper)) s.refuse('a data type');
  if (national && !['CHAR', 'CHARACTER', 'VARCHAR', 'VARCHARACTER'].includes(upper))
    s.refuse('CHAR or VARCHAR');
  s.advance();
  const nationalWord = national || (upper.startsWith('N') && upper !== 'NUMERIC');
  if (upper === 'DOUBLE') s.accept('PRECISION');
  if (upper === 'LONG') return longName(s);
  const isChar = upper === 'CHAR' || upper === 'CHARACTER' || upper === 'NCHAR';
  const varying =
    isChar &&
    (s.accept('VARYING') || (upper === 'NCHAR' && s.acceptAny('VARCHAR', 'VARCHARACTER') !== undefined));
  return { word: upper, national: nationalWord, varying, bytes: false };
}

function longName(s: TokenStream): TypeName {
  const bytes = s.accept('VARBINARY');
  if (
    !bytes &&
    s.acceptAny('VARCHAR', 'VARCHARACTER') === undefined &&
    s.acceptAny('CHAR', 'CHARACTER') !== undefined
  ) {
    s.expect('VARYING');
  }
  return { word: 'LONG', national: false, varying: false, bytes };
}

function resolvedName(named: TypeName, { length, scale }: DataType, byte: boolean): string {
  if (named.bytes) return 'mediumblob';
  const lower = named.word.toLowerCase();
  const resolved = named.varying ? 'varchar' : (lookUp(ALIASES, lower) ?? lower);
  // FLOAT(p) with p from 25 on is DOUBLE ("Floating-Point Types").
  if (resolved === 'float' && scale === undefined && (length ?? 0) > 24) return 'double';
  return byte ? (lookUp(BYTES_OF, resolved) ?? resolved) : resolved;
}

/** CHAR BYTE and its like are the binary types. */
const BYTES_OF: Readonly<Record<string, string>> = {
  char: 'binary',
  varchar: 'varbinary',
  tinytext: 'tinyblob',
  text: 'blob',
  mediumtext: 'mediumblob',
  longtext: 'longblob',
};

function fixedSize(word: string, type: Draft): void {
  if (word === 'BOOL' || word === 'BOOLEAN') type.length = 1;
  else if (word === 'SERIAL') type.unsigned = true;
}

function typeArguments(s: TokenStream, type: Draft, allowed: Arguments, scaled: boolean): void {
  if (allowed === 'members') {
    type.members = members(s);
    return;
  }
  if (allowed === 'required-length' && !s.is('(')) s.refuse('a length in parentheses');
  if (allowed === 'none' || !s.accept('(')) return;
  type.length = wholeNumber(s, 'a length');
  if (scaled) s.expect(',');
  if (scaled || (allowed === 'precision' && s.accept(','))) type.scale = wholeNumber(s, 'a scale');
  s.expect(')');
}

function members(s: TokenStream): string[] {
  return s.parenthesised(() =>
    s.list(() => {
      if (s.current.kind === 'bits') return s.advance().value;
      if (s.current.kind === 'word' && s.current.value.startsWith('_')) s.advance();
      // "Trailing spaces are automatically deleted from ENUM member values" (manual, The ENUM Type).
      return stringLiteral(s, 'a member').replace(/ +$/, '');
    }),
  );
}

function numericAttributes(s: TokenStream, type: Draft): void {
  let signs = 0;
  for (;;) {
    if (s.accept('ZEROFILL')) {
      if (type.zerofill === true && s.isMariadb) s.refuse('an attribute of the column');
      // ZEROFILL makes a column unsigned.
      type.zerofill = true;
      type.unsigned = true;
    } else if (s.acceptAny('UNSIGNED', 'SIGNED') !== undefined) {
      // MySQL's grammar lets them be repeated.
      if (++signs > 1 && s.isMariadb) s.refuse('an attribute of the column');
      if (s.previous.upper === 'UNSIGNED') type.unsigned = true;
    } else return;
  }
}

interface Encoding {
  readonly charset?: string;
  readonly binary?: boolean;
  readonly byte?: boolean;
}

const NO_ENCODING: Encoding = {};

function charsetAttributes(s: TokenStream): Encoding {
  if (s.accept('BYTE')) return { byte: true };
  const binaryFirst = s.accept('BINARY');
  const charset = writtenCharset(s);
  const binary = binaryFirst || (charset !== undefined && s.accept('BINARY'));
  return { ...(charset === undefined ? {} : { charset }), ...(binary ? { binary } : {}) };
}

function writtenCharset(s: TokenStream): string | undefined {
  if (s.accept('ASCII')) return 'latin1';
  if (s.accept('UNICODE')) return 'ucs2';
  return charsetClause(s);
}

/** Reads `CHARACTER SET x` in any spelling; undefined when there is none. */
export function charsetClause(s: TokenStream): string | undefined {
  const written = s.acceptAll('CHARACTER', 'SET') || s.acceptAll('CHAR', 'SET') || s.accept('CHARSET');
  return written ? nameOrString(s, 'a character set').toLowerCase() : undefined;
}

/** Reads `COLLATE x`; undefined when there is none. */
export function collateClause(s: TokenStream): string | undefined {
  return s.accept('COLLATE') ? nameOrString(s, 'a collation').toLowerCase() : undefined;
}
