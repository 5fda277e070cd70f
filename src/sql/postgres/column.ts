import type { ColumnDef, Constraint } from 'libpg-query';
import type { ColumnDefault, ColumnDefinition, ConstraintDefinition, GeneratedColumn } from '../column.js';
import type { Span } from '../position.js';
import { constraintOf } from './constraint.js';
import { dataTypeOf } from './data-type.js';
import { defaultOf, expressionOf } from './expression.js';
import type { Source, TokenRange } from './source.js';
import { each, strings } from './tree.js';

/** A column and the constraints that are written inside of it. */
export interface ReadColumn {
  readonly definition: ColumnDefinition;
  readonly constraints: readonly { readonly constraint: ConstraintDefinition; readonly span: Span }[];
}

interface Clause {
  readonly constraint: Constraint;
  readonly range: TokenRange;
}

/** Reads a column whose definition stands at `range`. */
export function columnOf(
  source: Source,
  column: ColumnDef,
  range: TokenRange,
  newTable: boolean,
): ReadColumn {
  const name = column.colname ?? '';
  const clauses = clausesOf(source, column, range);
  const constraints: { constraint: ConstraintDefinition; span: Span }[] = [];
  for (const clause of clauses) {
    if (clause.constraint.contype === 'CONSTR_NOTNULL') continue;
    const place = { range: clause.range, column: name, newTable };
    const constraint = constraintOf(source, clause.constraint, place);
    if (constraint) constraints.push({ constraint, span: source.spanOf(clause.range) });
  }
  return { definition: definitionOf(source, column, clauses), constraints };
}

function definitionOf(source: Source, column: ColumnDef, clauses: readonly Clause[]): ColumnDefinition {
  const identity = clauses.find(({ constraint }) => constraint.contype === 'CONSTR_IDENTITY');
  const collation = strings(column.collClause?.collname).at(-1);
  if (column.compression !== undefined) source.needs(14, 'COMPRESSION');
  const attributes: Record<string, string> = {};
  if (column.storage_name !== undefined) attributes['storage'] = column.storage_name.toLowerCase();
  if (column.compression !== undefined) attributes['compression'] = column.compression;
  return {
    name: column.colname ?? '',
    type: dataTypeOf(column.typeName),
    nullable: nullableOf(clauses),
    default: defaultClause(source, clauses),
    generated: generatedClause(source, clauses),
    identity: identity && (identity.constraint.generated_when === 'a' ? 'always' : 'by-default'),
    collation,
    attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
  };
}

/**
 * A clause reaches to the next one or to the column's end. DEFERRABLE and NOT ENFORCED are clauses of their own in the
 * tree and belong to the constraint before them.
 */
function clausesOf(source: Source, column: ColumnDef, range: TokenRange): readonly Clause[] {
  const constraints = each(column.constraints, 'Constraint');
  if (constraints.length === 0) return [];
  const clauses: { constraint: Constraint; from: number }[] = [];
  for (const constraint of constraints) {
    const attribute = ATTRIBUTES[constraint.contype ?? ''];
    const last = clauses.at(-1);
    if (attribute && last) last.constraint = { ...last.constraint, ...attribute };
    else if (!attribute) clauses.push({ constraint, from: source.indexOf(constraint.location) });
  }
  const starts = clauses.map(({ from }) => from);
  if (column.collClause) starts.push(source.indexOf(column.collClause.location));
  starts.sort((one, other) => one - other);
  return clauses.map(({ constraint, from }) => {
    const next = starts.find((start) => start > from);
    return { constraint, range: { from, to: next === undefined ? range.to : next - 1 } };
  });
}

const ATTRIBUTES: Readonly<Record<string, Partial<Constraint>>> = {
  CONSTR_ATTR_DEFERRABLE: { deferrable: true },
  CONSTR_ATTR_NOT_DEFERRABLE: {},
  CONSTR_ATTR_DEFERRED: { deferrable: true, initdeferred: true },
  CONSTR_ATTR_IMMEDIATE: {},
  CONSTR_ATTR_ENFORCED: {},
  CONSTR_ATTR_NOT_ENFORCED: { is_enforced: false },
};

/** PRIMARY KEY implies NOT NULL, but the constraint says so itself. */
function nullableOf(clauses: readonly Clause[]): boolean | undefined {
  if (clauses.some(({ constraint }) => constraint.contype === 'CONSTR_NOTNULL')) return false;
  if (clauses.some(({ constraint }) => constraint.contype === 'CONSTR_NULL')) return true;
  return undefined;
}

function defaultClause(source: Source, clauses: readonly Clause[]): ColumnDefault | undefined {
  const clause = clauses.find(({ constraint }) => constraint.contype === 'CONSTR_DEFAULT');
  if (!clause) return undefined;
  const { from, to } = clause.range;
  const word = source.find('DEFAULT', clause.range) ?? from;
  return defaultOf(source, clause.constraint.raw_expr, { from: word + 1, to });
}

function generatedClause(source: Source, clauses: readonly Clause[]): GeneratedColumn | undefined {
  const clause = clauses.find(({ constraint }) => constraint.contype === 'CONSTR_GENERATED');
  if (!clause) return undefined;
  const group = source.group(clause.range) ?? clause.range;
  const expression = expressionOf(source, clause.constraint.raw_expr, group);
  const written = { from: group.to + 2, to: clause.range.to };
  if (source.find('STORED', written) !== undefined) {
    source.needs(12, 'GENERATED ALWAYS AS … STORED');
    return { expression, storage: 'stored' };
  }
  source.needs(18, 'A virtual generated column');
  return { expression, storage: source.find('VIRTUAL', written) === undefined ? undefined : 'virtual' };
}
