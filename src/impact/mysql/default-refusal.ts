import type { ColumnDefinition } from '../../sql/column.js';
import type { Dialect } from '../../sql/dialect.js';
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

function fits(text: string, { type }: ColumnDefinition): boolean {
  if (WHOLE.test(type.name)) return NUMBER.test(text.trim());
  if (/^(0x|x'|b'|_)/i.test(text)) return true;
  if (type.name === 'char' || type.name === 'varchar') return Array.from(text).length <= (type.length ?? 1);
  return type.name !== 'enum' || isMember(text, type.members ?? []);
}

function isMember(text: string, members: readonly string[]): boolean {
  const plain = text.trimEnd().toLowerCase();
  return members.some((member) => member.toLowerCase() === plain);
}
