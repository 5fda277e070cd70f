import type {
  AlterSystemStmt,
  LockStmt,
  TransactionStmt,
  TransactionStmtKind,
  TruncateStmt,
  VacuumStmt,
  ClusterStmt,
  VariableSetStmt,
} from 'libpg-query';
import type { Operation, OperationOf } from '../operation.js';
import { tablesOf } from './data.js';
import type { Source } from './source.js';
import { as, each, tableOf, valueText } from './tree.js';

type SetVariable = OperationOf<'setVariable'>;

const ACTIONS: Readonly<Record<TransactionStmtKind, OperationOf<'transaction'>['action'] | undefined>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release',
  TRANS_STMT_ROLLBACK_TO: 'rollback-to',
  // The transaction leaves the session; what it locked stays locked.
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_COMMIT_PREPARED: undefined,
  TRANS_STMT_ROLLBACK_PREPARED: undefined,
};

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their kin. */
export function readTransaction(statement: TransactionStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const action = statement.kind && ACTIONS[statement.kind];
  if (!action) return [{ kind: 'administer', span, what: 'finish a prepared transaction' }];
  const operation: Operation = { kind: 'transaction', span, action };
  // COMMIT AND CHAIN opens the next one at once.
  return statement.chain ? [operation, { kind: 'transaction', span, action: 'begin' }] : [operation];
}

/** SET, RESET and SET TRANSACTION. */
export function readSet(statement: VariableSetStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const scope = statement.is_local ? 'local' : 'session';
  if (statement.kind === 'VAR_RESET_ALL') return [{ kind: 'setVariable', span, scope, name: 'all' }];
  if (statement.kind === 'VAR_SET_MULTI')
    return [{ kind: 'administer', span, what: `set ${(statement.name ?? '').toLowerCase()}` }];
  return [variableOf(statement, source, scope)];
}

function variableOf(statement: VariableSetStmt, source: Source, scope: SetVariable['scope']): SetVariable {
  const values = (statement.args ?? []).map(settingText);
  const value = statement.kind === 'VAR_SET_VALUE' ? values.join(', ') : undefined;
  return { kind: 'setVariable', span: source.span, scope, name: (statement.name ?? '').toLowerCase(), value };
}

/** `SET TIME ZONE INTERVAL …` casts its constant. */
function settingText(node: Parameters<typeof valueText>[0]): string {
  return valueText(as(node, 'TypeCast')?.arg ?? node);
}

/** ALTER SYSTEM. */
export function readAlterSystem(statement: AlterSystemStmt, source: Source): readonly Operation[] {
  return [variableOf(statement.setstmt ?? {}, source, 'global')];
}

const LOCK_MODES = [
  '',
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

/** LOCK TABLE. */
export function readLock(statement: LockStmt, source: Source): readonly Operation[] {
  const mode = LOCK_MODES[statement.mode ?? 8] ?? 'ACCESS EXCLUSIVE';
  const tables = tablesOf(statement.relations).map((table) => ({ table, mode }));
  return [{ kind: 'lockTables', span: source.span, tables }];
}

/** TRUNCATE; one operation for each table. */
export function readTruncate(statement: TruncateStmt, source: Source): readonly Operation[] {
  const cascade = statement.behavior === 'DROP_CASCADE';
  return each(statement.relations, 'RangeVar').map((relation) => ({
    kind: 'truncateTable',
    span: source.span,
    table: tableOf(relation),
    only: relation.inh === true ? undefined : true,
    cascade,
  }));
}

/** VACUUM and ANALYZE; without a table they do the whole database. */
export function readVacuum(statement: VacuumStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const options = each(statement.options, 'DefElem');
  const isOn = (name: string): boolean =>
    options.some(
      ({ defname, arg }) => defname === name && !/^(false|off|0)$/i.test(valueText(arg) || 'true'),
    );
  const tables = each(statement.rels, 'VacuumRelation').map(({ relation }) => tableOf(relation));
  const what = statement.is_vacuumcmd ? (isOn('full') ? 'vacuum full' : 'vacuum') : 'analyze';
  if (tables.length === 0) return [{ kind: 'administer', span, what }];
  return tables.map((table) =>
    what === 'vacuum full'
      ? { kind: 'rebuildTable', span, table, how: 'vacuum-full' }
      : { kind: 'maintainTable', span, table, how: what },
  );
}

/** CLUSTER. */
export function readCluster(statement: ClusterStmt, source: Source): readonly Operation[] {
  const { span } = source;
  if (!statement.relation) return [{ kind: 'administer', span, what: 'cluster' }];
  return [{ kind: 'rebuildTable', span, table: tableOf(statement.relation), how: 'cluster' }];
}
