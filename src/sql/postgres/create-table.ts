import type {
  CreateForeignTableStmt,
  CreateStmt,
  CreateTableAsStmt,
  Node,
  PartitionBoundSpec,
  PartitionSpec,
} from 'libpg-query';
import type { ColumnDefinition } from '../column.js';
import type { TableRef } from '../name.js';
import type { Operation, OperationOf, Partitioning, PartitionBound } from '../operation.js';
import type { Span } from '../position.js';
import { columnOf } from './column.js';
import { constraintOf } from './constraint.js';
import { expressionOf } from './expression.js';
import { optionsOf } from './index-definition.js';
import type { Source, TokenRange } from './source.js';
import { survey } from './survey.js';
import { as, each, isTemporary, nameOf, strings, tableOf } from './tree.js';
import { isWhole } from './view.js';

type CreateTable = OperationOf<'createTable'>;

/** CREATE TABLE: the table, then its columns and constraints in the order written. */
export function readCreateTable(statement: CreateStmt, source: Source): readonly Operation[] {
  const table = tableOf(statement.relation);
  const likes = each(statement.tableElts, 'TableLikeClause');
  const parents = each(statement.inhRelations, 'RangeVar');
  const options = { ...optionsOf(statement.options) };
  if (statement.tablespacename !== undefined) options['tablespace'] = statement.tablespacename;
  if (statement.accessMethod !== undefined) {
    source.needs(12, 'USING');
    options['access_method'] = statement.accessMethod;
  }
  const create: CreateTable = {
    kind: 'createTable',
    span: source.span,
    table,
    ifNotExists: statement.if_not_exists ?? false,
    temporary: isTemporary(statement.relation),
    unlogged: statement.relation?.relpersistence === 'u' ? true : undefined,
    options,
    like: likes[0] && tableOf(likes[0].relation),
    likeIncluding: likes[0] && likeOptions(likes[0].options ?? 0),
    inherits: statement.partbound || parents.length === 0 ? undefined : parents.map(tableOf),
    partitionOf: statement.partbound && {
      parent: tableOf(parents[0]),
      isDefault: statement.partbound.is_default ?? false,
      bound: boundOf(source, statement.partbound),
    },
    partitioning: statement.partspec && partitioningOf(source, statement.partspec),
    ofType: statement.ofTypename && nameOf(strings(statement.ofTypename.names)),
  };
  return [create, ...elementsOf(source, statement, table)];
}

/** CREATE FOREIGN TABLE is a table whose rows another server keeps. */
export function readCreateForeignTable(
  statement: CreateForeignTableStmt,
  source: Source,
): readonly Operation[] {
  const operations = readCreateTable(statement.base ?? {}, source);
  const server = statement.servername ?? '';
  return operations.map((operation) =>
    operation.kind === 'createTable'
      ? { ...operation, options: { ...operation.options, foreign_server: server } }
      : operation,
  );
}

function elementsOf(source: Source, statement: CreateStmt, table: TableRef): Operation[] {
  const elements = statement.tableElts ?? [];
  if (elements.length === 0) return [];
  const ranges = elementRanges(source, statement);
  const operations: Operation[] = [];
  elements.forEach((element, at) => {
    const range = ranges[at] ?? source.all;
    const column = as(element, 'ColumnDef');
    const constraint = as(element, 'Constraint');
    if (column) {
      const { definition, constraints } = columnOf(source, column, range, true);
      const span = source.spanOf(range);
      if (column.typeName)
        operations.push({ kind: 'addColumn', span, table, column: definition, ifNotExists: false });
      else operations.push(...inheritedColumn(definition, span, table));
      for (const inline of constraints)
        operations.push({ kind: 'addConstraint', table, ifNotExists: false, ...inline });
    } else if (constraint) {
      const definition = constraintOf(source, constraint, { range, newTable: true });
      if (definition)
        operations.push({
          kind: 'addConstraint',
          span: source.spanOf(range),
          table,
          constraint: definition,
          ifNotExists: false,
        });
    }
  });
  return operations;
}

/** In a typed table or a partition the column exists; only its default and NOT NULL are given. */
function inheritedColumn(
  { name, default: value, nullable }: ColumnDefinition,
  span: Span,
  table: TableRef,
): readonly Operation[] {
  const operations: Operation[] = [];
  if (value) operations.push({ kind: 'setColumnDefault', span, table, column: name, default: value });
  if (nullable === false)
    operations.push({ kind: 'setColumnNullable', span, table, column: name, nullable: false });
  return operations;
}

/** The element list is the parentheses that follow the table's name, or the name of its type or parent. */
function elementRanges(source: Source, statement: CreateStmt): readonly TokenRange[] {
  const from = source.indexOf(statement.relation?.location);
  const group = source.group({ from, to: source.all.to });
  return group ? source.elements(group) : [];
}

const LIKE_OPTIONS = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
] as const;

function likeOptions(mask: number): readonly string[] {
  return LIKE_OPTIONS.filter((_, bit) => (mask & (1 << bit)) !== 0);
}

const METHODS: Readonly<Record<string, Partitioning['method']>> = {
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_HASH: 'hash',
};

function partitioningOf(source: Source, specification: PartitionSpec): Partitioning {
  const method = METHODS[specification.strategy ?? ''] ?? 'range';
  if (method === 'hash') source.needs(11, 'PARTITION BY HASH');
  const elements = each(specification.partParams, 'PartitionElem');
  const group = source.group({ from: source.indexOf(specification.location), to: source.all.to });
  const expressions = elements.map(({ expr }) => expr).filter((node): node is Node => node !== undefined);
  return {
    method,
    columns: elements.flatMap(({ name }) => (name === undefined ? [] : [name])),
    expression: expressions.length > 0 && group ? keyExpression(source, expressions, group) : undefined,
    partitions: [],
  };
}

function keyExpression(
  source: Source,
  nodes: readonly Node[],
  range: TokenRange,
): Partitioning['expression'] {
  const { columns, functions } = survey(...nodes);
  return { ...expressionOf(source, undefined, range), columns, functions };
}

/** FOR VALUES … or DEFAULT of a partition. */
export function boundOf(source: Source, bound: PartitionBoundSpec): PartitionBound {
  if (bound.is_default) {
    source.needs(11, 'A default partition');
    return { kind: 'default' };
  }
  if (bound.strategy === 'h')
    return { kind: 'hash', modulus: bound.modulus ?? 0, remainder: bound.remainder ?? 0 };
  const groups = boundGroups(source, bound);
  if (bound.strategy === 'l') return { kind: 'list', values: groups[0] ?? [] };
  return { kind: 'range', from: groups[0] ?? [], to: groups[1] ?? [] };
}

function boundGroups(source: Source, bound: PartitionBoundSpec): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = [];
  let from = source.indexOf(bound.location);
  for (let count = 0; count < 2; count++) {
    const group = source.group({ from, to: source.all.to });
    if (!group) break;
    groups.push(source.elements(group).map((range) => source.text(range)));
    from = group.to + 2;
  }
  return groups;
}

/** CREATE TABLE … AS, SELECT … INTO and CREATE MATERIALIZED VIEW. */
export function readCreateTableAs(statement: CreateTableAsStmt, source: Source): readonly Operation[] {
  const into = statement.into;
  const { tables, columns } = survey(statement.query);
  if (statement.objtype === 'OBJECT_MATVIEW')
    return [
      {
        kind: 'createView',
        span: source.span,
        view: tableOf(into?.rel),
        materialized: true,
        orReplace: false,
        ifNotExists: statement.if_not_exists,
        reads: tables,
        columns,
        whole: isWhole(statement.query),
        withData: into?.skipData !== true,
      },
    ];
  return [createFromQuery(source, into, tables, statement.if_not_exists ?? false)];
}

/** The table that a query makes. */
export function createFromQuery(
  source: Source,
  into: CreateTableAsStmt['into'],
  reads: readonly TableRef[],
  ifNotExists: boolean,
): Operation {
  return {
    kind: 'createTable',
    span: source.span,
    table: tableOf(into?.rel),
    ifNotExists,
    temporary: isTemporary(into?.rel),
    unlogged: into?.rel?.relpersistence === 'u' ? true : undefined,
    options: optionsOf(into?.options),
    asQuery: into?.skipData === true ? { reads, withData: false } : { reads },
  };
}
