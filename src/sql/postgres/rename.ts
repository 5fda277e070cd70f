import type { AlterObjectSchemaStmt, AlterOwnerStmt, RenameStmt } from 'libpg-query';
import type { Operation } from '../operation.js';
import { objectName, objectWord } from './drop.js';
import type { Source } from './source.js';
import { tableOf, valueText } from './tree.js';

/** ALTER … RENAME of every object. */
export function readRename(statement: RenameStmt, source: Source): readonly Operation[] {
  return [renameOf(statement, source)];
}

function renameOf(statement: RenameStmt, source: Source): Operation {
  const { span } = source;
  const to = statement.newname ?? '';
  const name = statement.subname ?? '';
  const table = tableOf(statement.relation);
  const only = statement.relation && statement.relation.inh !== true ? true : undefined;
  const on = { span, table, only, ifTableExists: statement.missing_ok ? true : undefined };
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'renameTable', ...on, to: { ...table, name: to } };
    case 'OBJECT_COLUMN':
      return { kind: 'renameColumn', ...on, column: name, to };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'renameConstraint', ...on, name, to };
    case 'OBJECT_INDEX':
      return { kind: 'renameIndex', span, index: table, to };
    default:
      return renameObject(statement, span, to);
  }
}

function renameObject(statement: RenameStmt, span: Source['span'], to: string): Operation {
  const object = objectWord(statement.renameType);
  const common = { kind: 'renameObject', span, object, to } as const;
  const table = statement.relation && tableOf(statement.relation);
  if (statement.object) return { ...common, name: objectName(statement.object) };
  if (table && statement.subname !== undefined)
    return { ...common, name: { name: statement.subname }, table };
  return { ...common, name: table ?? { name: statement.subname ?? '' } };
}

/** ALTER … SET SCHEMA. */
export function readSetSchema(statement: AlterObjectSchemaStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const schema = statement.newschema ?? '';
  const table = tableOf(statement.relation);
  const ifTableExists = statement.missing_ok ? true : undefined;
  if (statement.objectType === 'OBJECT_TABLE' || statement.objectType === 'OBJECT_FOREIGN_TABLE')
    return [{ kind: 'setSchema', span, table, ifTableExists, schema }];
  const name = statement.relation ? table : objectName(statement.object);
  const object = objectWord(statement.objectType);
  return [{ kind: 'alterObject', span, object, name, action: `set schema ${schema}` }];
}

/** ALTER … OWNER TO of anything but a table. */
export function readOwner(statement: AlterOwnerStmt, source: Source): readonly Operation[] {
  const name = statement.relation ? tableOf(statement.relation) : objectName(statement.object);
  const owner = valueText(statement.newowner && { RoleSpec: statement.newowner });
  const object = objectWord(statement.objectType);
  return [{ kind: 'alterObject', span: source.span, object, name, action: `owner to ${owner}` }];
}
