import type { OperationOf } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { name, objectName, nameOrString, stringLiteral } from './name.js';
import { ifExists, ifNotExists, type Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads MariaDB's CREATE SEQUENCE and ALTER SEQUENCE, from behind that word. */
export function sequence(s: TokenStream, verb: 'CREATE' | 'ALTER', temporary: boolean): Reading {
  s.needs(`${verb} SEQUENCE`, { mariadb: '10.3' });
  const creates = verb === 'CREATE';
  const quietly = creates ? ifNotExists(s, 'CREATE SEQUENCE') : ifExists(s, 'ALTER SEQUENCE');
  const sequenceName = objectName(s, 'a sequence name');
  const written = new Map<string, string>();
  while (option(s, written));
  const span = s.spanFrom(0);
  const base = { sequence: sequenceName, options: Object.fromEntries(written), span };
  const operation: OperationOf<'createSequence' | 'alterSequence'> = creates
    ? { kind: 'createSequence', ...base, ifNotExists: quietly, ...(temporary ? { temporary } : {}) }
    : { kind: 'alterSequence', ...base };
  return { head: `${verb} SEQUENCE`, operations: [operation] };
}

const NUMBERS: Readonly<Record<string, string>> = {
  START: 'WITH',
  RESTART: 'WITH',
  INCREMENT: 'BY',
  MINVALUE: '=',
  MAXVALUE: '=',
  CACHE: '=',
};
const WITHOUT = new Set(['MINVALUE', 'MAXVALUE', 'CACHE', 'CYCLE']);

function option(s: TokenStream, written: Map<string, string>): boolean {
  const { upper } = s.current;
  const behind = lookUp(NUMBERS, upper);
  if (behind !== undefined) {
    s.advance();
    if (!s.accept('=')) s.accept(behind);
    if (upper === 'RESTART' && s.current.kind !== 'number' && !s.is('-')) written.set('restart', '');
    else written.set(upper.toLowerCase(), signed(s));
  } else if (
    upper === 'CYCLE' ||
    upper === 'NOCYCLE' ||
    upper === 'NOCACHE' ||
    upper === 'NOMINVALUE' ||
    upper === 'NOMAXVALUE'
  ) {
    s.advance();
    written.set(upper.toLowerCase(), '');
  } else if (upper === 'NO') {
    s.advance();
    if (!s.isOneOf(WITHOUT)) s.refuse('MINVALUE, MAXVALUE, CACHE or CYCLE');
    written.set(`no${s.advance().value.toLowerCase()}`, '');
  } else if (upper === 'ENGINE' || upper === 'COMMENT') {
    s.advance();
    s.accept('=');
    written.set(upper.toLowerCase(), upper === 'ENGINE' ? nameOrString(s, 'an engine') : stringLiteral(s));
  } else if (upper === 'AS') {
    s.advance();
    s.needs('the type of a sequence', { mariadb: '11.5' });
    written.set('as', name(s));
  } else return false;
  return true;
}

function signed(s: TokenStream): string {
  const from = s.index;
  s.acceptAny('-', '+');
  if (s.current.kind !== 'number') s.refuse('a number');
  s.advance();
  return s.textFrom(from);
}
