import type { DataType } from '../../sql/column.js';
import { baseOf, definitionOf, isArray } from './named-type.js';
import type { Situation } from './situation.js';
import { castBetween } from './type-form.js';

/** Types that one operator family compares across. Source: pg_amop, the B-tree families. */
const FAMILIES: readonly (readonly string[])[] = [
  ['smallint', 'int', 'bigint', 'smallserial', 'serial', 'bigserial'],
  ['real', 'double precision'],
  ['date', 'timestamp', 'timestamptz'],
  ['text', 'varchar', 'name'],
  ['inet', 'cidr'],
];

/**
 * True when a column of the one type can reference a key of the other: one operator family compares them, or the server
 * casts to the key's type by itself. True also where the history does not show the types.
 */
export function canReference(own: DataType, key: DataType, { now, version }: Situation): boolean {
  const [one, other] = [baseOf(now, own), baseOf(now, key)];
  if (isArray(one) !== isArray(other)) return false;
  const kinds = [one, other].map((type) => definitionOf(now, type).kind);
  if (one.name === other.name || kinds.includes('unknown')) return true;
  if (isArray(one)) return false;
  if (FAMILIES.some((family) => family.includes(one.name) && family.includes(other.name))) return true;
  return castBetween({ catalog: now, version }, one, other, 'implicit') !== 'none';
}
