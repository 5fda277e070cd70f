import type { ColumnDefinition, DataType } from '../../sql/column.js';
import type { Dialect } from '../../sql/dialect.js';
import { lookUp } from '../../look-up.js';
import type { Refusal } from './clause.js';

const WHOLE = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|real)$/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$|^(true|false)$|^(0x|x'|b')/i;

/** A default that the column's type cannot hold (error 1067). */
export function refuseDefault(column: ColumnDefinition, dialect: Dialect): Refusal | undefined {
  const value = column.default;
  const isBad =
    (value?.kind === 'null' && column.nullable === false) ||
    (value?.kind === 'now' && dialect === 'mysql' && precisionOf(value.text) !== (column.type.length ?? 0)) ||
    (value?.kind === 'literal' && !fits(value.text, column));
  return isBad ? { code: '1067', reason: `The default does not fit column ${column.name}.` } : undefined;
}

/** Digits of the seconds in CURRENT_TIMESTAMP(3), which MySQL wants the column to have too. */
function precisionOf(text: string): number {
  return Number(/\((\d)\)/.exec(text)?.[1] ?? 0);
}

type Typed = Pick<ColumnDefinition, 'type'>;

/** False for a literal that no value of the type is, whatever the sql_mode. */
export function fits(text: string, { type }: Typed): boolean {
  if (WHOLE.test(type.name)) return NUMBER.test(text.trim()) && isInRange(text.trim(), type);
  if (/^(0x|x'|b'|_)/i.test(text)) return true;
  if (type.name === 'char' || type.name === 'varchar') return Array.from(text).length <= (type.length ?? 1);
  return type.name !== 'enum' || isMember(text, type.members ?? []);
}

function isMember(text: string, members: readonly string[]): boolean {
  const plain = text.trimEnd().toLowerCase();
  return members.some((member) => member.toLowerCase() === plain);
}

const BYTES: Readonly<Record<string, bigint>> = {
  tinyint: 1n,
  smallint: 2n,
  mediumint: 3n,
  int: 4n,
  bigint: 8n,
};

/** Whole numbers written in decimal digits; what is written otherwise is let pass. */
function isInRange(text: string, type: DataType): boolean {
  const bytes = lookUp(BYTES, type.name);
  if (bytes === undefined || !/^[-+]?\d{1,30}$/.test(text)) return true;
  const value = BigInt(text.replace('+', ''));
  const values = 1n << (8n * bytes);
  const isUnsigned = (type.unsigned ?? false) || (type.zerofill ?? false);
  const [least, most] = isUnsigned ? [0n, values - 1n] : [-values / 2n, values / 2n - 1n];
  return value >= least && value <= most;
}
