import type { TypeName } from 'libpg-query';
import type { DataType } from '../column.js';
import { lookUp } from '../../look-up.js';
import { each, strings, valueText } from './tree.js';

/** The catalogue's names and other spellings → the names used here; the standard's where it is one word. */
const CANONICAL: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'int',
  integer: 'int',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
  decimal: 'numeric',
  serial2: 'smallserial',
  serial4: 'serial',
  serial8: 'bigserial',
};

const BUILT_IN_SCHEMA = 'pg_catalog';

/** INTERVAL's first modifier is a mask of its fields; only the precision behind it is a length. */
function modifiersOf(type: TypeName, name: string): readonly number[] {
  const texts = (type.typmods ?? []).map(valueText);
  const figures = texts.filter((text) => /^\d+$/.test(text)).map(Number);
  return name === 'interval' ? figures.slice(1) : figures;
}

/** A type as written, in the names of {@link CANONICAL}; `schema` only where it is not PostgreSQL's own. */
export function dataTypeOf(type: TypeName | undefined): DataType {
  const names = strings(type?.names);
  const written = names[names.length - 1] ?? '';
  const schema = names.length > 1 ? names[names.length - 2] : undefined;
  // The grammar turns CHAR into pg_catalog.bpchar: what is still called char is the one-byte type "char".
  const name = written === 'char' ? '"char"' : (lookUp(CANONICAL, written) ?? written);
  const ownSchema = schema === BUILT_IN_SCHEMA ? undefined : schema;
  const [length, scale] = type ? modifiersOf(type, name) : [];
  const dimensions = type?.arrayBounds?.length ?? 0;
  const modifiers = modifierText(type, name);
  return {
    name: type?.pct_type ? `${names.join('.')}%type` : name,
    schema: type?.pct_type ? undefined : ownSchema,
    length,
    scale,
    arrayDimensions: dimensions,
    text: `${ownSchema === undefined ? '' : `${ownSchema}.`}${name}${modifiers}${'[]'.repeat(dimensions)}`,
  };
}

/** The bits of INTERVAL's mask, from the largest field to the smallest. Source: utils/datetime.h. */
const FIELD_BITS = [
  ['year', 2],
  ['month', 1],
  ['day', 3],
  ['hour', 10],
  ['minute', 11],
  ['second', 12],
] as const;

/** "day to second"; nothing for all fields. */
function fieldsOf(mask: number): string {
  const held = FIELD_BITS.filter(([, bit]) => (mask & (1 << bit)) !== 0).map(([field]) => field);
  if (held.length === FIELD_BITS.length) return '';
  return [...new Set([held[0], held.at(-1)])].join(' to ');
}

function modifierText(type: TypeName | undefined, name: string): string {
  const modifiers = type?.typmods ?? [];
  if (modifiers.length === 0) return '';
  if (name === 'interval') {
    const precision = valueText(modifiers[1]);
    const fields = fieldsOf(Number(valueText(modifiers[0])));
    return `${fields === '' ? '' : ` ${fields}`}${precision === '' ? '' : `(${precision})`}`;
  }
  const columns = each(modifiers, 'ColumnRef').map((reference) => strings(reference.fields).join('.'));
  const texts = columns.length === modifiers.length ? columns : modifiers.map((node) => valueText(node));
  return `(${texts.join(',')})`;
}
