import type { Expression } from '../column.js';
import type { Partitioning } from '../operation.js';
import { INTERVAL_UNITS } from './interval-unit.js';
import { name, nameList, wholeNumber } from './name.js';
import { tableOption } from './table-option.js';
import type { TokenStream } from './token-stream.js';

type Method = Pick<Partitioning, 'method' | 'linear' | 'columns'> & { readonly expression?: Expression };

/** Reads `PARTITION BY …` with the partitions it defines. */
export function partitioning(s: TokenStream): Partitioning {
  s.expect('PARTITION', 'BY');
  const method = partitionMethod(s);
  let count = s.accept('PARTITIONS') ? wholeNumber(s, 'a number of partitions') : undefined;
  if (s.acceptAll('SUBPARTITION', 'BY')) {
    subpartitionMethod(s);
    if (s.accept('SUBPARTITIONS')) wholeNumber(s, 'a number of subpartitions');
  }
  const partitions = s.is('(') ? partitionDefinitions(s) : [];
  if (partitions.length > 0) count ??= partitions.length;
  return { ...method, partitions, ...(count === undefined ? {} : { count }) };
}

function partitionMethod(s: TokenStream): Method {
  const linear = s.accept('LINEAR');
  if (s.is('HASH') || s.is('KEY')) return { ...hashOrKey(s), ...(linear ? { linear } : {}) };
  if (linear) s.refuse('HASH or KEY');
  if (s.is('SYSTEM_TIME')) return systemTime(s);
  const method = s.expectAny('HASH, KEY, RANGE or LIST', 'RANGE', 'LIST') === 'RANGE' ? 'range' : 'list';
  if (s.accept('COLUMNS')) return { method, columns: nameList(s) };
  return onExpression(method, s.parenthesisedExpression());
}

function onExpression(method: Method['method'], expression: Expression): Method {
  return { method, expression, columns: expression.columns };
}

function hashOrKey(s: TokenStream): Method {
  if (s.accept('HASH')) return onExpression('hash', s.parenthesisedExpression());
  s.expect('KEY');
  if (s.accept('ALGORITHM')) {
    s.accept('=');
    wholeNumber(s);
  }
  return {
    method: 'key',
    columns: s.parenthesised(() => (s.is(')') ? [] : s.list(() => name(s, 'a column name')))),
  };
}

function subpartitionMethod(s: TokenStream): void {
  s.accept('LINEAR');
  if (!s.is('HASH') && !s.is('KEY')) s.refuse('HASH or KEY');
  hashOrKey(s);
}

/** MariaDB: history by time or by number of rows. */
function systemTime(s: TokenStream): Method {
  s.expect('SYSTEM_TIME');
  s.needs('PARTITION BY SYSTEM_TIME', { mariadb: '10.3.4' });
  if (s.accept('INTERVAL')) {
    s.arithmetic();
    if (!s.isOneOf(INTERVAL_UNITS)) s.refuse('a unit of INTERVAL');
    s.advance();
    if (s.accept('STARTS')) s.arithmetic();
  } else if (s.accept('LIMIT')) wholeNumber(s);
  s.accept('AUTO');
  return { method: 'system_time', columns: [] };
}

/** Reads `(PARTITION a …, PARTITION b …)` and returns the names. */
export function partitionDefinitions(s: TokenStream): string[] {
  return s.parenthesised(() => s.list(() => partitionDefinition(s)));
}

/** Reads `PARTITION name VALUES … options (subpartitions)` and returns the name. */
export function partitionDefinition(s: TokenStream): string {
  s.expect('PARTITION');
  const partition = name(s, 'a partition name');
  partitionValues(s);
  partitionOptions(s);
  if (s.is('('))
    s.parenthesised(() =>
      s.list(() => {
        subpartition(s);
      }),
    );
  return partition;
}

function partitionValues(s: TokenStream): void {
  if (s.isMariadb && s.acceptAny('HISTORY', 'CURRENT', 'DEFAULT') !== undefined) return;
  if (!s.accept('VALUES')) return;
  if (s.accept('IN')) {
    s.parenthesised(() =>
      s.list(() => {
        listValue(s);
      }),
    );
    return;
  }
  s.expect('LESS', 'THAN');
  if (!s.accept('MAXVALUE'))
    s.parenthesised(() =>
      s.list(() => {
        boundary(s);
      }),
    );
}

function listValue(s: TokenStream): void {
  if (s.isMariadb && s.accept('DEFAULT')) return;
  s.expression();
}

function boundary(s: TokenStream): void {
  if (!s.accept('MAXVALUE')) s.expression();
}

function subpartition(s: TokenStream): void {
  s.expect('SUBPARTITION');
  name(s, 'a subpartition name');
  partitionOptions(s);
}

const PARTITION_OPTIONS = new Set(
  'ENGINE COMMENT DATA INDEX MAX_ROWS MIN_ROWS TABLESPACE NODEGROUP'.split(' '),
);

function partitionOptions(s: TokenStream): void {
  for (;;) {
    if (s.is('STORAGE') && s.peek(1).upper === 'ENGINE') s.advance();
    const known = s.isOneOf(PARTITION_OPTIONS) || (s.isMariadb && s.peek(1).upper === '=');
    if (!known || !tableOption(s)) return;
  }
}
