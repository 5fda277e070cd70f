import type { ColumnDefault, DataType, Expression } from '../sql/column.js';
import { nameText } from '../sql/name.js';
import type { Catalog, Column, Constraint, Index, Table } from './catalog.js';
import { keyOf } from './find.js';

/** One object in which two schemas differ. */
export interface Difference {
  /** For people: "column", "index", "table". */
  readonly kind: string;
  /** "orders.status". */
  readonly name: string;
  readonly how: 'missing' | 'added' | 'different';
}

interface Described {
  readonly kind: string;
  readonly name: string;
  readonly facts: string;
}

/**
 * What the schema `other` lacks, has besides, or has otherwise than `one`. Compared is what a dump of either would show:
 * not the order of columns, what routines do, comments, or what only a history knows. Expressions are compared without
 * casts, brackets and quotes, which servers add when they dump.
 */
export function catalogDifferences(one: Catalog, other: Catalog): readonly Difference[] {
  const left = described(one);
  const right = described(other);
  const differences: Difference[] = [];
  for (const [key, { kind, name, facts }] of left) {
    const match = right.get(key);
    if (!match) differences.push({ kind, name, how: 'missing' });
    else if (match.facts !== facts) differences.push({ kind, name, how: 'different' });
  }
  for (const [key, { kind, name }] of right) {
    if (!left.has(key)) differences.push({ kind, name, how: 'added' });
  }
  return withoutParts(differences);
}

/** Whether two types hold the same values, as far as a dump shows. */
export function isSameType(one: DataType, other: DataType, dialect: Catalog['dialect']): boolean {
  return isSame(typeFacts(one, dialect), typeFacts(other, dialect));
}

/** Whether two columns are the same but for their names, as `catalogDifferences` compares them. */
export function isSameColumn(one: Column, other: Column, dialect: Catalog['dialect']): boolean {
  return isSame(columnFacts(one, dialect), columnFacts(other, dialect));
}

/** Whether two defaults are the same, however a server dressed them for a dump. */
export function isSameDefault(one: ColumnDefault | undefined, other: ColumnDefault | undefined): boolean {
  return defaultFacts(one) === defaultFacts(other);
}

/** Whether two indexes are the same but for their names. */
export function isSameIndex(one: Index, other: Index): boolean {
  return isSame(indexFacts(one), indexFacts(other));
}

/** Whether two constraints of two schemas are the same but for their names; `catalog` resolves what they refer to. */
export function isSameConstraint(one: Constraint, other: Constraint, catalog: Catalog): boolean {
  return isSame(constraintFacts(one, catalog), constraintFacts(other, catalog));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A table that is missing or new says it all: its columns and indexes are not listed besides. */
function withoutParts(differences: readonly Difference[]): readonly Difference[] {
  const whole = new Set(
    differences.filter(({ kind, how }) => kind === 'table' && how !== 'different').map(({ name }) => name),
  );
  const owner = (name: string): string => name.slice(0, name.lastIndexOf('.'));
  return differences.filter(({ kind, name }) => kind === 'table' || !whole.has(owner(name)));
}

function described(catalog: Catalog): ReadonlyMap<string, Described> {
  const objects = new Map<string, Described>();
  const add = (kind: string, key: string, name: string, facts: unknown): void => {
    objects.set(`${kind} ${key}`, { kind, name, facts: JSON.stringify(facts) });
  };
  for (const [key, table] of catalog.tables) {
    if (!table.temporary) describeTable(catalog, key, table, add);
  }
  for (const [key, view] of catalog.views) {
    add('view', key, nameText(view.name), [view.materialized, view.reads.map(nameText).sort()]);
  }
  for (const [key, { name }] of catalog.sequences) add('sequence', key, nameText(name), '');
  for (const [key, { name, definition }] of catalog.types) add('type', key, nameText(name), definition);
  for (const [key, { name, kind }] of catalog.routines) add(kind, key, nameText(name), '');
  return objects;
}

type Add = (kind: string, key: string, name: string, facts: unknown) => void;

function describeTable(catalog: Catalog, key: string, table: Table, add: Add): void {
  const of = nameText(table.name);
  const { engine, rowFormat, charset, collation, partitioning, partitionOf, inherits } = table;
  add('table', key, of, [
    [engine, rowFormat, charset, collation, table.unlogged, table.systemVersioned],
    [partitioning, partitionOf && keyOf(catalog, partitionOf.parent), inherits.map(nameText)],
  ]);
  const part = (kind: string, name: string, facts: unknown): void => {
    add(kind, `${key} ${name.toLowerCase()}`, `${of}.${name}`, facts);
  };
  for (const column of table.columns) part('column', column.name, columnFacts(column, catalog.dialect));
  for (const index of table.indexes) {
    if (index.implicitFor === undefined) part('index', index.name, indexFacts(index));
  }
  for (const constraint of table.constraints) {
    if (constraint.kind !== 'not-null') {
      part('constraint', constraint.name, constraintFacts(constraint, catalog));
    }
  }
  for (const { name, timing, events } of table.triggers) part('trigger', name, [timing, [...events].sort()]);
}

const INTEGER = /^(?:tiny|small|medium|big)?int$/;

/** The display width of an integer is no part of what it holds, and left out by newer servers. */
function typeFacts(type: DataType, dialect: Catalog['dialect']): unknown {
  const length = dialect !== 'postgres' && INTEGER.test(type.name) ? undefined : type.length;
  const schema = type.schema === 'public' ? undefined : type.schema;
  return [
    type.name,
    schema,
    length,
    type.scale,
    type.unsigned ?? false,
    type.members,
    type.arrayDimensions ?? 0,
  ];
}

function columnFacts(column: Column, dialect: Catalog['dialect']): unknown {
  const { nullable, autoIncrement, identity, charset, collation, invisible, generated } = column;
  return [
    typeFacts(column.type, dialect),
    [nullable, autoIncrement, identity, charset, collation, invisible],
    [defaultFacts(column.default), expressionFacts(column.onUpdate), expressionFacts(column.check)],
    generated && [expressionFacts(generated.expression), generated.storage],
  ];
}

function defaultFacts(value: ColumnDefault | undefined): string | undefined {
  if (value === undefined || value.kind === 'null') return undefined;
  if (value.kind === 'now') return 'now';
  return plainText(value.kind === 'literal' ? value.text : value.expression.text);
}

function indexFacts({ primary, unique, method, parts, include, where, invisible }: Index): unknown {
  return [
    [primary, unique, method, invisible],
    parts.map(({ column, expression, prefix, order, nulls, operatorClass }) => [
      column?.toLowerCase() ?? expressionFacts(expression),
      [prefix, order ?? 'asc', nulls, operatorClass],
    ]),
    include,
    expressionFacts(where),
  ];
}

function constraintFacts(constraint: Constraint, catalog: Catalog): unknown {
  const { kind, validated, enforced, deferrable } = constraint;
  const common = [kind, validated, enforced, deferrable];
  if (constraint.kind === 'check') return [common, expressionFacts(constraint.expression)];
  if (constraint.kind !== 'foreign-key') return [common, constraint.columns];
  const { columns, references, referencedColumns, onDelete, onUpdate } = constraint;
  return [common, columns, keyOf(catalog, references), referencedColumns, onDelete, onUpdate];
}

function expressionFacts(expression: Expression | undefined): string | undefined {
  return expression && plainText(expression.text);
}

const CAST =
  /::\s*(?:character varying|double precision|bit varying|(?:timestamp|time)(?:\(\d\))? with(?:out)? time zone|["\w.]+)(?:\([\d, ]*\))?(?:\[\])*/gi;

/**
 * An expression as it was before a server dressed it for a dump; strings stay as they are, but for their quotes and the
 * schema of a sequence.
 */
function plainText(text: string): string {
  return text
    .replace(CAST, '')
    .replace(/(\bnextval\(')public\./g, '$1')
    .split(/'((?:[^']|'')*)'/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\s()"`]|\bpublic\./g, '').toLowerCase()))
    .join('');
}
