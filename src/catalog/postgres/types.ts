import type { ObjectName } from '../../sql/name.js';
import type { NamedType, OperationOf } from '../../sql/operation.js';
import type { Catalog, Table } from '../catalog.js';
import { putTable } from '../edit.js';
import type { Apply } from '../handlers.js';
import { candidateKeys, newKey, qualified, storedKey } from '../names.js';
import { PersistentSet } from '../persistent.js';
import { dropColumn } from './drop-column.js';

export const createType: Apply<'createType'> = (catalog, operation) => {
  const key = newKey(catalog, operation.type);
  const type = { name: qualified(catalog, operation.type), definition: operation.definition };
  const { session } = catalog;
  return {
    ...catalog,
    types: catalog.types.set(key, type),
    session: session.inTransaction
      ? { ...session, newTypes: (session.newTypes ?? PersistentSet()).add(key) }
      : session,
  };
};

function typeKey(catalog: Catalog, name: ObjectName): string | undefined {
  return candidateKeys(catalog, name).find((key) => catalog.types.has(key));
}

function changeType(
  catalog: Catalog,
  name: ObjectName,
  change: (definition: NamedType) => NamedType,
): Catalog {
  const key = typeKey(catalog, name);
  const type = key === undefined ? undefined : catalog.types.get(key);
  if (key === undefined || !type) return catalog;
  return { ...catalog, types: catalog.types.set(key, { ...type, definition: change(type.definition) }) };
}

export const addEnumValue: Apply<'addEnumValue'> = (catalog, operation) =>
  changeType(catalog, operation.type, (definition) => {
    const { value, before, after } = operation;
    if (definition.kind !== 'enum' || definition.values.includes(value)) return definition;
    const at =
      before !== undefined ? definition.values.indexOf(before) : definition.values.indexOf(after ?? '') + 1;
    const place = at > 0 || before !== undefined ? Math.max(0, at) : definition.values.length;
    return { ...definition, values: definition.values.toSpliced(place, 0, value) };
  });

export const renameEnumValue: Apply<'renameEnumValue'> = (catalog, operation) =>
  changeType(catalog, operation.type, (definition) =>
    definition.kind === 'enum'
      ? {
          ...definition,
          values: definition.values.map((one) => (one === operation.value ? operation.to : one)),
        }
      : definition,
  );

export const alterCompositeType: Apply<'alterCompositeType'> = (catalog, operation) =>
  changeType(catalog, operation.type, (definition) => {
    if (definition.kind !== 'composite') return definition;
    const { action, attribute, attributeType } = operation;
    const others = definition.attributes.filter((one) => one.name !== attribute);
    if (action === 'drop' || !attributeType) return { ...definition, attributes: others };
    const written = { name: attribute, type: attributeType };
    const attributes =
      action === 'add'
        ? [...others, written]
        : definition.attributes.map((one) => (one.name === attribute ? written : one));
    return { ...definition, attributes };
  });

export const alterDomain: Apply<'alterDomain'> = (catalog, operation) =>
  changeType(catalog, operation.domain, (definition) => {
    if (definition.kind !== 'domain') return definition;
    switch (operation.action) {
      case 'add-check':
        return { ...definition, hasCheck: true };
      case 'set-not-null':
        return { ...definition, notNull: true };
      case 'drop-not-null':
        return { ...definition, notNull: false };
      case 'drop-default':
        return { ...definition, default: undefined };
      default:
        return definition;
    }
  });

/** DROP TYPE and DROP DOMAIN; with CASCADE the columns of that type go. */
export function dropType(
  catalog: Catalog,
  operation: OperationOf<'dropObject'>,
  version: Parameters<typeof dropColumn>[2],
): Catalog {
  const key = typeKey(catalog, operation.name);
  if (key === undefined) return catalog;
  const without = { ...catalog, types: catalog.types.delete(key) };
  if (!operation.cascade) return without;
  const { span } = operation;
  return columnsOfType(catalog, key).reduce(
    (before, { table, column }) =>
      dropColumn(
        before,
        { kind: 'dropColumn', span, table: table.name, column, ifExists: true, cascade: true },
        version,
      ),
    without,
  );
}

function columnsOfType(
  catalog: Catalog,
  key: string,
): readonly { readonly table: Table; readonly column: string }[] {
  return [...catalog.tables.values()].flatMap((table) =>
    table.columns
      .filter(({ type }) => typeKey(catalog, { schema: type.schema, name: type.name }) === key)
      .map((column) => ({ table, column: column.name })),
  );
}

/** The type under another name or in another schema; columns of it follow. */
export function moveType(catalog: Catalog, from: ObjectName, to: Partial<ObjectName>): Catalog {
  const key = typeKey(catalog, from);
  const type = key === undefined ? undefined : catalog.types.get(key);
  if (key === undefined || !type) return catalog;
  const name = { ...type.name, ...to };
  const users = new Set(columnsOfType(catalog, key).map((use) => use.table));
  const types = catalog.types.delete(key).set(storedKey(catalog, name), { ...type, name });
  return [...users].reduce(
    (before, table) => {
      const columns = table.columns.map((column) =>
        typeKey(catalog, { schema: column.type.schema, name: column.type.name }) === key
          ? {
              ...column,
              type: {
                ...column.type,
                name: name.name,
                schema: to.schema ?? column.type.schema,
                text: name.name,
              },
            }
          : column,
      );
      return putTable(before, { ...table, columns });
    },
    { ...catalog, types },
  );
}
