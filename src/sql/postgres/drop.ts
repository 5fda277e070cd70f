import type { DropStmt, Node, ObjectType } from 'libpg-query';
import type { ObjectName } from '../name.js';
import type { Operation } from '../operation.js';
import type { Source } from './source.js';
import { as, items, nameOf, strings } from './tree.js';

/** Where the tree's word is not the server's. */
const WORDS: Partial<Readonly<Record<ObjectType, string>>> = {
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FDW: 'foreign data wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_DOMCONSTRAINT: 'domain constraint',
  OBJECT_OPCLASS: 'operator class',
  OBJECT_OPFAMILY: 'operator family',
  OBJECT_TSCONFIGURATION: 'text search configuration',
  OBJECT_TSDICTIONARY: 'text search dictionary',
  OBJECT_TSPARSER: 'text search parser',
  OBJECT_TSTEMPLATE: 'text search template',
  OBJECT_LARGEOBJECT: 'large object',
};

/** OBJECT_EVENT_TRIGGER → "event trigger". */
export function objectWord(type: ObjectType | undefined): string {
  if (!type) return 'object';
  return WORDS[type] ?? type.replace('OBJECT_', '').replaceAll('_', ' ').toLowerCase();
}

/** The name of an object in any of the forms that the tree writes it in. */
export function objectName(node: Node | undefined): ObjectName {
  const string = as(node, 'String');
  if (string) return { name: string.sval ?? '' };
  const type = as(node, 'TypeName');
  if (type) return nameOf(strings(type.names));
  const routine = as(node, 'ObjectWithArgs');
  if (routine) return nameOf(strings(routine.objname));
  return nameOf(strings(items(node)));
}

/** Objects that belong to a table are named by the table's parts and then their own. */
const ON_TABLE: ReadonlySet<ObjectType | undefined> = new Set<ObjectType>([
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
]);

/** DROP of everything but a database or a role; one operation for each name. */
export function readDrop(statement: DropStmt, source: Source): readonly Operation[] {
  return (statement.objects ?? []).map((node) => dropOf(statement, node, source));
}

function dropOf(statement: DropStmt, node: Node, source: Source): Operation {
  const { span } = source;
  const ifExists = statement.missing_ok ?? false;
  const cascade = statement.behavior === 'DROP_CASCADE';
  const name = objectName(node);
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return {
        kind: 'dropTable',
        span,
        table: name,
        ifExists,
        cascade,
        temporary: name.schema === 'pg_temp',
      };
    case 'OBJECT_INDEX': {
      const concurrently = statement.concurrent ?? false;
      return { kind: 'dropIndex', span, index: name, concurrently, ifExists, cascade };
    }
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const materialized = statement.removeType === 'OBJECT_MATVIEW';
      return { kind: 'dropView', span, view: name, materialized, ifExists, cascade };
    }
    case 'OBJECT_SCHEMA':
      return { kind: 'dropSchema', span, schema: name.name, ifExists, cascade };
    default: {
      const object = objectWord(statement.removeType);
      if (object === 'procedure' || object === 'routine') source.needs(11, `DROP ${object.toUpperCase()}`);
      if (!ON_TABLE.has(statement.removeType))
        return { kind: 'dropObject', span, object, name, ifExists, cascade };
      const parts = strings(items(node));
      const table = nameOf(parts.slice(0, -1));
      return { kind: 'dropObject', span, object, name: { name: name.name }, table, ifExists, cascade };
    }
  }
}
