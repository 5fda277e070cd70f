import type { DataType } from '../../sql/column.js';

/** The length is a limit that a longer one includes. Source: the support functions of pg_proc (prosupport). */
const LIMITED: ReadonlySet<string> = new Set(['varchar', 'varbit']);
/** The length is a precision, 6 where none is written. */
const TIMED: ReadonlySet<string> = new Set(['timestamp', 'timestamptz', 'time', 'timetz']);
const HIGHEST_PRECISION = 6;

/**
 * True when no value can be cut, rounded or padded by the new length, precision or scale; `from` is undefined where
 * the values come without one that the server knows: from another type, or from a domain.
 */
export function keepsModifier(from: DataType | undefined, to: DataType): boolean {
  if (to.name === 'interval') return keepsFields(from, to);
  if (to.length === undefined) return true;
  if (TIMED.has(to.name)) return to.length >= HIGHEST_PRECISION || hasPrecision(from, to.length);
  if (from?.length === undefined) return false;
  if (from.length === to.length && (from.scale ?? 0) === (to.scale ?? 0)) return true;
  if (to.name === 'numeric') return (from.scale ?? 0) === (to.scale ?? 0) && from.length <= to.length;
  // The length of other types runs as a function over the rows.
  return LIMITED.has(to.name) && from.length <= to.length;
}

function hasPrecision(from: DataType | undefined, precision: number): boolean {
  return from?.length !== undefined && from.length <= precision;
}

/** From the smallest; what an interval holds ends with one of them. */
const FIELDS = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const;

/** Source: interval_support() in timestamp.c. */
function keepsFields(from: DataType | undefined, to: DataType): boolean {
  if (to.length === undefined && lastField(to) === undefined) return true;
  const [before, after] = [leastField(from), leastField(to)];
  if (after > before) return false;
  const precision = to.length ?? HIGHEST_PRECISION;
  return before > 0 || precision >= HIGHEST_PRECISION || hasPrecision(from, precision);
}

function leastField(type: DataType | undefined): number {
  return FIELDS.indexOf((type && lastField(type)) ?? 'second');
}

function lastField({ text }: DataType): (typeof FIELDS)[number] | undefined {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return FIELDS.find((field) => field === words.at(-1));
}
