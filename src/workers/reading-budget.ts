import { stoppedScript, type Stop } from './stopped-script.js';
import type { ReadRequest, ReadSql, Script, ScriptEntry, Statement } from '../sql/statement.js';

/**
 * What the reading of SQL may cost one review, over all its files: a pull request holds as many files as its author likes,
 * and each may take as long as a single file may.
 */
export interface ReadingBudget {
  /** Milliseconds of a reading thread that are left. Waiting for a thread costs nothing. */
  leftMs: number;
}

/** Reads SQL at the expense of a budget; without one there is no limit but each file's own. */
export type BudgetedRead = (request: ReadRequest, budget?: ReadingBudget) => Promise<Script>;

/** Six files that are stopped at their deadline. Cold histories of 5,000 migrations take a fraction of it. */
export const BUDGET_MS = 60_000;
/**
 * Operations of proposed statements, those of each text once. A pull request of this size is a dump, and nobody reads what
 * would be said of it.
 */
const BUDGET_OPERATIONS = 20_000;
/**
 * The same, as often as they are judged: on each server, and again with suggestions in their places. Each takes memory, and time
 * to judge; a configuration may name twenty servers.
 */
const BUDGET_JUDGED = 60_000;
/** Of one statement, which is judged in one go. PostgreSQL's widest table has 1,600 columns, MySQL's 4,096. */
const MOST_OPERATIONS = 2_500;

/**
 * A reader for one review, with the budget of one. What is beyond it comes back as one unreadable entry for each file.
 * `proposed`: the texts that the change proposes; others are read to try something out.
 */
export function budgetedReader(read: BudgetedRead, proposed: ReadonlySet<string>): ReadSql {
  const budget: ReadingBudget = { leftMs: BUDGET_MS };
  const operations = new OperationsBudget(proposed);
  const readJudgeable = judgeableReader((request) => read(request, budget));
  return async (request) => {
    const script = await readJudgeable(request);
    if (isHistory(request)) return script;
    const stop = operations.charge(request.text, costOf(script.entries));
    return stop === undefined ? script : stoppedScript(request.text, stop);
  };
}

/** What the operations of one review may cost. */
class OperationsBudget {
  readonly #proposed: ReadonlySet<string>;
  /** Whether a proposed text fits, found out at its first reading: it is the same for every server. */
  readonly #fits = new Map<string, boolean>();
  #left = BUDGET_OPERATIONS;
  #leftJudged = BUDGET_JUDGED;

  constructor(proposed: ReadonlySet<string>) {
    this.#proposed = proposed;
  }

  /** Why a text that was read is not judged; undefined when it is. */
  charge(text: string, cost: number): Stop | undefined {
    if (!this.#isHeld(text, cost)) return { kind: 'operations', most: BUDGET_OPERATIONS };
    if (cost > this.#leftJudged) return { kind: 'judged', most: BUDGET_JUDGED };
    this.#leftJudged -= cost;
    return undefined;
  }

  #isHeld(text: string, cost: number): boolean {
    if (!this.#proposed.has(text)) return true;
    const known = this.#fits.get(text);
    if (known !== undefined) return known;
    const fits = cost <= this.#left;
    if (fits) this.#left -= cost;
    this.#fits.set(text, fits);
    return fits;
  }
}

/** A reader of statements that can each be judged in one go: a proposed one that makes too many changes is unreadable. */
export function judgeableReader(read: ReadSql): ReadSql {
  return async (request) => {
    const script = await read(request);
    return isHistory(request) ? script : { ...script, entries: script.entries.map(judgeable) };
  };
}

/** The history is read statement by statement into the schema, and its statements are neither kept nor judged. */
function isHistory({ dml }: ReadRequest): boolean {
  return dml === 'head';
}

function judgeable(entry: ScriptEntry): ScriptEntry {
  if (entry.kind === 'unreadable' || !isTooLarge(entry.statement)) return entry;
  const { span, text, head } = entry.statement;
  const reason = `This statement makes more than ${String(MOST_OPERATIONS)} changes at once, and is not judged. Split it.`;
  return { kind: 'unreadable', unreadable: { gap: 'statement-unreadable', span, text, head, reason } };
}

function isTooLarge({ operations, body }: Statement): boolean {
  if (operations.length > MOST_OPERATIONS) return true;
  return (body?.statements ?? []).some((one) => one.kind === 'statement' && isTooLarge(one.statement));
}

/** Each statement counts, also one that changes nothing. */
function costOf(entries: readonly ScriptEntry[]): number {
  return entries.reduce((sum, entry) => {
    if (entry.kind === 'unreadable') return sum + 1;
    const { operations, body } = entry.statement;
    return sum + Math.max(1, operations.length) + costOf(body?.statements ?? []);
  }, 0);
}

/** True when there is no time left. */
export function isSpent({ leftMs }: ReadingBudget): boolean {
  return leftMs <= 0;
}
