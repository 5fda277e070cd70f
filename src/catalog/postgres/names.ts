import type { Expression, IndexPart } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { ObjectName } from '../../sql/name.js';
import type { Catalog, Table } from '../catalog.js';
import { storedKey } from '../names.js';

/** NAMEDATALEN - 1: longer names are cut. */
const LONGEST_NAME = 63;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Cuts to so many bytes without splitting a character. */
function clip(text: string, bytes: number): string {
  const encoded = encoder.encode(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return decoder.decode(encoded.subarray(0, end));
}

/** A name as the server cuts it. */
export function cutName(name: string): string {
  return clip(name, LONGEST_NAME);
}

/** `first_second_label`, the longer of the two parts shortened until it fits. Source: makeObjectName(), indexcmds.c. */
function composeName(first: string, second: string | undefined, label: string): string {
  const room = LONGEST_NAME - label.length - 1 - (second === undefined ? 0 : 1);
  let firstBytes = encoder.encode(first).length;
  let secondBytes = second === undefined ? 0 : encoder.encode(second).length;
  while (firstBytes + secondBytes > room) {
    if (firstBytes > secondBytes) firstBytes--;
    else secondBytes--;
  }
  const parts = second === undefined ? [] : [clip(second, secondBytes)];
  return [clip(first, firstBytes), ...parts, label].join('_');
}

function firstFree(
  first: string,
  second: string | undefined,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass++) {
    const name = composeName(first, second, pass === 0 ? label : `${label}${String(pass)}`);
    if (!isTaken(name)) return name;
  }
}

/** True when a table, index, view or sequence of the schema has the name: PostgreSQL keeps them in one name space. */
export function isRelation(catalog: Catalog, name: ObjectName): boolean {
  const key = storedKey(catalog, name);
  return (
    catalog.tables.has(key) ||
    catalog.links.indexes.has(key) ||
    catalog.sequences.has(key) ||
    catalog.views.has(key)
  );
}

/** The name of an index or sequence that a statement leaves unnamed. Source: ChooseRelationName(), indexcmds.c. */
export function relationName(
  catalog: Catalog,
  table: ObjectName,
  second: string | undefined,
  label: 'pkey' | 'key' | 'excl' | 'idx' | 'seq',
): string {
  const isConstraint = label === 'pkey' || label === 'key' || label === 'excl';
  return firstFree(table.name, second, label, (name) => {
    const ref = { schema: table.schema, name };
    return (
      isRelation(catalog, ref) || (isConstraint && catalog.links.constraints.has(storedKey(catalog, ref)))
    );
  });
}

/** The name of a CHECK, foreign key or NOT NULL that a statement leaves unnamed. Source: ChooseConstraintName(). */
export function constraintName(
  catalog: Catalog,
  table: Table,
  second: string | undefined,
  label: 'check' | 'fkey' | 'not_null',
): string {
  return firstFree(table.name.name, second, label, (name) => {
    const isOwn = table.constraints.some((constraint) => constraint.name === name);
    return isOwn || catalog.links.constraints.has(storedKey(catalog, { schema: table.name.schema, name }));
  });
}

/** The middle of a generated foreign key name: all columns since PostgreSQL 12, the first one before. */
export function foreignKeyMiddle(columns: readonly string[], version: ServerVersion): string {
  return joinNames(isAtLeast(version, 12) ? columns : columns.slice(0, 1));
}

/** The middle of a generated index name. Source: ChooseIndexColumnNames() and FigureIndexColname(). */
export function indexMiddle(parts: readonly IndexPart[], include: readonly string[]): string {
  const names: string[] = [];
  for (const part of [...parts, ...include.map((column) => ({ column, expression: undefined }))]) {
    const wanted = part.column ?? expressionName(part.expression);
    let name = wanted;
    for (let pass = 1; names.includes(name); pass++) name = wanted + String(pass);
    names.push(name);
  }
  return joinNames(names);
}

/** Source: ChooseIndexNameAddition() stops when the name is full. */
function joinNames(names: readonly string[]): string {
  let joined = '';
  for (const name of names) {
    joined = joined === '' ? name : `${joined}_${name}`;
    if (encoder.encode(joined).length >= LONGEST_NAME + 1) break;
  }
  return clip(joined, LONGEST_NAME);
}

/** A call is named after its function, a bare column or a cast of one after the column, anything else "expr". */
function expressionName(expression: Expression | undefined): string {
  const text = (expression?.text ?? '').trim();
  const call = /^(?:[\w$]+\.)?([a-z_][\w$]*)\s*\(.*\)$/is.exec(text);
  if (call?.[1] !== undefined && isBalanced(text.slice(text.indexOf('(') + 1, -1)))
    return call[1].toLowerCase();
  const column = /^\(?"?([\w$]+)"?\)?\s*::[\w\s]+(?:\([\d,\s]+\))?$/.exec(text);
  return column?.[1] ?? 'expr';
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
