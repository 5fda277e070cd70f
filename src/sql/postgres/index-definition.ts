import type { IndexElem, IndexStmt, Node } from 'libpg-query';
import type { IndexDefinition, IndexPart } from '../column.js';
import { expressionOf } from './expression.js';
import { CLOSE, OPEN } from './lexer.js';
import type { Source, TokenRange } from './source.js';
import { each, strings, tableOf, valueText } from './tree.js';
import type { Operation } from '../operation.js';

/** Definition elements such as `(fillfactor = 70)` by name. */
export function optionsOf(nodes: readonly Node[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...each(nodes, 'DefElem')].map(({ defnamespace, defname = '', arg }) => [
      defnamespace === undefined ? defname : `${defnamespace}.${defname}`,
      arg ? valueText(arg) : 'true',
    ]),
  );
}

/** One column or expression of an index; `range` is what stands between its commas. */
function indexPartOf(source: Source, element: IndexElem, range: TokenRange): IndexPart {
  const operatorClass = strings(element.opclass).join('.');
  const collation = strings(element.collation).join('.');
  return {
    column: element.name,
    expression: element.expr && expressionOf(source, element.expr, expressionRange(source, range)),
    order: ORDERS[element.ordering ?? ''],
    nulls: NULLS[element.nulls_ordering ?? ''],
    operatorClass: operatorClass === '' ? undefined : operatorClass,
    collation: collation === '' ? undefined : collation,
  };
}

const ORDERS: Readonly<Record<string, 'asc' | 'desc'>> = { SORTBY_ASC: 'asc', SORTBY_DESC: 'desc' };
const NULLS: Readonly<Record<string, 'first' | 'last'>> = {
  SORTBY_NULLS_FIRST: 'first',
  SORTBY_NULLS_LAST: 'last',
};

/** An index expression is in parentheses, or a function call that ends with its own. */
function expressionRange(source: Source, range: TokenRange): TokenRange {
  let depth = 0;
  for (let index = range.from; index <= range.to; index++) {
    if (source.symbol(index, OPEN)) depth++;
    else if (source.symbol(index, CLOSE) && --depth === 0)
      return source.symbol(range.from, OPEN)
        ? { from: range.from + 1, to: index - 1 }
        : { from: range.from, to: index };
  }
  return range;
}

/** The parts written in the first parentheses of `range`. */
export function indexPartsOf(
  source: Source,
  elements: readonly IndexElem[],
  range: TokenRange,
): readonly IndexPart[] {
  const group = source.group(range);
  const ranges = group ? source.elements(group) : [];
  return elements.map((element, at) => indexPartOf(source, element, ranges[at] ?? range));
}

/** Plain columns as index parts, for constraints. */
export function columnParts(columns: readonly string[]): readonly IndexPart[] {
  return columns.map((column) => ({ column }));
}

/** CREATE INDEX. */
export function readIndex(statement: IndexStmt, source: Source): readonly Operation[] {
  const on = statement.relation ? source.indexOf(statement.relation.location) : 0;
  const rest = { from: on, to: source.all.to };
  const where = statement.whereClause && source.find('WHERE', rest);
  const include = each(statement.indexIncludingParams, 'IndexElem').map((element) => element.name ?? '');
  const options = { ...optionsOf(statement.options) };
  if (statement.tableSpace !== undefined) options['tablespace'] = statement.tableSpace;
  if (include.length > 0) source.needs(11, 'INCLUDE');
  if (statement.nulls_not_distinct) source.needs(15, 'NULLS NOT DISTINCT');
  const index: IndexDefinition = {
    name: statement.idxname,
    unique: statement.unique ?? false,
    method: statement.accessMethod,
    parts: indexPartsOf(source, each(statement.indexParams, 'IndexElem'), rest),
    include: include.length > 0 ? include : undefined,
    where:
      where === undefined
        ? undefined
        : expressionOf(source, statement.whereClause, { from: where + 1, to: rest.to }),
    nullsNotDistinct: statement.nulls_not_distinct,
    options: Object.keys(options).length > 0 ? options : undefined,
  };
  return [
    {
      kind: 'addIndex',
      span: source.span,
      table: tableOf(statement.relation),
      index,
      concurrently: statement.concurrent ?? false,
      ifNotExists: statement.if_not_exists ?? false,
      onlyParent: statement.relation?.inh === true ? undefined : true,
    },
  ];
}
