import { name, wholeNumber } from './name.js';
import type { TokenStream } from './token-stream.js';
import { lookUp } from '../../look-up.js';

/** Types of CAST and CONVERT, and how many numbers may follow in parentheses. */
const IN_BOTH: Readonly<Record<string, 0 | 1 | 2>> = {
  BINARY: 1,
  CHAR: 1,
  CHARACTER: 1,
  NCHAR: 1,
  DATE: 0,
  TIME: 1,
  DATETIME: 1,
  DECIMAL: 2,
  DEC: 2,
  DOUBLE: 0,
  FLOAT: 1,
};
const IN_MYSQL: Readonly<Record<string, 0 | 1 | 2>> = {
  JSON: 0,
  REAL: 0,
  YEAR: 0,
  POINT: 0,
  LINESTRING: 0,
  POLYGON: 0,
  MULTIPOINT: 0,
  MULTILINESTRING: 0,
  MULTIPOLYGON: 0,
  GEOMETRYCOLLECTION: 0,
  VECTOR: 1,
};
const IN_MARIADB: Readonly<Record<string, 0 | 1 | 2>> = {
  INT: 0,
  INTEGER: 0,
  VARCHAR: 1,
  UUID: 0,
  INET4: 0,
  INET6: 0,
  JSON: 0,
  REAL: 0,
};

/** Reads the type of CAST(… AS type) and CONVERT(…, type). */
export function castType(s: TokenStream): void {
  if (s.acceptAny('SIGNED', 'UNSIGNED') !== undefined) {
    s.acceptAny('INT', 'INTEGER');
    arrayOf(s);
    return;
  }
  s.accept('NATIONAL');
  const { upper } = s.current;
  const numbers = lookUp(IN_BOTH, upper) ?? lookUp(s.isMariadb ? IN_MARIADB : IN_MYSQL, upper);
  if (numbers === undefined) s.refuse('a type to cast to');
  s.advance();
  if (upper === 'DOUBLE') s.accept('PRECISION');
  if (upper === 'CHAR' || upper === 'CHARACTER') s.accept('VARYING');
  if (numbers > 0 && s.is('(')) {
    s.parenthesised(() => {
      wholeNumber(s);
      if (numbers === 2 && s.accept(',')) wholeNumber(s);
    });
  }
  if (upper === 'CHAR' || upper === 'CHARACTER') charset(s);
  arrayOf(s);
}

/** For multi-valued indexes. */
function arrayOf(s: TokenStream): void {
  if (s.accept('ARRAY')) s.needs('CAST … AS … ARRAY', { mysql: '8.0.17' });
}

function charset(s: TokenStream): void {
  if (s.acceptAll('CHARACTER', 'SET') || s.acceptAll('CHAR', 'SET') || s.accept('CHARSET')) {
    if (!s.accept('BINARY')) name(s, 'a character set');
  }
  s.acceptAny('ASCII', 'UNICODE', 'BYTE', 'BINARY');
}
