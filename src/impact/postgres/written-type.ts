import type { DataType } from '../../sql/column.js';

/** Other spellings of the types that the reader names. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bcharacter varying\b/, 'varchar'],
  [/\b(?:character|bpchar)\b/, 'char'],
  [/\b(?:integer|int4)\b/, 'int'],
  [/\bint8\b/, 'bigint'],
  [/\bint2\b/, 'smallint'],
  [/\bbool\b/, 'boolean'],
  [/\b(?:decimal|dec)\b/, 'numeric'],
  [/\btimestamp(\s*\(\d\))? with time zone\b/, 'timestamptz$1'],
  [/\btimestamp(\s*\(\d\))? without time zone\b/, 'timestamp$1'],
  [/\bfloat8\b/, 'double precision'],
  [/\bfloat4\b/, 'real'],
  [/\bbit varying\b/, 'varbit'],
];

const SHAPE = /^(?:(\w+)\.)?([\w ]*\w)\s*(?:\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\))?((?:\s*\[\d*\])*)$/;

/** The type that a cast names; undefined for one that is written in another way than most. */
export function writtenType(text: string): DataType | undefined {
  const lower = text.trim().toLowerCase().replaceAll('"', '').replaceAll(/\s+/g, ' ');
  const usual = SPELLINGS.reduce((before, [pattern, word]) => before.replace(pattern, word), lower);
  const match = SHAPE.exec(usual);
  if (!match) return undefined;
  const [, schema, name = '', length, scale, brackets = ''] = match;
  return {
    name,
    schema: schema === 'pg_catalog' ? undefined : schema,
    length: length === undefined ? undefined : Number(length),
    scale: scale === undefined ? undefined : Number(scale),
    arrayDimensions: brackets.split('[').length - 1,
    text: usual,
  };
}
