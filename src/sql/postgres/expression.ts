import type { Node } from 'libpg-query';
import type { ColumnDefault, Expression } from '../column.js';
import type { Source, TokenRange } from './source.js';
import { survey } from './survey.js';
import { as, strings } from './tree.js';

/** Evaluated once per transaction or statement. */
const CLOCK_FUNCTIONS = new Set(['now', 'transaction_timestamp', 'statement_timestamp']);
const CLOCK_VALUES = /^SVFOP_(CURRENT_DATE|CURRENT_TIME|LOCALTIME)/;

/** An expression whose text stands at `range`. */
export function expressionOf(source: Source, node: Node | undefined, range: TokenRange): Expression {
  const { columns, functions } = survey(node);
  return { text: source.text(range), columns, functions };
}

/** What DEFAULT gives; its text stands at `range`. */
export function defaultOf(source: Source, node: Node | undefined, range: TokenRange): ColumnDefault {
  const bare = withoutCasts(node);
  const constant = as(bare, 'A_Const');
  if (constant?.isnull) return { kind: 'null' };
  if (constant) return { kind: 'literal', text: source.text(range) };
  if (isClock(bare)) return { kind: 'now', text: source.text(range) };
  return { kind: 'expression', expression: expressionOf(source, node, range) };
}

function withoutCasts(node: Node | undefined): Node | undefined {
  let bare = node;
  for (;;) {
    const cast = as(bare, 'TypeCast');
    if (cast) bare = cast.arg;
    else {
      const sign = as(bare, 'A_Expr');
      if (!sign || sign.lexpr !== undefined || strings(sign.name)[0] !== '-') return bare;
      bare = sign.rexpr;
    }
  }
}

function isClock(node: Node | undefined): boolean {
  const value = as(node, 'SQLValueFunction');
  if (value) return CLOCK_VALUES.test(value.op ?? '');
  const call = as(node, 'FuncCall');
  return call !== undefined && CLOCK_FUNCTIONS.has(strings(call.funcname).at(-1) ?? '');
}
