import type { Catalog, Routine } from '../../catalog/catalog.js';
import { routineOf } from '../../catalog/routines.js';
import type { Expression } from '../../sql/column.js';
import { STEADY_FUNCTIONS, VOLATILE_FUNCTIONS } from './builtin-functions.js';

/** Whether an expression must be evaluated for each row; `inlined` where only its SQL functions say so. */
export type Volatility = 'steady' | 'volatile' | 'inlined' | { readonly unknownFunction: string };

/** How often the server evaluates the expression. */
export function volatilityOf(expression: Expression, catalog: Catalog): Volatility {
  const found = expression.functions.map((name) => functionVolatility(name, catalog, []));
  return (
    found.find((one) => one === 'volatile') ??
    found.find((one) => typeof one === 'object') ??
    found.find((one) => one === 'inlined') ??
    'steady'
  );
}

function functionVolatility(name: string, catalog: Catalog, callers: readonly string[]): Volatility {
  const routine = routineNamed(catalog, name);
  if (routine) return routineVolatility(routine, catalog, [...callers, name]);
  if (VOLATILE_FUNCTIONS.has(name)) return 'volatile';
  return STEADY_FUNCTIONS.has(name) ? 'steady' : { unknownFunction: name };
}

/** Expressions carry function names without schema: the one that an unqualified call would find, else any. */
function routineNamed(catalog: Catalog, name: string): Routine | undefined {
  return (
    routineOf(catalog, { name })?.routine ?? catalog.routines.find((routine) => routine.name.name === name)
  );
}

/** A function that is not declared otherwise is volatile. An SQL function that is one expression is put in its place. */
function routineVolatility(routine: Routine, catalog: Catalog, callers: readonly string[]): Volatility {
  if (routine.volatility !== undefined && routine.volatility !== 'volatile') return 'steady';
  const called = routine.language === 'sql' ? calledByExpression(routine) : undefined;
  if (!called || called.some((name) => callers.includes(name))) return 'volatile';
  const inner = called.map((name) => functionVolatility(name, catalog, callers));
  return inner.every((one) => one === 'steady' || one === 'inlined') ? 'inlined' : 'volatile';
}

/** The functions of `SELECT expression`; undefined for a body that is more than that. */
function calledByExpression({ body }: Routine): readonly string[] | undefined {
  const [only, ...others] = body ?? [];
  if (only?.kind !== 'statement' || others.length > 0) return undefined;
  const [select, ...more] = only.statement.operations;
  const isExpression = select?.kind === 'select' && select.reads.length === 0 && more.length === 0;
  return isExpression ? select.functions : undefined;
}
