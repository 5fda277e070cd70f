import type { Catalog } from '../../catalog/catalog.js';
import type { DataType } from '../../sql/column.js';
import { baseOf, definitionOf, isArray, isChecked } from './named-type.js';

/**
 * How a column's rows relate to its new type: the same type, other bytes for none of them, the same in UTC only, or
 * written anew; undefined when the history does not show the types.
 */
export type Conversion = 'identical' | 'same-form' | 'same-form-in-utc' | 'rewrite' | undefined;

const STRINGS: readonly string[] = ['text', 'varchar', 'citext'];

/** Casts without a function. Source: pg_cast (castmethod = 'b'), and citext's. char pads, so its length function runs. */
const BINARY_COERCIBLE: Readonly<Record<string, readonly string[]>> = {
  text: STRINGS,
  varchar: STRINGS,
  citext: STRINGS,
  xml: ['text', 'varchar'],
  bit: ['varbit'],
  varbit: ['bit'],
  cidr: ['inet'],
  int: ['oid', 'regclass', 'regproc', 'regtype', 'regrole', 'regnamespace', 'regconfig', 'regdictionary'],
  oid: ['int', 'regclass', 'regproc', 'regtype', 'regrole', 'regnamespace', 'regconfig', 'regdictionary'],
  regclass: ['int', 'oid'],
  regproc: ['int', 'oid', 'regprocedure'],
  regtype: ['int', 'oid'],
  regrole: ['int', 'oid'],
  regnamespace: ['int', 'oid'],
};

/** The length is a limit that a longer one includes. Source: the support functions of pg_proc (prosupport). */
const LIMITED: ReadonlySet<string> = new Set(['varchar', 'varbit']);
/** The length is a precision, 6 where none is written. */
const TIMED: ReadonlySet<string> = new Set(['timestamp', 'timestamptz', 'time', 'timetz', 'interval']);
const HIGHEST_PRECISION = 6;

const DEAREST: readonly Conversion[] = ['rewrite', undefined, 'same-form-in-utc', 'same-form', 'identical'];

/** What ALTER COLUMN TYPE does to rows whose values go through these types, one after the other. */
export function conversionThrough(catalog: Catalog, from: DataType, steps: readonly DataType[]): Conversion {
  const found = steps.map((type, at) => conversionOf(catalog, steps[at - 1] ?? from, type));
  return DEAREST.find((one) => found.includes(one));
}

function conversionOf(catalog: Catalog, from: DataType, to: DataType): Conversion {
  if (isSame(from, to)) return 'identical';
  const target = definitionOf(catalog, to);
  const origin = definitionOf(catalog, from);
  if (target.kind === 'unknown' || origin.kind === 'unknown') return undefined;
  // An array's cast looks at each element.
  if (isArray(from) || isArray(to)) return 'rewrite';
  if (target.kind === 'domain' && isChecked(catalog, to) !== false) return 'rewrite';
  const base = baseOf(catalog, from);
  // A value of a domain does not carry the domain's length.
  const bare = origin.kind === 'domain' ? { ...base, length: undefined, scale: undefined } : base;
  return formOf(bare, baseOf(catalog, to));
}

/** Types of one group share their default operators, so that indexes and foreign keys on them outlive the change. */
const OPERATOR_GROUPS: Readonly<Record<string, string>> = { varchar: 'text', cidr: 'inet' };

/** True when indexes and foreign keys compare both types by the same operators. */
export function sharesOperators(catalog: Catalog, from: DataType, to: DataType): boolean {
  const group = ({ name }: DataType): string => OPERATOR_GROUPS[name] ?? name;
  return group(baseOf(catalog, from)) === group(baseOf(catalog, to));
}

function formOf(from: DataType, to: DataType): Conversion {
  if (isZonePair(from, to)) return keepsPrecision(from, to) ? 'same-form-in-utc' : 'rewrite';
  if (from.name !== to.name && BINARY_COERCIBLE[from.name]?.includes(to.name) !== true) return 'rewrite';
  return keepsModifier(from, to) ? 'same-form' : 'rewrite';
}

function isSame(from: DataType, to: DataType): boolean {
  return (
    from.name === to.name &&
    from.schema === to.schema &&
    from.length === to.length &&
    from.scale === to.scale &&
    isArray(from) === isArray(to)
  );
}

function isZonePair(from: DataType, to: DataType): boolean {
  return (
    (from.name === 'timestamp' && to.name === 'timestamptz') ||
    (from.name === 'timestamptz' && to.name === 'timestamp')
  );
}

/** True when no value can be cut, rounded or padded by the new length, precision or scale. */
function keepsModifier(from: DataType, to: DataType): boolean {
  if (from.length === to.length && from.scale === to.scale && from.name === to.name) return true;
  if (to.name === 'char') return false;
  if (TIMED.has(to.name)) return keepsPrecision(from, to);
  if (to.name === 'numeric') return keepsDigits(from, to);
  if (to.length === undefined) return to.name !== 'bit';
  // Through another type the length runs as a function over the rows.
  if (!LIMITED.has(to.name) || from.name !== to.name) return false;
  return from.length !== undefined && from.length <= to.length;
}

function keepsPrecision(from: DataType, to: DataType): boolean {
  const precision = to.length ?? HIGHEST_PRECISION;
  return precision >= HIGHEST_PRECISION || (from.length ?? HIGHEST_PRECISION) <= precision;
}

function keepsDigits(from: DataType, to: DataType): boolean {
  if (to.length === undefined) return true;
  return from.length !== undefined && (from.scale ?? 0) === (to.scale ?? 0) && from.length <= to.length;
}
