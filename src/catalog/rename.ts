import type { Expression, IndexPart } from '../sql/column.js';
import type { ObjectName } from '../sql/name.js';
import type { Catalog, Column, Constraint, Index, Table, View } from './catalog.js';
import { keyOfTable, putTable, putView, removeTable } from './edit.js';
import { sameName, storedKey } from './names.js';

/** The table under another name; foreign keys, partitions, children and (PostgreSQL) views follow. */
export function moveTable(catalog: Catalog, table: Table, to: ObjectName): Catalog {
  const from = keyOfTable(catalog, table);
  const { referencedBy, children, readers } = catalog.links;
  const isMoved = (name: ObjectName) => storedKey(catalog, name) === from;
  const target = (name: ObjectName) => (isMoved(name) ? to : name);
  const moved = putTable(removeTable(catalog, from), retarget({ ...table, name: to }, target));
  const related = new Set([...(referencedBy.get(from) ?? []), ...(children.get(from) ?? [])]);
  related.delete(from);
  let next = moved;
  for (const key of related) {
    const other = next.tables.get(key);
    if (other) next = putTable(next, retarget(other, target));
  }
  // A view of MySQL keeps the old name, and breaks.
  if (catalog.dialect !== 'postgres') return next;
  for (const key of readers.get(from) ?? []) {
    const view = next.views.get(key);
    if (view) next = putView(next, readingOther(view, target));
  }
  return next;
}

/** The view under another name; views that read it follow. */
export function readingOther(view: View, target: (name: ObjectName) => ObjectName): View {
  return { ...view, reads: view.reads.map(target) };
}

function retarget(table: Table, target: (name: ObjectName) => ObjectName): Table {
  const parent = table.partitionOf;
  return {
    ...table,
    inherits: table.inherits.map(target),
    partitionOf: parent && { ...parent, parent: target(parent.parent) },
    constraints: table.constraints.map((constraint) =>
      constraint.kind === 'foreign-key'
        ? { ...constraint, references: target(constraint.references) }
        : constraint,
    ),
  };
}

/** The catalog after a column got another name: everything in its table, and foreign keys that reference it, follow. */
export function renameColumnIn(catalog: Catalog, table: Table, from: string, to: string): Catalog {
  const key = keyOfTable(catalog, table);
  let next = putTable(catalog, renameInTable(table, from, to));
  for (const other of catalog.links.referencedBy.get(key) ?? []) {
    const child = next.tables.get(other);
    if (!child) continue;
    const constraints = child.constraints.map((constraint) =>
      constraint.kind === 'foreign-key' && storedKey(catalog, constraint.references) === key
        ? { ...constraint, referencedColumns: renameIn(table, constraint.referencedColumns, from, to) }
        : constraint,
    );
    next = putTable(next, { ...child, constraints });
  }
  return next;
}

function renameInTable(table: Table, from: string, to: string): Table {
  const partitioning = table.partitioning;
  return {
    ...table,
    columns: table.columns.map((column) => renameInColumn(table, column, from, to)),
    indexes: table.indexes.map((index) => renameInIndex(table, index, from, to)),
    constraints: table.constraints.map((constraint) => renameInConstraint(table, constraint, from, to)),
    partitioning: partitioning && {
      ...partitioning,
      columns: renameIn(table, partitioning.columns, from, to),
      expression: renameInExpression(partitioning.expression, from, to),
    },
  };
}

function renameInColumn(table: Table, column: Column, from: string, to: string): Column {
  const generated = column.generated;
  const expression = generated && renameInExpression(generated.expression, from, to);
  const check = renameInExpression(column.check, from, to);
  const name = sameName(table, column.name, from) ? to : column.name;
  if (name === column.name && check === column.check && expression === generated?.expression) return column;
  return { ...column, name, check, generated: generated && expression && { ...generated, expression } };
}

function renameInIndex(table: Table, index: Index, from: string, to: string): Index {
  return {
    ...index,
    parts: index.parts.map((part) => renameInPart(table, part, from, to)),
    include: renameIn(table, index.include, from, to),
    where: renameInExpression(index.where, from, to),
  };
}

function renameInPart(table: Table, part: IndexPart, from: string, to: string): IndexPart {
  if (part.column === undefined) {
    return { ...part, expression: renameInExpression(part.expression, from, to) };
  }
  return sameName(table, part.column, from) ? { ...part, column: to } : part;
}

function renameInConstraint(table: Table, constraint: Constraint, from: string, to: string): Constraint {
  if (constraint.kind === 'check') {
    return { ...constraint, expression: renameInExpression(constraint.expression, from, to) };
  }
  return { ...constraint, columns: renameIn(table, constraint.columns, from, to) };
}

function renameIn(table: Table, columns: readonly string[], from: string, to: string): readonly string[] {
  return columns.map((column) => (sameName(table, column, from) ? to : column));
}

function renameInExpression<E extends Expression | undefined>(expression: E, from: string, to: string): E {
  if (!expression?.columns.includes(from)) return expression;
  const word = new RegExp(`(?<![\\w$])${from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'g');
  const columns = expression.columns.map((column) => (column === from ? to : column));
  return { ...expression, columns, text: expression.text.replaceAll(word, () => to) };
}
