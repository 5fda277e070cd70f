import type { Column } from '../../catalog/catalog.js';
import { findColumn } from '../../catalog/find.js';
import { bytesPerCharacter } from '../../catalog/mysql/charset.js';
import { mysqlColumn } from '../../catalog/mysql/column.js';
import type { ColumnDefinition } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Operation } from '../../sql/operation.js';
import type { Change } from './change.js';
import { notSupported } from './clause.js';
import type { Refusal, Wanted } from './clause.js';
import { CONDITIONS } from './condition.js';
import { refusesZeroDates } from './altered-default-refusal.js';
import { refuseDefault } from './default-refusal.js';
import type { RefusalCheck } from './refusal.js';
import { isMysql, isStrict, sameColumn } from './subject.js';
import type { KnownAlteration } from './subject.js';

export const COLUMN_REFUSALS: readonly RefusalCheck[] = [
  { kinds: [], check: unknownColumn },
  { kinds: [], check: takenName },
  { kinds: [], check: unknownNeighbour },
  { kinds: ['add-column'], check: defaultOfBlob },
  { kinds: ['add-column', 'add-virtual-column', 'add-stored-column'], check: badDefinition },
  { kinds: [], check: badRedefinition },
  { kinds: ['change-type'], check: uncastable },
  { kinds: ['add-column'], check: changingDefault },
  { kinds: ['change-generated-storage'], check: generatedStorage },
  { kinds: [], check: dependents },
];

/** The column that the operation names, which must exist, and the name it will have. */
function named(operation: Operation): { readonly old?: string; readonly next?: string } {
  switch (operation.kind) {
    case 'redefineColumn':
      return { old: operation.column, next: operation.definition.name };
    case 'renameColumn':
      return { old: operation.column, next: operation.to };
    case 'setColumnDefault':
    case 'setColumnVisible':
    case 'dropColumn':
      return { old: operation.column };
    case 'addColumn':
      return { next: operation.column.name };
    default:
      return {};
  }
}

function unknownColumn(change: Change, { table, operations }: KnownAlteration): Refusal | undefined {
  const { operation, kind } = change;
  const { old } = named(operation);
  if (old === undefined || kind === 'nothing') return undefined;
  if (findColumn(table, old) && !isTakenBefore(operation, operations)) return undefined;
  const code = operation.kind === 'dropColumn' ? '1091' : '1054';
  return { code, reason: `Table ${table.name.name} has no column ${old}.` };
}

/** Of two operations on one column the second no longer finds it, unless both only set attributes. */
function isTakenBefore(operation: Operation, operations: readonly Operation[]): boolean {
  const { old } = named(operation);
  const earlier = operations.slice(0, operations.indexOf(operation));
  const isAttribute = (one: Operation): boolean =>
    one.kind === 'setColumnDefault' || one.kind === 'setColumnVisible';
  return earlier.some(
    (one) =>
      sameColumn(named(one).old, old) &&
      !(isAttribute(one) && (isAttribute(operation) || operation.kind === 'dropColumn')),
  );
}

function takenName(change: Change, { table, operations }: KnownAlteration): Refusal | undefined {
  const { operation, kind } = change;
  const { old, next } = named(operation);
  if (next === undefined || kind === 'nothing' || sameColumn(old, next)) return undefined;
  const isFreed = operations.some(
    (one) => one !== operation && sameColumn(named(one).old, next) && frees(one),
  );
  const isAdded = operations.some(
    (one) => one !== operation && sameColumn(named(one).next, next) && frees(one),
  );
  if (!isAdded && (isFreed || !findColumn(table, next))) return undefined;
  return { code: '1060', reason: `Table ${table.name.name} has a column ${next} already.` };
}

/** Gives up its old name, or takes a new one. */
function frees(operation: Operation): boolean {
  const { old, next } = named(operation);
  return operation.kind === 'dropColumn' || (next !== undefined && !sameColumn(old, next));
}

function unknownNeighbour(change: Change, { table, operations }: KnownAlteration): Refusal | undefined {
  const { operation } = change;
  if (operation.kind !== 'addColumn' && operation.kind !== 'redefineColumn') return undefined;
  const { position } = operation;
  if (position === undefined || 'first' in position) return undefined;
  const isAdded = operations.some((one) => sameColumn(named(one).next, position.after));
  const isDropped = operations.some(
    (one) => one.kind === 'dropColumn' && sameColumn(one.column, position.after),
  );
  if (isAdded || (findColumn(table, position.after) && !isDropped)) return undefined;
  return { code: '1054', reason: `Table ${table.name.name} has no column ${position.after}.` };
}

function badDefinition({ column }: Change, { table, catalog, server }: KnownAlteration): Refusal | undefined {
  if (!column) return undefined;
  return (
    refuseDefinition(column, server.version.dialect) ??
    tooLong(mysqlColumn(column, table, catalog, server.version))
  );
}

function badRedefinition({ operation, after }: Change, { server }: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'redefineColumn') return undefined;
  return refuseDefinition(operation.definition, server.version.dialect) ?? (after && tooLong(after));
}

function refuseDefinition(column: ColumnDefinition, dialect: Dialect): Refusal | undefined {
  const refused = refuseDefault(column, dialect);
  if (refused) return refused;
  const members = column.type.members?.map((member) => member.toLowerCase()) ?? [];
  if (new Set(members).size < members.length) {
    return { code: '1291', reason: `Column ${column.name} has a member twice.` };
  }
  return undefined;
}

/** A VARCHAR of more than 65535 bytes. */
function tooLong({ name, type, charset }: Column): Refusal | undefined {
  const isTooLong = type.name === 'varchar' && (type.length ?? 0) * bytesPerCharacter(charset ?? '') > 65535;
  return isTooLong ? { code: '1074', reason: `Column ${name} is longer than 65535 bytes.` } : undefined;
}

const BLOB = /(text|blob)$|^(json|geometry|point|linestring|polygon|geometrycollection)$/;

/** MySQL gives BLOB, TEXT, JSON and spatial columns a default only as an expression. */
function defaultOfBlob({ column }: Change, alteration: KnownAlteration): Refusal | undefined {
  const kind = column?.default?.kind;
  if (!isMysql(alteration) || !column || kind === undefined || kind === 'null' || kind === 'expression')
    return undefined;
  if (!BLOB.test(column.type.name)) return undefined;
  return {
    code: '1101',
    reason: `Column ${column.name} is ${column.type.text}, which can have no literal default.`,
  };
}

function changingDefault(change: Change, alteration: KnownAlteration): Refusal | undefined {
  if (!isMysql(alteration) || !CONDITIONS['changing-default']({ ...alteration, change })) return undefined;
  const name = change.column?.name ?? '';
  return {
    code: '1674',
    reason: `The default of ${name} differs from row to row, and from server to server.`,
  };
}

/**
 * What MySQL cannot put into the rows that are there: a date that is none, a geometry that is none. It finds that out
 * row by row; asked for INSTANT, which looks at no row, it refuses the clause. Source: executed on MySQL 9.7.4.
 */
export function unfillable(alteration: KnownAlteration, wanted: Wanted): Refusal | undefined {
  if (!isMysql(alteration) || !alteration.table.past.mayHoldRows) return undefined;
  const found = alteration.changes
    .filter(({ kind }) => kind === 'add-column')
    .map((change) => unfillableColumn(change, alteration))
    .find((refusal) => refusal !== undefined);
  if (!found || wanted.algorithm !== 'INSTANT') return found;
  // LOCK beside INSTANT is refused before (error 1221).
  return wanted.lock === undefined ? notSupported('ALGORITHM=INSTANT', '') : undefined;
}

function unfillableColumn({ column }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (column?.nullable !== false || column.default) return undefined;
  const { name, type } = column;
  if (/^(date|datetime)$/.test(type.name) && isStrict(alteration) && refusesZeroDates(alteration)) {
    return { code: '1292', reason: `Rows that are there cannot have 0000-00-00 in ${name}.` };
  }
  const isSpatial = /^(geometry|point|linestring|polygon|multi.*|geom.*collection)$/.test(type.name);
  return isSpatial ? { code: '1138', reason: `Rows that are there have no value for ${name}.` } : undefined;
}

/** MariaDB's types that only strings can be converted to and from. INET4 and INET6 know each other from 11.3 on. */
const CLOSED: readonly (readonly [kind: string, names: RegExp])[] = [
  [
    'geometry',
    /^(?:geometry|point|linestring|polygon|multi(?:point|linestring|polygon)|geom(?:etry)?collection)$/,
  ],
  ['uuid', /^uuid$/],
  ['inet', /^inet[46]$/],
  ['vector', /^vector$/],
];
const STRING = /^(?:(?:var)?(?:char|binary)|(?:tiny|medium|long)?(?:text|blob)|enum|set|json)$/;

/** Source: every pair of such a type and another was executed on MariaDB 10.11.18 and 11.8.6. */
function uncastable({ before, after }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (isMysql(alteration) || !before || !after) return undefined;
  const [old, next] = [before.type.name, after.type.name];
  const kindOf = (name: string): string | undefined => CLOSED.find(([, names]) => names.test(name))?.[0];
  const [from, to] = [kindOf(old), kindOf(next)];
  const isClosed =
    from === 'inet' && to === 'inet' ? !isAtLeast(alteration.server.version, 11, 3) : from !== to;
  if ((from ?? to) === undefined || !isClosed || STRING.test(old) || STRING.test(next)) return undefined;
  return { code: '4078', reason: `There is no conversion from ${old} to ${next}.` };
}

function generatedStorage({ before }: Change, alteration: KnownAlteration): Refusal | undefined {
  const reason = `${before?.name ?? 'A column'} cannot become VIRTUAL, nor cease to be.`;
  return { code: isMysql(alteration) ? '3106' : '1907', reason };
}

/** Generated columns, functional indexes and CHECKs that mention a column which is renamed or dropped. */
function dependents(change: Change, alteration: KnownAlteration): Refusal | undefined {
  const { operation, before, kind } = change;
  const isRename = kind === 'rename-column';
  if (!before || (!isRename && operation.kind !== 'dropColumn')) return undefined;
  return isMysql(alteration)
    ? mysqlDependents(before, isRename, alteration)
    : mariadbDependents(before, isRename, alteration);
}

function mysqlDependents(
  column: Column,
  isRename: boolean,
  alteration: KnownAlteration,
): Refusal | undefined {
  const { table, operations } = alteration;
  const mentions = (columns: readonly string[]): boolean =>
    columns.some((name) => sameColumn(name, column.name));
  const isDropped = (name: string): boolean =>
    operations.some((one) => one.kind === 'dropColumn' && sameColumn(one.column, name));
  if (dependingColumn(column, alteration, isRename)) {
    return { code: '3108', reason: `A generated column depends on ${column.name}.` };
  }
  const functional = table.indexes.find((index) =>
    index.parts.some((part) => mentions(part.expression?.columns ?? [])),
  );
  if (functional) return { code: '3837', reason: `Index ${functional.name} depends on ${column.name}.` };
  const check = table.constraints.find(
    (one) =>
      one.kind === 'check' &&
      mentions(one.expression.columns) &&
      !operations.some((other) => other.kind === 'dropConstraint' && sameColumn(other.name, one.name)) &&
      (isRename || !one.expression.columns.every((name) => isDropped(name) || !findColumn(table, name))),
  );
  return check && { code: '3959', reason: `CHECK ${check.name} uses ${column.name}.` };
}

function mariadbDependents(
  column: Column,
  isRename: boolean,
  alteration: KnownAlteration,
): Refusal | undefined {
  if (isRename || !dependingColumn(column, alteration, false)) return undefined;
  return { code: '1054', reason: `A generated column depends on ${column.name}.` };
}

/** A generated column that mentions the column and stays. */
function dependingColumn(
  column: Column,
  { table, operations }: KnownAlteration,
  isRename: boolean,
): Column | undefined {
  return table.columns.find(
    (other) =>
      other.generated?.expression.columns.some((name) => sameColumn(name, column.name)) === true &&
      (isRename ||
        !operations.some((one) => one.kind === 'dropColumn' && sameColumn(one.column, other.name))),
  );
}
