import type {
  CallStmt,
  CopyStmt,
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  RangeVar,
  SelectStmt,
  UpdateStmt,
} from 'libpg-query';
import type { Expression } from '../column.js';
import type { TableRef } from '../name.js';
import type { Operation, OperationOf, StatementHead } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { createFromQuery } from './create-table.js';
import { expressionOf } from './expression.js';
import { sequenceCalls } from './sequence-call.js';
import { settingCalls } from './setting-call.js';
import type { Source } from './source.js';
import { survey, type Change, type Survey } from './survey.js';
import { as, each, nameOf, strings, tableOf } from './tree.js';

/** INSERT, with what WITH changes before it. */
export function readInsert(statement: InsertStmt, source: Source): readonly Operation[] {
  const query = as(statement.selectStmt, 'SelectStmt');
  const found = survey({ withClause: statement.withClause, selectStmt: statement.selectStmt });
  const rows = query?.valuesLists?.length;
  const conflict = statement.onConflictClause?.action;
  const insert: OperationOf<'insert'> = {
    kind: 'insert',
    span: source.span,
    table: tableOf(statement.relation),
    source: query === undefined ? 'default' : rows === undefined ? 'query' : 'values',
    rows: rows ?? (query ? undefined : 1),
    columns: each(statement.cols, 'ResTarget').map(({ name }) => name ?? ''),
    mode: conflict === undefined ? 'insert' : conflict === 'ONCONFLICT_NOTHING' ? 'ignore' : 'upsert',
    readsAllRows: query && readsAllRows(query) ? true : undefined,
    reads: found.tables,
  };
  return [...changesOf(found, source), insert];
}

/** A query of one table and nothing that leaves rows of it out. */
function readsAllRows(query: SelectStmt): boolean {
  const { fromClause = [], whereClause, havingClause, limitCount, withClause, larg } = query;
  const isOneTable = fromClause.length === 1 && tablesOf(fromClause).length === 1;
  return isOneTable && !whereClause && !havingClause && !limitCount && !withClause && !larg;
}

/** UPDATE, with what WITH changes before it. */
export function readUpdate(statement: UpdateStmt, source: Source): readonly Operation[] {
  const found = survey({ ...statement, relation: undefined });
  const targets = each(statement.targetList, 'ResTarget').map(({ name }) => name ?? '');
  const update: OperationOf<'update'> = {
    kind: 'update',
    span: source.span,
    tables: [tableOf(statement.relation)],
    columns: [...new Set(targets)],
    head: headOf(source, statement.relation),
    where: whereOf(source, statement.whereClause, statement.relation?.location),
    reads: found.tables,
  };
  return [...changesOf(found, source), update];
}

/** DELETE, with what WITH changes before it. */
export function readDelete(statement: DeleteStmt, source: Source): readonly Operation[] {
  const found = survey({ ...statement, relation: undefined });
  const remove: OperationOf<'delete'> = {
    kind: 'delete',
    span: source.span,
    tables: [tableOf(statement.relation)],
    head: headOf(source, statement.relation),
    where: whereOf(source, statement.whereClause, statement.relation?.location),
    reads: found.tables,
  };
  return [...changesOf(found, source), remove];
}

/** MERGE. */
export function readMerge(statement: MergeStmt, source: Source): readonly Operation[] {
  source.needs(15, 'MERGE');
  const found = survey({ ...statement, relation: undefined });
  const merge: OperationOf<'merge'> = {
    kind: 'merge',
    span: source.span,
    table: tableOf(statement.relation),
    reads: found.tables,
  };
  return [...changesOf(found, source), merge];
}

/** SELECT, TABLE and VALUES; SELECT INTO makes a table, set_config() is a SET. */
export function readSelect(statement: SelectStmt, source: Source): readonly Operation[] {
  const found = survey({ SelectStmt: statement });
  const into = intoOf(statement);
  if (into) return [...changesOf(found, source), createFromQuery(source, into, found.tables, false)];
  const sequences = sequenceCalls(statement);
  const select: Operation = {
    kind: 'select',
    span: source.span,
    reads: found.tables,
    locking: found.locking,
    functions: found.functions,
    sequences: sequences.length > 0 ? sequences : undefined,
  };
  const settings = found.functions.includes('set_config') ? settingCalls(statement, source) : [];
  return [...changesOf(found, source), select, ...settings];
}

/** In a UNION the clause stands in the leftmost SELECT. */
function intoOf(statement: SelectStmt): SelectStmt['intoClause'] {
  let select = statement;
  while (select.larg) select = select.larg;
  return select.intoClause;
}

/** COPY t FROM loads, COPY t TO and COPY (query) TO read. */
export function readCopy(statement: CopyStmt, source: Source): readonly Operation[] {
  const { span } = source;
  if (statement.is_from) return [{ kind: 'loadData', span, table: tableOf(statement.relation) }];
  const found = survey(statement.query);
  const reads = statement.relation ? [tableOf(statement.relation)] : found.tables;
  const select: Operation = {
    kind: 'select',
    span,
    reads,
    locking: found.locking,
    functions: found.functions,
  };
  return [...changesOf(found, source), select];
}

/** CALL, which PostgreSQL has from 11 on. */
export function readCall(statement: CallStmt, source: Source): readonly Operation[] {
  source.needs(11, 'CALL');
  return [{ kind: 'call', span: source.span, routine: nameOf(strings(statement.funccall?.funcname)) }];
}

/** Statements in WITH that change data run too; their text is not told apart from the statement's. */
function changesOf(found: Survey, source: Source): readonly Operation[] {
  return found.changes.flatMap((change) => readChange(change, source));
}

function readChange({ kind, content }: Change, source: Source): readonly Operation[] {
  const bare = { ...(content as Record<string, unknown>), withClause: undefined };
  const operations = lookUp(CHANGE_READERS, kind)?.(bare, source) ?? [];
  return operations.map((operation) =>
    'where' in operation && operation.where
      ? { ...operation, where: { ...operation.where, text: '…' } }
      : operation,
  );
}

const CHANGE_READERS: Readonly<Record<string, (content: object, source: Source) => readonly Operation[]>> = {
  InsertStmt: readInsert,
  UpdateStmt: readUpdate,
  DeleteStmt: readDelete,
  MergeStmt: readMerge,
};

/** Undefined inside another statement, and behind WITH, which may change rows of its own. */
function headOf(source: Source, relation: RangeVar | undefined): StatementHead | undefined {
  if (!source.is(0, 'UPDATE') && !source.is(0, 'DELETE')) return undefined;
  const end = source.find('WHERE', source.all) ?? source.find('RETURNING', source.all);
  const text = source.text({ from: 0, to: end === undefined ? source.all.to : end - 1 });
  return { text, table: relation?.alias?.aliasname ?? tableOf(relation).name };
}

function whereOf(
  source: Source,
  condition: Node | undefined,
  relation: number | undefined,
): Expression | undefined {
  if (!condition) return undefined;
  const rest = { from: source.indexOf(relation), to: source.all.to };
  const where = source.find('WHERE', rest);
  if (where === undefined) return expressionOf(source, condition, rest);
  const end = source.find('RETURNING', { from: where, to: rest.to });
  return expressionOf(source, condition, { from: where + 1, to: end === undefined ? rest.to : end - 1 });
}

/** The tables of a list of RangeVar nodes. */
export function tablesOf(nodes: readonly Node[] | undefined): readonly TableRef[] {
  return each(nodes, 'RangeVar').map(tableOf);
}
