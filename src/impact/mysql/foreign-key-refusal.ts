import type { Column, ForeignKey, Index } from '../../catalog/catalog.js';
import { findColumn, findTable, foreignKeysOf, foreignKeysReferencing } from '../../catalog/find.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { Change } from './change.js';
import type { Refusal } from './clause.js';
import type { RefusalCheck } from './refusal.js';
import { isMysql, isOff, sameColumn, variable } from './subject.js';
import type { KnownAlteration } from './subject.js';
import { tableAfter } from './table-after.js';

export const FOREIGN_KEY_REFUSALS: readonly RefusalCheck[] = [
  { kinds: ['add-foreign-key'], check: unknownColumn },
  { kinds: ['add-foreign-key'], check: takenName },
  { kinds: ['add-foreign-key'], check: partitioned },
  { kinds: ['add-foreign-key'], check: unknownReferenced },
  { kinds: ['add-foreign-key'], check: setsNotNullToNull },
  { kinds: ['add-foreign-key'], check: unfitParent },
  { kinds: ['drop-foreign-key'], check: unknownKey },
  { kinds: ['set-not-null'], check: notNullBySetNull },
  { kinds: ['change-type'], check: typeOfKey },
  { kinds: ['drop-column', 'drop-stored-column'], check: columnOfKey },
  { kinds: ['drop-index', 'drop-primary-key'], check: neededIndex },
];

/** Foreign keys that the statement leaves in place. */
function remaining({ table, operations }: KnownAlteration): readonly ForeignKey[] {
  return foreignKeysOf(table).filter(
    (key) => !operations.some((one) => one.kind === 'dropConstraint' && sameColumn(one.name, key.name)),
  );
}

function unknownColumn({ constraint }: Change, { table, operations }: KnownAlteration): Refusal | undefined {
  if (constraint?.kind !== 'foreign-key') return undefined;
  const isNew = (name: string): boolean =>
    operations.some((one) => one.kind === 'addColumn' && sameColumn(one.column.name, name));
  const missing = constraint.columns.find((name) => !findColumn(table, name) && !isNew(name));
  return missing === undefined
    ? undefined
    : { code: '1072', reason: `Table ${table.name.name} has no column ${missing}.` };
}

/** The name must be free before the statement: dropping the old one in the same statement does not help. */
function takenName({ constraint }: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table } = alteration;
  const name = constraint?.name;
  if (name === undefined || !foreignKeysOf(table).some((key) => sameColumn(key.name, name))) return undefined;
  const code = isMysql(alteration) || checksOff(alteration) ? '1826' : '1005';
  return { code, reason: `Table ${table.name.name} has a foreign key ${name} already.` };
}

function checksOff(alteration: KnownAlteration): boolean {
  return isOff(variable(alteration, 'foreign_key_checks'));
}

function partitioned(_change: Change, { table }: KnownAlteration): Refusal | undefined {
  return table.partitioning && { code: '1506', reason: 'A partitioned table can have no foreign key.' };
}

/** A column that the referenced table, which the history shows whole, does not have. */
function unknownReferenced({ constraint }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (constraint?.kind !== 'foreign-key') return undefined;
  const { catalog, table, operations, server } = alteration;
  const parent = findTable(catalog, constraint.references);
  if (!parent || parent.uncertain.length > 0) return undefined;
  const isNew = (name: string): boolean =>
    parent.name.name === table.name.name &&
    operations.some((one) => one.kind === 'addColumn' && sameColumn(one.column.name, name));
  const missing = constraint.referencedColumns.find((name) => !findColumn(parent, name) && !isNew(name));
  if (missing === undefined) return undefined;
  const old = checksOff(alteration) ? '1822' : isMysql(alteration) ? '1215' : '1005';
  return {
    code: isMysql(alteration) && isAtLeast(server.version, 8, 0) ? '3734' : old,
    reason: `The referenced columns of ${parent.name.name} have no index: it has no column ${missing}.`,
  };
}

/** ON … SET NULL over a column that takes no NULL. */
function setsNotNullToNull({ constraint }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (constraint?.kind !== 'foreign-key') return undefined;
  if (constraint.onDelete !== 'set null' && constraint.onUpdate !== 'set null') return undefined;
  const after = tableAfter(alteration);
  const notNull = constraint.columns.find((name) => after && findColumn(after, name)?.nullable === false);
  if (notNull === undefined) return undefined;
  const code = isMysql(alteration) ? '1830' : '1005';
  return { code, reason: `The foreign key would set ${notNull}, which is NOT NULL, to NULL.` };
}

/** The referenced columns: of the same type, and indexed in front, with foreign_key_checks off too. */
function unfitParent({ constraint }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (constraint?.kind !== 'foreign-key') return undefined;
  const parent = findTable(alteration.catalog, constraint.references);
  if (!parent || parent.uncertain.length > 0) return undefined;
  const [column, target] = [constraint.columns[0], constraint.referencedColumns[0]];
  const child = column === undefined ? undefined : findColumn(alteration.table, column);
  const referenced = target === undefined ? undefined : findColumn(parent, target);
  const isNew = isMysql(alteration) && isAtLeast(alteration.server.version, 8, 0);
  const old = checksOff(alteration) ? '1822' : isMysql(alteration) ? '1215' : '1005';
  const hasOwnIndex = alteration.table.indexes.some((index) => isLedBy(index, constraint.columns));
  if (child && referenced && !isSameKind(child, referenced)) {
    return {
      code: isNew ? '3780' : old === '1822' && !hasOwnIndex ? '1825' : old,
      reason: `${child.name} and ${referenced.name} differ in type.`,
    };
  }
  const leading = parent.indexes.filter((index) => isLedBy(index, constraint.referencedColumns));
  const unique = leading.some(
    (index) => index.unique && index.parts.length === constraint.referencedColumns.length,
  );
  const isStrict = isNew && isAtLeast(alteration.server.version, 8, 4);
  if (leading.length > 0 && (unique || !isStrict)) return undefined;
  const code = isStrict ? '6125' : isNew ? '1822' : old;
  return {
    code,
    reason: `The referenced columns of ${parent.name.name} have no ${isStrict ? 'unique key' : 'index'}.`,
  };
}

function isLedBy(index: Index, columns: readonly string[]): boolean {
  return columns.every((name, at) => sameColumn(index.parts[at]?.column, name));
}

const TEXT = /^(char|varchar|(tiny|medium|long)?text|enum|set)$/;

/** Strings may differ in length; numbers must be the same, sign included. */
function isSameKind(a: Column, b: Column): boolean {
  if (TEXT.test(a.type.name) && TEXT.test(b.type.name))
    return a.charset === b.charset && a.collation === b.collation;
  return a.type.name === b.type.name && (a.type.unsigned ?? false) === (b.type.unsigned ?? false);
}

function unknownKey({ operation }: Change, { table }: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'dropConstraint' || operation.ifExists) return undefined;
  if (foreignKeysOf(table).some((key) => sameColumn(key.name, operation.name))) return undefined;
  return { code: '1091', reason: `Table ${table.name.name} has no foreign key ${operation.name ?? ''}.` };
}

function notNullBySetNull({ before }: Change, alteration: KnownAlteration): Refusal | undefined {
  const key = remaining(alteration).find(
    (one) =>
      (one.onDelete === 'set null' || one.onUpdate === 'set null') &&
      one.columns.some((name) => sameColumn(name, before?.name)),
  );
  return key && { code: '1830', reason: `Foreign key ${key.name} sets ${before?.name ?? ''} to NULL.` };
}

/** The type of a column that a foreign key ties to another. MySQL 8.0 compares both ends, older servers forbid any. */
function typeOfKey({ before, after }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (!before || !after || isSameKind(before, after)) return undefined;
  const has = (columns: readonly string[]): boolean => columns.some((name) => sameColumn(name, before.name));
  const isNew = isMysql(alteration) && isAtLeast(alteration.server.version, 8, 0);
  const child = remaining(alteration).find((key) => has(key.columns));
  const reason = `A foreign key ties the type of ${before.name} to another column.`;
  if (child) return { code: isNew ? '3780' : '1832', reason };
  const parent = foreignKeysReferencing(alteration.catalog, alteration.table.name).some(({ key }) =>
    has(key.referencedColumns),
  );
  return parent ? { code: isNew ? '3780' : '1833', reason } : undefined;
}

function columnOfKey({ before }: Change, alteration: KnownAlteration): Refusal | undefined {
  const has = (columns: readonly string[]): boolean => columns.some((name) => sameColumn(name, before?.name));
  const child = remaining(alteration).find((key) => has(key.columns));
  if (child) {
    const code = isMysql(alteration) ? '1828' : '1553';
    return { code, reason: `Foreign key ${child.name} needs column ${before?.name ?? ''}.` };
  }
  const parent = foreignKeysReferencing(alteration.catalog, alteration.table.name).find(({ key }) =>
    has(key.referencedColumns),
  );
  return (
    parent && { code: '1829', reason: `Foreign key ${parent.key.name} needs column ${before?.name ?? ''}.` }
  );
}

/** An index that a foreign key of either side needs, and that no other takes the place of. */
function neededIndex({ existing }: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table, changes, catalog } = alteration;
  if (!existing || (!isMysql(alteration) && checksOff(alteration))) return undefined;
  const others = [
    ...table.indexes.filter(
      (index) => !changes.some((one) => one.kind.startsWith('drop-') && one.existing === index),
    ),
    ...changes.flatMap((one) =>
      one.kind.startsWith('add-') && one.index ? [{ ...existing, parts: one.index.parts }] : [],
    ),
  ];
  const isNeeded = (columns: readonly string[]): boolean =>
    isLedBy(existing, columns) && !others.some((index) => isLedBy(index, columns));
  const isParent = foreignKeysReferencing(catalog, table.name).some(({ key }) =>
    isNeeded(key.referencedColumns),
  );
  if (!isParent && !remaining(alteration).some((key) => isNeeded(key.columns))) return undefined;
  return { code: '1553', reason: `A foreign key needs index ${existing.name}.` };
}
