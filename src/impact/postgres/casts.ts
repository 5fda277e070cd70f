import type { ServerVersion } from '../../sql/dialect.js';
import { lookUp } from '../../look-up.js';

/** In which places a cast runs: by itself, where a column takes a value, only where it is written. */
export type CastContext = 'implicit' | 'assignment' | 'explicit';
/** What a cast does: nothing but another name for the same bytes, or a function over each value. */
export type CastMethod = 'relabel' | 'function';

/**
 * By type: the types that its values are cast to, each with the context (i, a, e: implicit, assignment, explicit) and the
 * method (b: binary, f: function, i: input and output). Source: pg_cast of PostgreSQL 10 to 18, and citext's.
 */
const CASTS: Readonly<Record<string, string>> = {
  '"char"': 'char af, varchar af, int ef, text if',
  bigint: `bit ef, bytea ef, double¤precision if, int af, money af, numeric if, oid if, real if, regclass if, regcollation if,
    regconfig if, regdictionary if, regnamespace if, regoper if, regoperator if, regproc if, regprocedure if, regrole if,
    regtype if, smallint af`,
  bit: 'bigint ef, varbit ib, int ef',
  varbit: 'bit ib',
  boolean: 'char af, varchar af, int ef, text af, citext af',
  box: 'circle ef, lseg ef, point ef, polygon af',
  bytea: 'bigint ef, int ef, smallint ef',
  char: '"char" af, varchar if, name if, text if, xml ef, citext af',
  varchar: '"char" af, char ib, name if, regclass if, text ib, xml ef, citext ab',
  cidr: 'char af, varchar af, inet ib, text af',
  circle: 'box ef, point ef, polygon ef',
  citext: 'text ib, varchar ib, char af',
  date: 'timestamptz if, timestamp if',
  daterange: 'datemultirange ef',
  'double precision': 'bigint af, int af, numeric af, real af, smallint af',
  inet: 'char af, varchar af, cidr af, text af, citext af',
  int4range: 'int4multirange ef',
  int8range: 'int8multirange ef',
  int: `"char" ef, bigint if, bit ef, boolean ef, bytea ef, double¤precision if, money af, numeric if, oid ib, real if,
    regclass ib, regcollation ib, regconfig ib, regdictionary ib, regnamespace ib, regoper ib, regoperator ib, regproc ib,
    regprocedure ib, regrole ib, regtype ib, smallint af`,
  interval: 'time af',
  json: 'jsonb ai',
  jsonb: 'bigint ef, boolean ef, double¤precision ef, int ef, json ai, numeric ef, real ef, smallint ef',
  lseg: 'point ef',
  macaddr: 'macaddr8 if',
  macaddr8: 'macaddr if',
  money: 'numeric af',
  name: 'char af, varchar af, text if',
  numeric: 'bigint af, double¤precision if, int af, money af, real if, smallint af',
  numrange: 'nummultirange ef',
  oid: `bigint af, int ab, regclass ib, regcollation ib, regconfig ib, regdictionary ib, regnamespace ib, regoper ib,
    regoperator ib, regproc ib, regprocedure ib, regrole ib, regtype ib`,
  path: 'polygon af, point ef',
  point: 'box af',
  polygon: 'box ef, circle ef, path af, point ef',
  real: 'bigint af, double¤precision if, int af, numeric af, smallint af',
  regclass: 'bigint af, int ab, oid ib',
  regcollation: 'bigint af, int ab, oid ib',
  regconfig: 'bigint af, int ab, oid ib',
  regdictionary: 'bigint af, int ab, oid ib',
  regnamespace: 'bigint af, int ab, oid ib',
  regoper: 'bigint af, int ab, oid ib, regoperator ib',
  regoperator: 'bigint af, int ab, oid ib, regoper ib',
  regproc: 'bigint af, int ab, oid ib, regprocedure ib',
  regprocedure: 'bigint af, int ab, oid ib, regproc ib',
  regrole: 'bigint af, int ab, oid ib',
  regtype: 'bigint af, int ab, oid ib',
  smallint: `bigint if, bytea ef, double¤precision if, int if, numeric if, oid if, real if, regclass if, regcollation if,
    regconfig if, regdictionary if, regnamespace if, regoper if, regoperator if, regproc if, regprocedure if, regrole if,
    regtype if`,
  text: '"char" af, char ib, varchar ib, name if, regclass if, xml ef, citext ab',
  timetz: 'time af',
  time: 'interval if, timetz if',
  timestamptz: 'date af, timetz af, time af, timestamp af',
  timestamp: 'date af, time af, timestamptz if',
  tsrange: 'tsmultirange ef',
  tstzrange: 'tstzmultirange ef',
  xid8: 'xid ef',
  xml: 'char ab, varchar ab, text ab',
};

/** Casts that some releases do not have: "from>to", from which release, up to which. */
const RELEASES: readonly (readonly [pair: RegExp, from: number, to: number])[] = [
  [/^jsonb>(?!json$)/, 11, Infinity],
  [/^path>point$/, 0, 14],
  [/^(?:bytea>|\w+>bytea$)/, 18, Infinity],
];

const ORDER: Readonly<Record<string, number>> = { i: 0, a: 1, e: 2, implicit: 0, assignment: 1, explicit: 2 };

type Entry = readonly [context: string, method: string];
const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  Object.entries(CASTS).flatMap(([from, list]) =>
    list.split(',').map((entry): [string, Entry] => {
      const [to = '', how = ''] = entry.trim().split(' ');
      return [`${from}>${to.replace('¤', ' ')}`, [how.charAt(0), how.charAt(1)]];
    }),
  ),
);

/** Types that every value can be written to, and read from where a cast is written. Source: pg_type (typcategory = 'S'). */
const STRINGS: ReadonlySet<string> = new Set(['text', 'varchar', 'char', 'name', 'citext']);

/** True for a type of strings: "char" was one before PostgreSQL 15. */
function isString(name: string, version: ServerVersion): boolean {
  return STRINGS.has(name) || (name === '"char"' && version.major < 15);
}

/** How the server casts values of one type, no domain and no array, to another; undefined when it does not. */
export function castOf(
  from: string,
  to: string,
  context: CastContext,
  version: ServerVersion,
): CastMethod | undefined {
  if (from === to) return 'relabel';
  const pair = `${from}>${to}`;
  const entry = ENTRIES.get(pair);
  const isThere = RELEASES.every(
    ([pattern, first, last]) => !pattern.test(pair) || (version.major >= first && version.major <= last),
  );
  if (entry && isThere) {
    const [needs, method] = entry;
    if ((lookUp(ORDER, needs) ?? 0) > (ORDER[context] ?? 0)) return undefined;
    return method === 'b' ? 'relabel' : 'function';
  }
  return throughText(isString(from, version), isString(to, version), context);
}

/** By the types' input and output: into strings by assignment, out of them where it is written. */
export function throughText(
  fromString: boolean,
  toString: boolean,
  context: CastContext,
): CastMethod | undefined {
  if (toString && context !== 'implicit') return 'function';
  return fromString && context === 'explicit' ? 'function' : undefined;
}
