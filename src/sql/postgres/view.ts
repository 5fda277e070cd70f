import type { Node, RefreshMatViewStmt, ReindexStmt, ViewStmt } from 'libpg-query';
import type { Operation, OperationOf } from '../operation.js';
import { outputColumns } from './output-columns.js';
import type { Source } from './source.js';
import { survey } from './survey.js';
import { as, each, isTemporary, strings, tableOf, valueText } from './tree.js';

/** CREATE VIEW. */
export function readView(statement: ViewStmt, source: Source): readonly Operation[] {
  const { tables, columns } = survey(statement.query);
  return [
    {
      kind: 'createView',
      span: source.span,
      view: tableOf(statement.view),
      materialized: false,
      orReplace: statement.replace ?? false,
      temporary: isTemporary(statement.view) ? true : undefined,
      reads: tables,
      columns,
      whole: isWhole(statement.query),
      output: outputColumns(statement.query, strings(statement.aliases)),
    },
  ];
}

/** True for SELECT * FROM t, with whatever conditions. */
export function isWhole(query: Node | undefined): boolean | undefined {
  const select = as(query, 'SelectStmt');
  const [target, ...targets] = each(select?.targetList, 'ResTarget');
  const [from, ...froms] = select?.fromClause ?? [];
  const [star, ...path] = as(target?.val, 'ColumnRef')?.fields ?? [];
  if (targets.length > 0 || froms.length > 0 || path.length > 0 || select?.withClause) return undefined;
  return as(star, 'A_Star') && as(from, 'RangeVar') ? true : undefined;
}

/** REFRESH MATERIALIZED VIEW. */
export function readRefresh(statement: RefreshMatViewStmt, source: Source): readonly Operation[] {
  return [
    {
      kind: 'refreshView',
      span: source.span,
      view: tableOf(statement.relation),
      concurrently: statement.concurrent ?? false,
      withData: statement.skipData !== true,
    },
  ];
}

type Target = OperationOf<'reindex'>['target'];

const TARGETS: Readonly<Record<string, Target>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
  REINDEX_OBJECT_DATABASE: 'database',
};

/** REINDEX. */
export function readReindex(statement: ReindexStmt, source: Source): readonly Operation[] {
  const concurrently = isOn(statement.params, 'concurrently');
  if (concurrently) source.needs(12, 'REINDEX … CONCURRENTLY');
  return [
    {
      kind: 'reindex',
      span: source.span,
      target: TARGETS[statement.kind ?? ''] ?? 'database',
      name: statement.relation ? tableOf(statement.relation) : { name: statement.name ?? '' },
      concurrently,
    },
  ];
}

/** True when a definition element such as FULL or CONCURRENTLY is given and not switched off. */
export function isOn(nodes: readonly Node[] | undefined, name: string): boolean {
  return each(nodes, 'DefElem').some(
    ({ defname, arg }) => defname === name && !(arg && /^(false|off|0)$/i.test(valueText(arg))),
  );
}
