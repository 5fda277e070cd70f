import type { Catalog } from '../../catalog/catalog.js';
import type { DataType } from '../../sql/column.js';
import type { ServerVersion } from '../../sql/dialect.js';
import { lookUp } from '../../look-up.js';
import { castOf, throughText } from './casts.js';
import type { CastContext, CastMethod } from './casts.js';
import { baseOf, definitionOf, isArray, isChecked } from './named-type.js';
import { keepsModifier } from './type-modifier.js';

/**
 * How a column's rows relate to its new type: the same type, other bytes for none of them, the same in UTC only, or
 * written anew; undefined when the history does not show the types.
 */
export type Conversion = 'identical' | 'same-form' | 'same-form-in-utc' | 'rewrite' | undefined;

/** What a type change meets beside the types. */
export interface TypeWorld {
  readonly catalog: Catalog;
  readonly version: ServerVersion;
}

const DEAREST: readonly Conversion[] = ['rewrite', undefined, 'same-form-in-utc', 'same-form', 'identical'];

/** What ALTER COLUMN TYPE does to rows whose values go through these types, one after the other. */
export function conversionThrough(world: TypeWorld, from: DataType, steps: readonly DataType[]): Conversion {
  const found = steps.map((type, at) => conversionOf(world, steps[at - 1] ?? from, type));
  return DEAREST.find((one) => found.includes(one));
}

function conversionOf(world: TypeWorld, from: DataType, to: DataType): Conversion {
  const { catalog } = world;
  if (isSame(from, to)) return 'identical';
  const target = definitionOf(catalog, to);
  const origin = definitionOf(catalog, from);
  if (target.kind === 'unknown' || origin.kind === 'unknown') return undefined;
  if (target.kind === 'domain' && !isArray(to) && isChecked(catalog, to) !== false) return 'rewrite';
  const base = baseOf(catalog, from);
  // A value of a domain does not carry the domain's length.
  const isDomain = origin.kind === 'domain' && !isArray(from);
  return formOf(
    world,
    isDomain ? { ...base, length: undefined, scale: undefined, text: base.name } : base,
    baseOf(catalog, to),
  );
}

function formOf(world: TypeWorld, from: DataType, to: DataType): Conversion {
  // An array's cast looks at each element, unless there is none to make.
  if (isArray(from) || isArray(to)) {
    const isPlain = isArray(from) === isArray(to) && nameOf(from) === nameOf(to) && to.length === undefined;
    return isPlain ? 'same-form' : 'rewrite';
  }
  if (isZonePair(from, to)) return keepsModifier(undefined, to) ? 'same-form-in-utc' : 'rewrite';
  if (castBetween(world, from, to, 'explicit') !== 'relabel') return 'rewrite';
  return keepsModifier(nameOf(from) === nameOf(to) ? from : undefined, to) ? 'same-form' : 'rewrite';
}

const SERIALS: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial: 'int',
  bigserial: 'bigint',
};

/** The name of the type that a column of it has. */
function nameOf({ name }: DataType): string {
  return lookUp(SERIALS, name) ?? name;
}

/**
 * How the server casts one type to another, domains looked through; 'none' where it does not, undefined where the
 * history does not show it.
 */
export function castBetween(
  world: TypeWorld,
  from: DataType,
  to: DataType,
  context: CastContext,
): CastMethod | 'none' | undefined {
  const { catalog, version } = world;
  const [origin, target] = [baseOf(catalog, from), baseOf(catalog, to)];
  if (isArray(origin) || isArray(target)) return arrayCast(world, origin, target, context);
  const kinds = [origin, target].map((type) => definitionOf(catalog, type).kind);
  if (nameOf(origin) === nameOf(target)) return 'relabel';
  if (kinds.includes('unknown')) return undefined;
  const cast = castOf(nameOf(origin), nameOf(target), context, version);
  const isForeign = [origin, target].some(
    (type, at) => kinds[at] === 'extension' && nameOf(type) !== 'citext',
  );
  return cast ?? (isForeign ? undefined : 'none');
}

/** Element by element; an array as a whole is a string at most. */
function arrayCast(
  world: TypeWorld,
  from: DataType,
  to: DataType,
  context: CastContext,
): CastMethod | 'none' | undefined {
  const elements = [from, to].map((type) => ({ ...type, arrayDimensions: 0 }));
  const [own = from, other = to] = elements;
  if (isArray(from) && isArray(to)) {
    if (nameOf(from) === nameOf(to)) return 'relabel';
    const cast = castBetween(world, own, other, context);
    if (cast !== 'none') return cast && 'function';
  }
  const isUnknown = elements.some((type) => definitionOf(world.catalog, type).kind === 'unknown');
  if (isUnknown) return undefined;
  return throughText(isText(from), isText(to), context) ?? 'none';
}

function isText(type: DataType): boolean {
  return !isArray(type) && ['text', 'varchar', 'char', 'name', 'citext'].includes(type.name);
}

/** Types of one group share their default operators, so that indexes and foreign keys on them outlive the change. */
const OPERATOR_GROUPS: Readonly<Record<string, string>> = { varchar: 'text', cidr: 'inet' };

/** True when indexes and foreign keys compare both types by the same operators. */
export function sharesOperators(catalog: Catalog, from: DataType, to: DataType): boolean {
  const group = (type: DataType): string => lookUp(OPERATOR_GROUPS, nameOf(type)) ?? nameOf(type);
  return group(baseOf(catalog, from)) === group(baseOf(catalog, to));
}

function isSame(from: DataType, to: DataType): boolean {
  return (
    nameOf(from) === nameOf(to) &&
    from.schema === to.schema &&
    from.length === to.length &&
    from.scale === to.scale &&
    isArray(from) === isArray(to) &&
    (from.name !== 'interval' || from.text === to.text)
  );
}

function isZonePair(from: DataType, to: DataType): boolean {
  return (
    (from.name === 'timestamp' && to.name === 'timestamptz') ||
    (from.name === 'timestamptz' && to.name === 'timestamp')
  );
}
