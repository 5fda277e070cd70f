import type { Impact, LockMode, Prediction } from '../impact/impact.js';
import { stronger } from '../impact/postgres/lock.js';
import type { ObjectName } from '../sql/name.js';
import type { Observation } from './observation.js';

/** One thing that the server did otherwise than predicted. */
export interface Difference {
  /** What differs: "algorithm", "lock on orders", "rewrites", "error". */
  readonly what: string;
  readonly predicted: string;
  readonly observed: string;
  /** The server does more than predicted: what was called harmless is not. */
  readonly worse: boolean;
}

/** Whether the server did what was predicted. */
export type Comparison =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'differs'; readonly differences: readonly Difference[] }
  | { readonly kind: 'undecided'; readonly reason: string }
  /** The rows that happen to be there decide, and no schema shows them. */
  | { readonly kind: 'rows'; readonly reason: string };

/** A statement's prediction as it is written, and of what was run: the same with a clause. */
export interface Predicted {
  readonly written: Prediction;
  readonly ran: Prediction;
  /** Whether a table, view or sequence was there before: of others nothing is observed. */
  readonly existed: (name: ObjectName) => boolean;
}

/** Errors for values that are there: duplicates, NULLs, what is too long or out of range, rows without a parent. */
const MYSQL_ROWS = new Set(
  '1062 1048 1138 1264 1265 1292 1366 1406 1411 1416 1452 1526 1586 1690 1748 3140 3819 4025'.split(' '),
);
const POSTGRES_ROWS = /^(?:22|23)/;

/** Whether an error is about the rows and not about the statement. */
function isByRows(code: string): boolean {
  return code.length === 5 ? POSTGRES_ROWS.test(code) : MYSQL_ROWS.has(code);
}

/** Compares what was predicted with what was seen; what was not seen is not compared. */
export function compare(predicted: Predicted, observed: Observation): Comparison {
  const { written, ran, existed } = predicted;
  if (written.kind === 'undecided') return { kind: 'undecided', reason: written.reason };
  const { impact } = written;
  const error = compareErrors(impact, observed);
  if (error) return error;
  if (observed.refused) return { kind: 'agreed' };
  const isWatched = (table: ObjectName): boolean =>
    existed(table) && (observed.watched?.includes(table.name) ?? true);
  const hasRows = (table: ObjectName): boolean =>
    existed(table) && observed.emptyScans?.includes(table.name) !== true;
  const differences = [
    ...compareAlgorithm(impact, observed),
    ...compareTables('rewrites', rewritesOf(ran, impact).filter(isWatched), observed.rewrites),
    // How DML finds its rows is the planner's choice, for the rows that are there.
    ...(impact.fact === 'dml'
      ? []
      : compareTables('reads all of', impact.scans.filter(hasRows), observed.scans)),
    ...compareLocks(impact, existed, observed),
  ];
  return differences.length === 0 ? { kind: 'agreed' } : { kind: 'differs', differences };
}

function compareErrors(impact: Impact, { refused }: Observation): Comparison | undefined {
  const [predicted, observed] = [impact.refused?.code, refused?.code];
  if (predicted === observed) return undefined;
  if (predicted === undefined && refused && isByRows(refused.code)) {
    return { kind: 'rows', reason: `error ${refused.code}: ${refused.message}` };
  }
  const difference = {
    what: 'error',
    predicted: predicted ?? 'none',
    observed: refused ? `${refused.code}: ${refused.message}` : 'none',
    worse: predicted === undefined,
  };
  return { kind: 'differs', differences: [difference] };
}

const ALGORITHMS = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];
const LOCKS = ['NONE', 'SHARED', 'EXCLUSIVE'];

function compareAlgorithm(impact: Impact, observed: Observation): readonly Difference[] {
  const algorithm = inOrder('algorithm', ALGORITHMS, impact.algorithm, observed.algorithm);
  const lock = inOrder('lock', LOCKS, impact.lock, observed.lock);
  const isInstant = observed.algorithm === 'INSTANT';
  const { rowVersion = false } = impact;
  const used = observed.rowVersion;
  const versions =
    isInstant && used !== undefined && used !== rowVersion
      ? [{ what: 'row version', predicted: yesNo(rowVersion), observed: yesNo(used), worse: used }]
      : [];
  return [...algorithm, ...lock, ...versions];
}

function yesNo(answer: boolean): string {
  return answer ? 'used up' : 'none';
}

function inOrder(
  what: string,
  order: readonly string[],
  predicted: string | undefined,
  observed: string | undefined,
): readonly Difference[] {
  if (observed === undefined || predicted === observed) return [];
  const worse = order.indexOf(observed) > order.indexOf(predicted ?? '');
  return [{ what, predicted: predicted ?? 'none', observed, worse }];
}

/** Where the statement was run with a clause, what the clause forces counts. */
function rewritesOf(ran: Prediction, written: Impact): readonly ObjectName[] {
  return ran.kind === 'decided' && !ran.impact.refused ? ran.impact.rewrites : written.rewrites;
}

function compareTables(
  what: string,
  tables: readonly ObjectName[],
  observed: readonly string[] | undefined,
): readonly Difference[] {
  if (!observed) return [];
  const predicted = new Set(tables.map(({ name }) => name));
  const [before, after] = [listText([...predicted]), listText(observed)];
  if (before === after) return [];
  return [{ what, predicted: before, observed: after, worse: observed.some((name) => !predicted.has(name)) }];
}

function listText(names: readonly string[]): string {
  return names.toSorted().join(', ') || 'none';
}

function compareLocks(
  impact: Impact,
  existed: Predicted['existed'],
  observed: Observation,
): readonly Difference[] {
  if (!observed.locks) return [];
  const predicted = new Map<string, LockMode>();
  for (const { table, mode } of impact.locks ?? []) {
    if (!existed(table)) continue;
    predicted.set(table.name, stronger(predicted.get(table.name), mode));
  }
  const seen = new Map(Object.entries(observed.locks));
  return [...new Set([...predicted.keys(), ...seen.keys()])].flatMap((name) => {
    const [before, after] = [predicted.get(name), seen.get(name)];
    if (before === after || (after === undefined && observed.locksInPart)) return [];
    const worse = after !== undefined && stronger(before, after) === after;
    return [{ what: `lock on ${name}`, predicted: before ?? 'none', observed: after ?? 'none', worse }];
  });
}
