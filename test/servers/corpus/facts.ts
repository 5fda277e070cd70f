import type { Comparison, Difference } from '../../../src/verify/compare.js';
import type { Outcome } from '../tally.js';

/** What is known of a table, a column or an index, by what it is about: "type", "position". */
export type Facts = Readonly<Record<string, string>>;

/** A schema: facts by "table orders", "column orders.id" or "index orders.by_status". */
export type SchemaFacts = ReadonlyMap<string, Facts>;

/**
 * One outcome for each object of either schema. What a missing table has is not listed besides. A difference where the
 * replay says itself that it is not certain is no wrong answer: `doubt` gives its reason for a table.
 */
export function compareSchemas(
  project: string,
  replayed: SchemaFacts,
  server: SchemaFacts,
  doubt: (table: string) => string | undefined,
): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const key of new Set([...replayed.keys(), ...server.keys()])) {
    const [kind, name = ''] = key.split(/ (.*)/s);
    const table = kind === 'table' ? name : name.slice(0, name.lastIndexOf('.'));
    const isWhole = replayed.has(`table ${table}`) === server.has(`table ${table}`);
    if (kind !== 'table' && !isWhole) continue;
    const differences = differencesOf(replayed.get(key), server.get(key));
    outcomes.push({ name: `${project} ${key}`, comparison: comparisonOf(differences, doubt(table)) });
  }
  return outcomes;
}

function comparisonOf(differences: readonly Difference[], reason: string | undefined): Comparison {
  if (differences.length === 0) return { kind: 'agreed' };
  return reason === undefined ? { kind: 'differs', differences } : { kind: 'undecided', reason };
}

function differencesOf(replayed: Facts | undefined, server: Facts | undefined): readonly Difference[] {
  if (!replayed || !server) {
    const words = (facts: Facts | undefined): string => (facts ? 'there' : 'not there');
    return [{ what: 'schema', predicted: words(replayed), observed: words(server), worse: false }];
  }
  return [...new Set([...Object.keys(replayed), ...Object.keys(server)])]
    .filter((what) => replayed[what] !== server[what])
    .map((what) => ({
      what,
      predicted: replayed[what] ?? 'none',
      observed: server[what] ?? 'none',
      worse: false,
    }));
}

const CAST =
  /::\s*(?:character varying|double precision|bit varying|(?:timestamp|time)(?:\(\d\))? with(?:out)? time zone|["\w.]+)(?:\([\d, ]*\))?(?:\[\])*/gi;

/** An expression without what servers add when they show it: casts, brackets, quotes, white space, the usual schema. */
export function plainExpression(text: string): string {
  const plain = text
    .replace(CAST, '')
    .replace(/\b_utf8mb[34](?=\\?')/g, '')
    .replace(/[\s()"'`\\]|\bpublic\./g, '')
    .toLowerCase()
    .replace(/(\d\d:\d\d:\d\d)\+00(?::00)?$/, '$1');
  if (plain === 'null') return 'none';
  if (plain === 'true' || plain === 'false') return plain === 'true' ? '1' : '0';
  if (/^(?:now|current_timestamp|localtimestamp)\d?$/.test(plain)) return 'now';
  return plain !== '' && Number.isFinite(Number(plain)) ? String(Number(plain)) : plain;
}
