import type { Constraint, Node } from 'libpg-query';
import type { ConstraintDefinition, IndexDefinition, ReferentialAction } from '../column.js';
import { lookUp } from '../../look-up.js';
import { expressionOf } from './expression.js';
import { columnParts, indexPartsOf, optionsOf } from './index-definition.js';
import type { Source, TokenRange } from './source.js';
import { as, each, items, strings, tableOf } from './tree.js';

/** How a constraint is written, beside what it says. */
export interface ConstraintPlace {
  /** Its tokens. */
  readonly range: TokenRange;
  /** The column that it is written inside of. */
  readonly column?: string | undefined;
  /** In CREATE TABLE there are no rows, so NOT VALID has no effect. */
  readonly newTable: boolean;
}

const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** A constraint of a table or of a column; undefined for what is an attribute of the column (DEFAULT, NOT NULL …). */
export function constraintOf(
  source: Source,
  constraint: Constraint,
  place: ConstraintPlace,
): ConstraintDefinition | undefined {
  const common = commonOf(source, constraint, place);
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return { ...common, kind: 'primary-key', index: keyOf(source, constraint, place) };
    case 'CONSTR_UNIQUE':
      return { ...common, kind: 'unique', index: keyOf(source, constraint, place) };
    case 'CONSTR_FOREIGN':
      return foreignKeyOf(constraint, common, place);
    case 'CONSTR_CHECK': {
      const noInherit = constraint.is_no_inherit;
      return { ...common, kind: 'check', expression: checkOf(source, constraint, place.range), noInherit };
    }
    case 'CONSTR_EXCLUSION':
      return exclusionOf(source, constraint, common, place.range);
    case 'CONSTR_NOTNULL':
      source.needs(18, 'A NOT NULL table constraint');
      return { ...common, kind: 'not-null', column: strings(constraint.keys)[0] ?? '' };
    default:
      return undefined;
  }
}

type Common = Omit<Extract<ConstraintDefinition, { readonly kind: 'check' }>, 'kind' | 'expression'>;

function commonOf(source: Source, constraint: Constraint, place: ConstraintPlace): Common {
  const enforceable = constraint.contype === 'CONSTR_CHECK' || constraint.contype === 'CONSTR_FOREIGN';
  const notEnforced = enforceable && constraint.is_enforced !== true ? true : undefined;
  if (notEnforced) source.needs(18, 'NOT ENFORCED');
  return {
    name: constraint.conname,
    notValid: constraint.skip_validation && !place.newTable && !notEnforced ? true : undefined,
    notEnforced,
    deferrable: constraint.deferrable,
    usingIndex: constraint.indexname,
    inline: place.column === undefined ? undefined : true,
  };
}

function checkOf(source: Source, constraint: Constraint, range: TokenRange): ReturnType<typeof expressionOf> {
  const check = source.find('CHECK', range) ?? range.from;
  return expressionOf(source, constraint.raw_expr, source.group({ from: check, to: range.to }) ?? range);
}

function keyOf(source: Source, constraint: Constraint, place: ConstraintPlace): IndexDefinition {
  const columns = place.column === undefined ? strings(constraint.keys) : [place.column];
  const include = strings(constraint.including);
  const options = { ...optionsOf(constraint.options) };
  if (constraint.indexspace !== undefined) options['tablespace'] = constraint.indexspace;
  if (include.length > 0) source.needs(11, 'INCLUDE');
  if (constraint.nulls_not_distinct) source.needs(15, 'NULLS NOT DISTINCT');
  if (constraint.without_overlaps) source.needs(18, 'WITHOUT OVERLAPS');
  return {
    name: constraint.conname,
    unique: true,
    parts: columnParts(columns),
    include: include.length > 0 ? include : undefined,
    nullsNotDistinct: constraint.nulls_not_distinct,
    options: Object.keys(options).length > 0 ? options : undefined,
  };
}

function foreignKeyOf(
  constraint: Constraint,
  common: Common,
  place: ConstraintPlace,
): Extract<ConstraintDefinition, { readonly kind: 'foreign-key' }> {
  return {
    ...common,
    kind: 'foreign-key',
    columns: place.column === undefined ? strings(constraint.fk_attrs) : [place.column],
    references: tableOf(constraint.pktable),
    referencedColumns: strings(constraint.pk_attrs),
    onDelete: lookUp(ACTIONS, constraint.fk_del_action ?? ''),
    onUpdate: lookUp(ACTIONS, constraint.fk_upd_action ?? ''),
  };
}

function exclusionOf(
  source: Source,
  constraint: Constraint,
  common: Common,
  range: TokenRange,
): ConstraintDefinition {
  const pairs = (constraint.exclusions ?? []).map(items);
  const elements = pairs.flatMap((pair) => each(pair, 'IndexElem'));
  const where = constraint.where_clause && source.find('WHERE', range);
  const group = where === undefined ? undefined : source.group({ from: where, to: range.to });
  const index: IndexDefinition = {
    name: constraint.conname,
    unique: false,
    method: constraint.access_method,
    parts: indexPartsOf(source, elements, range),
    where: group && expressionOf(source, constraint.where_clause, group),
  };
  return { ...common, kind: 'exclusion', index, operators: pairs.map((pair) => operatorOf(pair[1])) };
}

function operatorOf(node: Node | undefined): string {
  return strings(as(node, 'List')?.items).join('.');
}
