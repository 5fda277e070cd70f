import type {
  AlterExtensionStmt,
  AlterPolicyStmt,
  AlterPublicationStmt,
  CommentStmt,
  CreateExtensionStmt,
  CreatePolicyStmt,
  CreatePublicationStmt,
  CreateSchemaStmt,
  CreateStatsStmt,
  CreateTrigStmt,
  GrantStmt,
  Node,
  RuleStmt,
} from 'libpg-query';
import type { TableRef } from '../name.js';
import type { Operation } from '../operation.js';
import { tablesOf } from './data.js';
import { objectName, objectWord } from './drop.js';
import type { Source } from './source.js';
import { survey } from './survey.js';
import { each, items, nameOf, strings, tableOf } from './tree.js';

const EVENTS = [
  [4, 'insert'],
  [8, 'delete'],
  [16, 'update'],
  [32, 'truncate'],
] as const;
const TIMINGS: Readonly<Record<number, string>> = { 2: 'before', 64: 'instead of' };

/** CREATE TRIGGER. */
export function readTrigger(statement: CreateTrigStmt, source: Source): readonly Operation[] {
  if (statement.replace) source.needs(14, 'CREATE OR REPLACE TRIGGER');
  const mask = statement.events ?? 0;
  const columns = [...strings(statement.columns), ...survey(statement.whenClause).columns];
  return [
    {
      kind: 'createTrigger',
      span: source.span,
      trigger: statement.trigname ?? '',
      table: tableOf(statement.relation),
      timing: TIMINGS[statement.timing ?? 0] ?? 'after',
      events: EVENTS.flatMap(([bit, event]) => ((mask & bit) === 0 ? [] : [event])),
      orReplace: statement.replace,
      columns: columns.length > 0 ? [...new Set(columns)] : undefined,
      routine: nameOf(strings(statement.funcname)),
      constraint: statement.isconstraint,
      references: statement.constrrel && tableOf(statement.constrrel),
    },
  ];
}

/** CREATE RULE. */
export function readRule(statement: RuleStmt, source: Source): readonly Operation[] {
  const { tables, columns } = survey(statement.whereClause, statement.actions);
  return [
    {
      kind: 'createObject',
      span: source.span,
      object: 'rule',
      name: { name: statement.rulename ?? '' },
      table: tableOf(statement.relation),
      tables,
      columns,
      orReplace: statement.replace,
    },
  ];
}

/** CREATE POLICY. */
export function readPolicy(statement: CreatePolicyStmt, source: Source): readonly Operation[] {
  const { tables, columns } = survey(statement.qual, statement.with_check);
  const name = { name: statement.policy_name ?? '' };
  const table = tableOf(statement.table);
  return [{ kind: 'createObject', span: source.span, object: 'policy', name, table, tables, columns }];
}

/** ALTER POLICY. */
export function readAlterPolicy(statement: AlterPolicyStmt, source: Source): readonly Operation[] {
  const name = { name: statement.policy_name ?? '' };
  const table = tableOf(statement.table);
  return [{ kind: 'alterObject', span: source.span, object: 'policy', name, action: 'change', table }];
}

/** CREATE EXTENSION. */
export function readExtension(statement: CreateExtensionStmt, source: Source): readonly Operation[] {
  const name = { name: statement.extname ?? '' };
  const ifNotExists = statement.if_not_exists ?? false;
  return [{ kind: 'createObject', span: source.span, object: 'extension', name, ifNotExists }];
}

/** ALTER EXTENSION … UPDATE. */
export function readAlterExtension(statement: AlterExtensionStmt, source: Source): readonly Operation[] {
  const name = { name: statement.extname ?? '' };
  return [{ kind: 'alterObject', span: source.span, object: 'extension', name, action: 'update' }];
}

/** CREATE PUBLICATION. */
export function readPublication(statement: CreatePublicationStmt, source: Source): readonly Operation[] {
  const name = { name: statement.pubname ?? '' };
  const tables = publishedTables(statement.pubobjects, source);
  return [{ kind: 'createObject', span: source.span, object: 'publication', name, tables }];
}

const PUBLICATION_ACTIONS: Readonly<Record<string, string>> = {
  AP_AddObjects: 'add',
  AP_DropObjects: 'drop',
  AP_SetObjects: 'set',
};

/** ALTER PUBLICATION. */
export function readAlterPublication(statement: AlterPublicationStmt, source: Source): readonly Operation[] {
  const name = { name: statement.pubname ?? '' };
  const tables = publishedTables(statement.pubobjects, source);
  const action = PUBLICATION_ACTIONS[statement.action ?? ''] ?? 'set';
  return [{ kind: 'alterObject', span: source.span, object: 'publication', name, action, tables }];
}

function publishedTables(nodes: readonly Node[] | undefined, source: Source): readonly TableRef[] {
  return each(nodes, 'PublicationObjSpec').flatMap(({ pubtable, pubobjtype }) => {
    if (pubobjtype !== 'PUBLICATIONOBJ_TABLE') source.needs(15, 'FOR TABLES IN SCHEMA');
    if (pubtable?.whereClause) source.needs(15, 'A row filter of a publication');
    return pubtable ? [tableOf(pubtable.relation)] : [];
  });
}

/** CREATE STATISTICS. */
export function readStatistics(statement: CreateStatsStmt, source: Source): readonly Operation[] {
  const elements = each(statement.exprs, 'StatsElem');
  if (elements.some(({ expr }) => expr)) source.needs(14, 'CREATE STATISTICS on an expression');
  const tables = tablesOf(statement.relations);
  const named = elements.flatMap(({ name }) => (name === undefined ? [] : [name]));
  return [
    {
      kind: 'createObject',
      span: source.span,
      object: 'statistics',
      name: nameOf(strings(statement.defnames)),
      table: tables[0],
      tables,
      columns: [...named, ...survey(statement.exprs).columns],
      ifNotExists: statement.if_not_exists ?? false,
    },
  ];
}

/** What CREATE SCHEMA makes inside of it is read by the caller. */
export function readSchema(statement: CreateSchemaStmt, source: Source): readonly Operation[] {
  const schema = statement.schemaname ?? statement.authrole?.rolename ?? '';
  return [{ kind: 'createSchema', span: source.span, schema, ifNotExists: statement.if_not_exists ?? false }];
}

const NAMED_ON_TABLE = new Set(['column', 'constraint', 'trigger', 'rule', 'policy']);

/** COMMENT ON. */
export function readComment(statement: CommentStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const object = objectWord(statement.objtype);
  const name = objectName(statement.object);
  const parts = strings(items(statement.object));
  if (NAMED_ON_TABLE.has(object) && parts.length > 1) {
    const table = nameOf(parts.slice(0, -1));
    return [{ kind: 'commentOn', span, object, table, name: { name: name.name } }];
  }
  const table = object === 'table' ? name : undefined;
  return [{ kind: 'commentOn', span, object, table, name }];
}

/** GRANT and REVOKE. */
export function readGrant(statement: GrantStmt, source: Source): readonly Operation[] {
  const onTables = statement.objtype === 'OBJECT_TABLE' && statement.targtype === 'ACL_TARGET_OBJECT';
  const tables = onTables ? tablesOf(statement.objects) : undefined;
  const action = statement.is_grant ? 'grant' : 'revoke';
  return [{ kind: 'changePrivileges', span: source.span, action, tables }];
}
