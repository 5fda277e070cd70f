import type { ObjectName } from '../name.js';
import type { Operation } from '../operation.js';
import { lookUp } from '../../look-up.js';
import type { Source } from './source.js';
import { strings } from './tree.js';
import { headOf } from './head.js';

/** Node names whose object is not what they spell. */
const WORDS: Readonly<Record<string, string>> = {
  db: 'database',
  Trig: 'trigger',
  EventTrig: 'event trigger',
  Am: 'access method',
  PLang: 'language',
  Fdw: 'foreign data wrapper',
  ForeignServer: 'server',
  TSDictionary: 'text search dictionary',
  TSConfiguration: 'text search configuration',
  TableSpace: 'tablespace',
  TableSpaceOptions: 'tablespace',
  TableMoveAll: 'tablespace',
  OpClass: 'operator class',
  OpFamily: 'operator family',
  RoleSet: 'role',
  DatabaseSet: 'database',
  DatabaseRefreshColl: 'database',
  ExtensionContents: 'extension',
  Stats: 'statistics',
  ObjectDepends: 'object',
};

/** The fields that name the object of such a statement. */
const NAME_FIELDS = [
  'dbname',
  'tablespacename',
  'orig_tablespacename',
  'extname',
  'subname',
  'servername',
  'fdwname',
  'trigname',
  'plname',
  'role',
  'amname',
  'database',
] as const;
const LIST_FIELDS = [
  'opclassname',
  'opfamilyname',
  'conversion_name',
  'defnames',
  'dictname',
  'cfgname',
] as const;

/** A statement without a lock on a table that a review knows: roles, databases, servers, LISTEN, CHECKPOINT … */
export function readOther(kind: string, statement: object, source: Source): readonly Operation[] {
  const { span } = source;
  const match = /^(Create|Alter|Drop)(\w+)Stmt$/.exec(kind);
  if (!match) return [otherOperation(kind, source)];
  const object = wordOf(match[2] ?? '');
  const name = nameIn(statement as Readonly<Record<string, unknown>>);
  if (match[1] === 'Create') return [{ kind: 'createObject', span, object, name }];
  if (match[1] === 'Alter') return [{ kind: 'alterObject', span, object, name, action: 'change' }];
  const ifExists = 'missing_ok' in statement;
  const cascade = 'behavior' in statement && statement.behavior === 'DROP_CASCADE';
  return [{ kind: 'dropObject', span, object, name, ifExists, cascade }];
}

function otherOperation(kind: string, source: Source): Operation {
  const { span } = source;
  if (kind === 'GrantRoleStmt') return { kind: 'changePrivileges', span, action: 'grant' };
  return { kind: 'administer', span, what: headOf(source.file.text, source.tokens).toLowerCase() };
}

/** "UserMapping" → "user mapping". */
function wordOf(node: string): string {
  return lookUp(WORDS, node) ?? node.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function nameIn(fields: Readonly<Record<string, unknown>>): ObjectName {
  for (const field of NAME_FIELDS) {
    const value = fields[field];
    if (typeof value === 'string') return { name: value };
    if (typeof value === 'object' && value !== null && 'rolename' in value)
      return { name: String(value.rolename) };
  }
  for (const field of LIST_FIELDS) {
    const value = fields[field];
    if (Array.isArray(value)) return { name: strings(value as Parameters<typeof strings>[0]).join('.') };
  }
  const roles = fields['roles'] as
    readonly { readonly RoleSpec?: { readonly rolename?: string } }[] | undefined;
  return { name: roles?.map(({ RoleSpec }) => RoleSpec?.rolename ?? '').join(', ') ?? '' };
}
