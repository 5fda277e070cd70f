import type { Node, RangeVar } from 'libpg-query';
import type { ObjectName } from '../name.js';

type KeyOf<T> = T extends unknown ? keyof T : never;

/** The names of libpg-query's node types. */
export type NodeKind = KeyOf<Node>;
/** What a node of one kind holds, as libpg-query types it. */
export type NodeOf<K extends NodeKind> = Extract<Node, Record<K, unknown>>[K];

/** The node's content when it is of that type. */
export function as<K extends NodeKind>(node: Node | undefined, kind: K): NodeOf<K> | undefined {
  return node && kind in node ? (node as unknown as Record<K, NodeOf<K>>)[kind] : undefined;
}

/** The contents of those nodes that are of that type. */
export function each<K extends NodeKind>(nodes: readonly Node[] | undefined, kind: K): readonly NodeOf<K>[] {
  const found: NodeOf<K>[] = [];
  for (const node of nodes ?? []) {
    const content = as(node, kind);
    if (content !== undefined) found.push(content);
  }
  return found;
}

/** The node's only key. */
export function kindOf(node: Node): NodeKind {
  return Object.keys(node)[0] as NodeKind;
}

/** The texts of String nodes. */
export function strings(nodes: readonly Node[] | undefined): readonly string[] {
  return each(nodes, 'String').map((string) => string.sval ?? '');
}

/** The items of a List node. */
export function items(node: Node | undefined): readonly Node[] {
  return as(node, 'List')?.items ?? [];
}

/** "s.t" from its parts; a leading database name is left out. */
export function nameOf(parts: readonly string[]): ObjectName {
  const name = parts[parts.length - 1] ?? '';
  const schema = parts[parts.length - 2];
  return schema === undefined ? { name } : { schema, name };
}

/** The table of a RangeVar. */
export function tableOf(relation: RangeVar | undefined): ObjectName {
  const name = relation?.relname ?? '';
  return relation?.schemaname === undefined ? { name } : { schema: relation.schemaname, name };
}

/** A table made in, or named through, the session's temporary schema. */
export function isTemporary(relation: RangeVar | undefined): boolean {
  return relation?.relpersistence === 't' || relation?.schemaname === 'pg_temp';
}

/** The word or figure of a definition element or constant, as text: `fillfactor = 70` → "70". */
export function valueText(node: Node | undefined): string {
  if (!node) return '';
  const string = as(node, 'String');
  if (string) return string.sval ?? '';
  const integer = as(node, 'Integer');
  if (integer) return String(integer.ival ?? 0);
  const float = as(node, 'Float');
  if (float) return float.fval ?? '';
  const boolean = as(node, 'Boolean');
  if (boolean) return String(boolean.boolval ?? false);
  const type = as(node, 'TypeName');
  if (type) return strings(type.names).join('.');
  const constant = as(node, 'A_Const');
  if (constant) return constantText(constant);
  const list = as(node, 'List');
  if (list) return (list.items ?? []).map(valueText).join('.');
  const role = as(node, 'RoleSpec');
  if (role) return role.rolename ?? (role.roletype ?? '').replace('ROLESPEC_', '').toLowerCase();
  return '';
}

function constantText(constant: NodeOf<'A_Const'>): string {
  if (constant.sval) return constant.sval.sval ?? '';
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.fval) return constant.fval.fval ?? '';
  if (constant.boolval) return String(constant.boolval.boolval ?? false);
  if (constant.bsval) return constant.bsval.bsval ?? '';
  return '';
}
