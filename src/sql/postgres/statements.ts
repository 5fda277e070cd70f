import type { CreateSchemaStmt, ExplainStmt, Node, PrepareStmt } from 'libpg-query';
import type { Operation } from '../operation.js';
import { readAlterTable } from './alter-table.js';
import { readCreateForeignTable, readCreateTable, readCreateTableAs } from './create-table.js';
import * as data from './data.js';
import { readDrop } from './drop.js';
import { readIndex } from './index-definition.js';
import * as types from './named-type.js';
import * as objects from './object.js';
import { readOther } from './other.js';
import { readOwner, readRename, readSetSchema } from './rename.js';
import { readAlterRoutine, readCreateRoutine, languageOf } from './routine.js';
import * as session from './session.js';
import type { Source } from './source.js';
import { kindOf, type NodeKind, type NodeOf } from './tree.js';
import { isOn, readRefresh, readReindex, readView } from './view.js';

type Readers = {
  readonly [K in NodeKind]?: (statement: NodeOf<K>, source: Source) => readonly Operation[];
};

const READERS: Readers = {
  AlterDomainStmt: types.readAlterDomain,
  AlterEnumStmt: types.readAlterEnum,
  AlterExtensionStmt: objects.readAlterExtension,
  AlterFunctionStmt: readAlterRoutine,
  AlterObjectSchemaStmt: readSetSchema,
  AlterOwnerStmt: readOwner,
  AlterPolicyStmt: objects.readAlterPolicy,
  AlterPublicationStmt: objects.readAlterPublication,
  AlterSeqStmt: types.readAlterSequence,
  AlterSystemStmt: session.readAlterSystem,
  AlterTableStmt: readAlterTable,
  CallStmt: data.readCall,
  ClusterStmt: session.readCluster,
  CommentStmt: objects.readComment,
  CompositeTypeStmt: types.readCreateComposite,
  CopyStmt: data.readCopy,
  CreateDomainStmt: types.readCreateDomain,
  CreateEnumStmt: types.readCreateEnum,
  CreateExtensionStmt: objects.readExtension,
  CreateForeignTableStmt: readCreateForeignTable,
  CreateFunctionStmt: readCreateRoutine,
  CreatePolicyStmt: objects.readPolicy,
  CreatePublicationStmt: objects.readPublication,
  CreateRangeStmt: types.readCreateRange,
  CreateSchemaStmt: readSchema,
  CreateSeqStmt: types.readCreateSequence,
  CreateStatsStmt: objects.readStatistics,
  CreateStmt: readCreateTable,
  CreateTableAsStmt: readCreateTableAs,
  CreateTrigStmt: objects.readTrigger,
  DefineStmt: types.readDefine,
  DeleteStmt: data.readDelete,
  DoStmt: (statement, source) => [
    { kind: 'runBlock', span: source.span, language: languageOf(statement.args) ?? 'plpgsql' },
  ],
  DropStmt: readDrop,
  ExecuteStmt: (statement, source) => [{ kind: 'executeDynamic', span: source.span, name: statement.name }],
  ExplainStmt: readExplain,
  GrantStmt: objects.readGrant,
  IndexStmt: readIndex,
  InsertStmt: data.readInsert,
  LockStmt: session.readLock,
  MergeStmt: data.readMerge,
  PrepareStmt: readPrepare,
  RefreshMatViewStmt: readRefresh,
  ReindexStmt: readReindex,
  RenameStmt: readRename,
  RuleStmt: objects.readRule,
  SelectStmt: data.readSelect,
  TransactionStmt: session.readTransaction,
  TruncateStmt: session.readTruncate,
  UpdateStmt: data.readUpdate,
  VacuumStmt: session.readVacuum,
  VariableSetStmt: session.readSet,
  ViewStmt: readView,
};

/** The operations of one statement of the tree. */
export function readStatement(node: Node, source: Source): readonly Operation[] {
  const kind = kindOf(node);
  const content = Object.values(node)[0] as object;
  const read = READERS[kind] as ((statement: object, source: Source) => readonly Operation[]) | undefined;
  return read ? read(content, source) : readOther(kind, content, source);
}

/** CREATE SCHEMA with the objects that it makes. */
function readSchema(statement: CreateSchemaStmt, source: Source): readonly Operation[] {
  const elements = (statement.schemaElts ?? []).flatMap((element) => readStatement(element, source));
  return [...objects.readSchema(statement, source), ...elements];
}

/** EXPLAIN ANALYZE runs what it explains. */
function readExplain(statement: ExplainStmt, source: Source): readonly Operation[] {
  const explain: Operation = { kind: 'administer', span: source.span, what: 'explain' };
  if (!statement.query || !isOn(statement.options, 'analyze')) return [explain];
  return [explain, ...readStatement(statement.query, source)];
}

/** PREPARE: what EXECUTE will do, counted where it is written. */
function readPrepare(statement: PrepareStmt, source: Source): readonly Operation[] {
  const prepare: Operation = { kind: 'administer', span: source.span, what: 'prepare' };
  return statement.query ? [prepare, ...readStatement(statement.query, source)] : [prepare];
}
