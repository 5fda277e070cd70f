import type { Column, Constraint, Index, Table } from '../../catalog/catalog.js';
import { findColumn, findTable, foreignKeysOf, foreignKeysReferencing } from '../../catalog/find.js';
import type { DataType, Expression } from '../../sql/column.js';
import type { OperationOf } from '../../sql/operation.js';
import { nameText } from '../../sql/name.js';
import type { Change, Changes } from './change.js';
import { family, familyTables, isKnown, relationOfTable, withPartitions } from './relation.js';
import type { Situation } from './situation.js';
import { conversionThrough, sharesOperators } from './type-form.js';
import type { Conversion } from './type-form.js';

type ChangeType = OperationOf<'changeColumnType'>;

/** ALTER COLUMN TYPE: the rows, the indexes, checks and foreign keys that use the column. */
export function changeColumnType(operation: ChangeType, situation: Situation): Changes {
  const { now, version } = situation;
  const on = family(situation, operation);
  const table = findTable(now, operation.table);
  const column = table && findColumn(table, operation.column);
  const steps = typeSteps(operation);
  if (!isKnown(situation, table) || !column) {
    const unknown = `The history does not show the type that ${nameText(operation.table)}.${operation.column} has.`;
    return steps ? { unknown } : [{ kind: 'change-type', on }];
  }
  const conversion = steps ? conversionThrough({ catalog: now, version }, column.type, steps) : 'rewrite';
  if (!conversion) {
    return { unknown: `The history does not show the type ${operation.type.text} or ${column.type.text}.` };
  }
  // A virtual column has no storage.
  const isVirtual = column.generated?.storage === 'virtual';
  const settled = isVirtual ? 'same-form' : settle(conversion, situation);
  const rewrites = settled === 'rewrite' || (settled === 'same-form-in-utc' && version.major < 12);
  const dependents = familyTables(situation, operation).flatMap((one) => [
    ...(rewrites ? [] : recreated(one, column, operation, situation)),
    ...keyed(one, column, operation, rewrites, situation),
  ]);
  return [{ kind: KINDS[settled], on }, ...dependents];
}

type Settled = NonNullable<Conversion>;

const KINDS = {
  identical: 'change-type-same-form',
  'same-form': 'change-type-same-form',
  'same-form-in-utc': 'change-type-in-utc',
  rewrite: 'change-type',
} as const;

const UTC: ReadonlySet<string> = new Set([
  'utc',
  'gmt',
  'etc/utc',
  'etc/gmt',
  'zulu',
  'uct',
  'universal',
  '0',
  '+0',
  '-0',
]);

/** PostgreSQL 12 and later compare the session's offset with that of UTC. */
function settle(conversion: Settled, { now }: Situation): Settled {
  if (conversion !== 'same-form-in-utc') return conversion;
  const zone = now.session.variables['timezone']?.replaceAll("'", '').trim().toLowerCase();
  return zone !== undefined && UTC.has(zone) ? conversion : 'rewrite';
}

/**
 * The types that the column's values go through: the new one alone without USING and where USING is the bare column, its
 * casts before it; undefined where USING computes something.
 */
export function typeSteps({ using, casts, type }: ChangeType): readonly DataType[] | undefined {
  if (!using) return [type];
  return casts && [...casts, type];
}

/** Indexes are made again, from the old file where they compare alike; valid checks are proved again. */
function recreated(
  table: Table,
  column: Column,
  operation: ChangeType,
  { now }: Situation,
): readonly Change[] {
  const on = [relationOfTable(table)];
  const keeps =
    sharesOperators(now, column.type, operation.type) &&
    collationOf(column.collation) === collationOf(operation.collation);
  const isRebuilt = (index: Index): boolean =>
    mentions(index.where, column.name) ||
    index.parts.some(
      (part) =>
        mentions(part.expression, column.name) || (part.column === column.name && !(keeps && isPlain(index))),
    );
  const isRechecked = (one: Constraint): boolean =>
    one.kind === 'check' && one.validated && one.enforced && mentions(one.expression, column.name);
  return [
    ...(table.indexes.some(isRebuilt) ? [{ kind: 'change-type-rebuilds-index', on } as const] : []),
    ...(table.constraints.some(isRechecked) ? [{ kind: 'change-type-rechecks', on } as const] : []),
  ];
}

/** Only such an index keeps its file. Source: CheckIndexCompatible() in indexcmds.c. */
function isPlain({ where, parts }: Index): boolean {
  return !where && parts.every(({ expression }) => expression === undefined);
}

function collationOf(written: string | undefined): string {
  return written ?? 'default';
}

function mentions(expression: Expression | undefined, column: string): boolean {
  return expression?.columns.includes(column) ?? false;
}

/** Foreign keys of the column and to it: both tables are locked, and read when the comparison may have changed. */
function keyed(
  table: Table,
  column: Column,
  operation: ChangeType,
  rewrites: boolean,
  situation: Situation,
): readonly Change[] {
  const { now } = situation;
  const own = foreignKeysOf(table)
    .filter((key) => key.columns.includes(column.name))
    .map((key) => ({ key, other: withPartitions(situation, key.references) }));
  const incoming = foreignKeysReferencing(now, table.name)
    .filter(({ key }) => key.referencedColumns.includes(column.name))
    .map((reference) => ({ key: reference.key, other: [relationOfTable(reference.table)] }));
  const isCompared = rewrites || !sharesOperators(now, column.type, operation.type);
  return [...own, ...incoming].map(({ key, other }): Change => {
    const isRead = isCompared && key.validated && key.enforced;
    return isRead
      ? { kind: 'change-type-revalidates-key', on: [...other, relationOfTable(table)] }
      : { kind: 'change-type-of-key', on: other };
  });
}
