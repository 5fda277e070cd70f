import type { Catalog, Column, Constraint, Index, Table } from '../catalog/catalog.js';
import {
  isSameColumn,
  isSameConstraint,
  isSameDefault,
  isSameIndex,
  isSameType,
} from '../catalog/difference.js';
import { sameName } from '../catalog/names.js';
import type { Operation } from '../sql/operation.js';
import type { Span } from '../sql/position.js';
import { constraintDefinition, indexDefinition, positionOf } from './dump-definitions.js';
import type { DumpPlaces, PartKind } from './dump-places.js';

/** What would be written as one statement. */
export interface Draft {
  readonly head: string;
  readonly span: Span;
  readonly operations: readonly Operation[];
}

/** One table as two dumps show it. */
export interface TablePair {
  /** Of the table in the schema after the change. */
  readonly key: string;
  readonly from: Table;
  readonly to: Table;
  readonly after: Catalog;
  readonly places: DumpPlaces;
}

/**
 * The statements that make one table the other: what goes first, then renames and changes of columns, then what comes.
 * Views, triggers, partitions and options of the table are not compared.
 */
export function tableDrafts(pair: TablePair): readonly Draft[] {
  const { from, to } = pair;
  const renames = renamedColumns(from, to);
  const newNames = new Set(renames.map(({ column }) => column.name));
  const gone = from.columns.filter(
    (column) => !named(to, to.columns, column.name) && !renames.some(({ old }) => old === column),
  );
  const added = to.columns.filter(
    (column) => !named(to, from.columns, column.name) && !newNames.has(column.name),
  );
  return [
    ...dropped(pair, gone),
    ...renames.map(({ old, column }) =>
      alter(pair, 'column', column.name, [
        { kind: 'renameColumn', ...on(pair, 'column', column.name), column: old.name, to: column.name },
      ]),
    ),
    ...changedColumns(pair),
    ...added.map((column) => addColumn(pair, column, added)),
    ...addedIndexes(pair),
    ...addedConstraints(pair),
  ];
}

function named<Part extends { readonly name: string }>(
  table: Table,
  parts: readonly Part[],
  name: string,
): Part | undefined {
  return parts.find((part) => sameName(table, part.name, name));
}

function on(
  { to, key, places }: TablePair,
  kind: PartKind,
  name: string,
): { table: Table['name']; span: Span } {
  return { table: to.name, span: places.part(key, kind, name) };
}

function alter(pair: TablePair, kind: PartKind, name: string, operations: readonly Operation[]): Draft {
  return { head: 'ALTER TABLE', span: pair.places.part(pair.key, kind, name), operations };
}

/** A column between the same neighbours, the same but for its name, is taken for renamed: replaced, it would stand at the end. */
function renamedColumns(
  from: Table,
  to: Table,
): readonly { readonly old: Column; readonly column: Column }[] {
  const between = (columns: readonly Column[], at: number): string =>
    JSON.stringify([columns[at - 1]?.name, columns[at + 1]?.name]);
  const gone = new Map(
    from.columns.flatMap((column, at) =>
      named(to, to.columns, column.name) ? [] : [[between(from.columns, at), column] as const],
    ),
  );
  return to.columns.flatMap((column, at) => {
    const old = named(to, from.columns, column.name) ? undefined : gone.get(between(to.columns, at));
    return old && isSameColumn(old, column, to.dialect) ? [{ old, column }] : [];
  });
}

/** Indexes and constraints go with the last of their columns, on PostgreSQL with the first. */
function dropped(pair: TablePair, gone: readonly Column[]): readonly Draft[] {
  const { from, to, key, places } = pair;
  const isPostgres = to.dialect === 'postgres';
  const goesAlong = (columns: readonly (string | undefined)[]): boolean => {
    const isGone = (name: string | undefined): boolean =>
      name !== undefined && named(from, gone, name) !== undefined;
    return columns.length > 0 && (isPostgres ? columns.some(isGone) : columns.every(isGone));
  };
  const span = places.table(key);
  const indexes = ownIndexes(from).filter((index) => {
    const match = named(to, ownIndexes(to), index.name);
    const isLeft = isPostgres && match !== undefined && !isSameIndex(index, match);
    return (isLeft || !match) && !goesAlong(index.parts.map(({ column }) => column));
  });
  const constraints = ownConstraints(from).filter(
    (constraint) => !named(to, ownConstraints(to), constraint.name) && !goesAlong(columnsOf(constraint)),
  );
  const dropIndexes = indexes.map((index) => dropIndex(pair, index, span));
  const alterations = [
    ...(isPostgres ? [] : dropIndexes),
    ...constraints.map((constraint) => dropConstraint(pair, constraint, span)),
    ...gone.map(({ name }): Operation => ({
      kind: 'dropColumn',
      table: to.name,
      span,
      column: name,
      ifExists: false,
      cascade: false,
    })),
  ];
  return [
    ...(isPostgres && dropIndexes.length > 0 ? [{ head: 'DROP INDEX', span, operations: dropIndexes }] : []),
    ...(alterations.length > 0 ? [{ head: 'ALTER TABLE', span, operations: alterations }] : []),
  ];
}

function dropIndex({ to }: TablePair, { name, primary }: Index, span: Span): Operation {
  if (to.dialect === 'postgres') {
    const index = { schema: to.name.schema, name };
    return { kind: 'dropIndex', span, index, concurrently: false, ifExists: false, cascade: false };
  }
  const common = { table: to.name, span, ifExists: false, cascade: false };
  return primary
    ? { kind: 'dropConstraint', ...common, constraintKind: 'primary-key' }
    : { kind: 'dropIndex', ...common, index: { name }, concurrently: false };
}

function dropConstraint({ to }: TablePair, { name, kind }: Constraint, span: Span): Operation {
  const constraintKind = to.dialect === 'postgres' ? undefined : kind;
  return {
    kind: 'dropConstraint',
    table: to.name,
    span,
    name,
    constraintKind,
    ifExists: false,
    cascade: false,
  };
}

/** Without those that a constraint owns, or that the server made for a foreign key. */
function ownIndexes({ indexes }: Table): readonly Index[] {
  return indexes.filter(
    ({ constraint, implicitFor }) => constraint === undefined && implicitFor === undefined,
  );
}

/** NOT NULL is said of its column. */
function ownConstraints({ constraints }: Table): readonly Constraint[] {
  return constraints.filter(({ kind }) => kind !== 'not-null');
}

function columnsOf(constraint: Constraint): readonly string[] {
  return constraint.kind === 'check' ? constraint.expression.columns : constraint.columns;
}

function changedColumns(pair: TablePair): readonly Draft[] {
  const { from, to } = pair;
  return to.columns.flatMap((column) => {
    const old = named(to, from.columns, column.name);
    if (!old || isSameColumn(old, column, to.dialect)) return [];
    const operations =
      to.dialect === 'postgres' ? postgresColumn(pair, old, column) : [mysqlColumn(pair, old, column)];
    return operations.length > 0 ? [alter(pair, 'column', column.name, operations)] : [];
  });
}

function mysqlColumn(pair: TablePair, old: Column, column: Column): Operation {
  const place = on(pair, 'column', column.name);
  return { kind: 'redefineColumn', ...place, column: old.name, definition: column, ifExists: false };
}

function postgresColumn(pair: TablePair, old: Column, column: Column): readonly Operation[] {
  const { name, type, nullable, collation, identity, generated } = column;
  const place = { ...on(pair, 'column', name), column: name };
  const operations: Operation[] = [];
  if (!isSameType(old.type, type, 'postgres') || old.collation !== collation)
    operations.push({ kind: 'changeColumnType', ...place, type, collation });
  if (old.nullable !== nullable) operations.push({ kind: 'setColumnNullable', ...place, nullable });
  if (!isSameDefault(old.default, column.default))
    operations.push({ kind: 'setColumnDefault', ...place, default: column.default });
  if (old.identity !== identity) {
    const action = identity === undefined ? 'drop' : old.identity === undefined ? 'add' : 'set';
    operations.push({ kind: 'changeIdentity', ...place, action });
  }
  if (old.generated && old.generated.expression.text !== generated?.expression.text)
    operations.push({ kind: 'setColumnExpression', ...place, expression: generated?.expression });
  return operations;
}

function addColumn(pair: TablePair, column: Column, added: readonly Column[]): Draft {
  const isMysql = pair.to.dialect !== 'postgres';
  const position = isMysql ? positionOf(pair.to, column, (other) => added.includes(other)) : undefined;
  const place = on(pair, 'column', column.name);
  return alter(pair, 'column', column.name, [
    { kind: 'addColumn', ...place, column, position, ifNotExists: false },
  ]);
}

function addedIndexes(pair: TablePair): readonly Draft[] {
  const { from, to, key, places } = pair;
  const isPostgres = to.dialect === 'postgres';
  return ownIndexes(to).flatMap((index) => {
    const old = named(to, ownIndexes(from), index.name);
    if (old && isSameIndex(old, index)) return [];
    const span = places.part(key, 'index', index.name);
    const on = { table: to.name, span, ifNotExists: false };
    const definition = indexDefinition(index);
    const add: Operation = index.primary
      ? { kind: 'addConstraint', ...on, constraint: { kind: 'primary-key', index: definition } }
      : { kind: 'addIndex', ...on, index: definition, concurrently: false };
    const operations = old && !isPostgres ? [dropIndex(pair, old, span), add] : [add];
    return [{ head: isPostgres ? 'CREATE INDEX' : 'ALTER TABLE', span, operations }];
  });
}

function addedConstraints(pair: TablePair): readonly Draft[] {
  const { from, to, after } = pair;
  return ownConstraints(to).flatMap((constraint) => {
    const { name } = constraint;
    const old = named(to, ownConstraints(from), name);
    if (old && isSameConstraint(old, constraint, after)) return [];
    const place = on(pair, 'constraint', name);
    if (old && isSameConstraint({ ...old, validated: constraint.validated }, constraint, after))
      return [alter(pair, 'constraint', name, [{ kind: 'validateConstraint', ...place, name }])];
    const definition = constraintDefinition(constraint, to);
    if (!definition) return [];
    const add: Operation = { kind: 'addConstraint', ...place, constraint: definition, ifNotExists: false };
    const operations = old ? [dropConstraint(pair, old, place.span), add] : [add];
    return [alter(pair, 'constraint', name, operations)];
  });
}
