import type { Column } from '../catalog/catalog.js';
import type { DataType } from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import { lookUp } from '../look-up.js';
import { quoteName, quoteString } from './words.js';

/** Values that a column may hold and its next type cannot. */
export interface Narrowing {
  /** What is lost, behind "values": "longer than 20 characters". */
  readonly values: string;
  /** The server rounds or cuts them without an error, whatever the settings. */
  readonly silent: boolean;
  /** SQL that such a row meets. */
  readonly condition: string;
}

/** What the change of type leaves no room for; undefined when every value fits, or when the types cannot be compared. */
export function narrowing(
  server: ServerVersion,
  { name, type: from }: Column,
  to: DataType,
): Narrowing | undefined {
  if ((from.arrayDimensions ?? 0) > 0 || (to.arrayDimensions ?? 0) > 0) return undefined;
  const column = quoteName(server, name);
  return ofNumber(column, from, to) ?? ofText(server, column, from, to) ?? ofTime(server, column, from, to);
}

const BITS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  bigint: 64,
};
const FRACTIONS = /^(decimal|numeric|float|double|real|float4|float8|double precision)$/;

interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

function rangeOf({ name, unsigned }: DataType): Range | undefined {
  const bits = lookUp(BITS, name);
  if (bits === undefined) return undefined;
  const half = 1n << BigInt(bits - 1);
  return unsigned === true ? { min: 0n, max: 2n * half - 1n } : { min: -half, max: half - 1n };
}

function ofNumber(column: string, from: DataType, to: DataType): Narrowing | undefined {
  const room = rangeOf(to);
  if (room) {
    const held = rangeOf(from);
    if (held && room.min <= held.min && room.max >= held.max) return undefined;
    if (held) return outside(column, room);
    return FRACTIONS.test(from.name) ? rounded(column, 0) : undefined;
  }
  const isExact = /^(decimal|numeric)$/.test(to.name);
  if (
    /^(float|float4|real)$/.test(to.name) &&
    /^(double|float8|double precision|decimal|numeric|bigint|int)$/.test(from.name)
  )
    return { values: 'of more than some 7 digits', silent: true, condition: `${column} IS NOT NULL` };
  if (!isExact || to.length === undefined) return undefined;
  const scale = to.scale ?? 0;
  if (!/^(decimal|numeric)$/.test(from.name)) return undefined;
  if (from.length === undefined || from.length - (from.scale ?? 0) > to.length - scale) {
    const limit = `1${'0'.repeat(Math.min(to.length - scale, 1000))}`;
    return { values: `of ${limit} and more`, silent: false, condition: `ABS(${column}) >= ${limit}` };
  }
  return (from.scale ?? 0) > scale ? rounded(column, scale) : undefined;
}

function outside(column: string, { min, max }: Range): Narrowing {
  return {
    values: `below ${String(min)} or above ${String(max)}`,
    silent: false,
    condition: `${column} < ${String(min)} OR ${column} > ${String(max)}`,
  };
}

function rounded(column: string, digits: number): Narrowing {
  return {
    values: digits === 0 ? 'with a fraction' : `of more than ${String(digits)} decimals`,
    silent: true,
    condition: `${column} <> ROUND(${column}, ${String(digits)})`,
  };
}

/** Bytes of MySQL's TEXT and BLOB types. */
const BYTES: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: 4_294_967_295,
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
  longblob: 4_294_967_295,
};

const TEXTS = /^(char|bpchar|varchar|binary|varbinary|(tiny|medium|long)?(text|blob)|citext)$/;

function ofText(server: ServerVersion, column: string, from: DataType, to: DataType): Narrowing | undefined {
  if (!TEXTS.test(from.name)) return undefined;
  if (to.members && to.name === 'enum') {
    const list = to.members.map((value) => quoteString(server.dialect, value)).join(', ');
    return { values: 'that are not in the list', silent: false, condition: `${column} NOT IN (${list})` };
  }
  if (/^(char|bpchar|varchar|binary|varbinary)$/.test(to.name)) {
    const size = to.length ?? (to.name === 'varchar' ? undefined : 1);
    if (size === undefined || (from.length !== undefined && from.length <= size)) return undefined;
    const isBinary = to.name.endsWith('binary');
    return {
      values: `longer than ${String(size)} ${isBinary ? 'bytes' : 'characters'}`,
      silent: false,
      condition: `${isBinary ? 'OCTET_LENGTH' : 'CHAR_LENGTH'}(${column}) > ${String(size)}`,
    };
  }
  const room = lookUp(BYTES, to.name);
  const held = lookUp(BYTES, from.name);
  if (server.dialect === 'postgres' || room === undefined || held === undefined || held <= room)
    return undefined;
  return {
    values: `longer than ${String(room)} bytes`,
    silent: false,
    condition: `OCTET_LENGTH(${column}) > ${String(room)}`,
  };
}

const MOMENTS = /^(datetime|timestamp|timestamptz|timestamp with(out)? time zone)$/;

function ofTime(server: ServerVersion, column: string, from: DataType, to: DataType): Narrowing | undefined {
  if (!MOMENTS.test(from.name)) return undefined;
  const isPostgres = server.dialect === 'postgres';
  if (to.name === 'date') {
    const condition = isPostgres
      ? `${column} <> date_trunc('day', ${column})`
      : `TIME(${column}) <> '00:00:00'`;
    return { values: 'with a time of day', silent: true, condition };
  }
  const digits = (type: DataType): number => type.length ?? (isPostgres ? 6 : 0);
  if (!MOMENTS.test(to.name) || digits(to) >= digits(from)) return undefined;
  const short = String(digits(to));
  const condition = isPostgres
    ? `${column} <> ${column}::timestamptz(${short})`
    : `${column} <> CAST(${column} AS DATETIME(${short}))`;
  return { values: `with more than ${short} digits of a second`, silent: true, condition };
}
