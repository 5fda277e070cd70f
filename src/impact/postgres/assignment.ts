const NUMBERS: readonly string[] = ['smallint', 'int', 'bigint', 'real', 'double precision', 'numeric'];

/** Casts that an assignment makes by itself, strings apart. Source: pg_cast (castcontext 'a' and 'i'). */
const ASSIGNMENTS: Readonly<Record<string, readonly string[]>> = {
  smallint: [...NUMBERS, 'oid'],
  int: [...NUMBERS, 'money', 'oid'],
  bigint: [...NUMBERS, 'money', 'oid'],
  real: NUMBERS,
  'double precision': NUMBERS,
  numeric: [...NUMBERS, 'money'],
  money: ['numeric'],
  oid: ['int', 'bigint'],
  bit: ['varbit'],
  varbit: ['bit'],
  cidr: ['inet'],
  inet: ['cidr'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  json: ['jsonb'],
  jsonb: ['json'],
  date: ['timestamp', 'timestamptz'],
  time: ['interval', 'timetz'],
  timetz: ['time'],
  interval: ['time'],
  timestamp: ['date', 'time', 'timestamptz'],
  timestamptz: ['date', 'time', 'timestamp', 'timetz'],
  point: ['box'],
  box: ['polygon'],
  path: ['polygon'],
  polygon: ['path'],
  int4range: ['int4multirange'],
  int8range: ['int8multirange'],
  numrange: ['nummultirange'],
  daterange: ['datemultirange'],
  tsrange: ['tsmultirange'],
  tstzrange: ['tstzmultirange'],
};

/** Types whose casts are too many to list: true for them, so that nothing is refused wrongly. */
const LENIENT = /^(reg\w+|name|char|"char"|text|varchar|serial|bigserial|smallserial)$/;

/** True when the server casts a column from one of its own types to another without USING. */
export function castsInAssignment(from: string, to: string): boolean {
  if (from === to || LENIENT.test(to)) return true;
  return ASSIGNMENTS[from]?.includes(to) ?? false;
}
