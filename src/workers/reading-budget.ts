import { stoppedScript } from './stopped-script.js';
import type { ReadRequest, ReadSql, Script } from '../sql/statement.js';

/**
 * What the reading of SQL may cost one review, over all its files: a pull request holds as many files as its author likes,
 * and each may take as long as a single file may.
 */
export interface ReadingBudget {
  /** Milliseconds of a reading thread that are left. Waiting for a thread costs nothing. */
  leftMs: number;
  /** Proposed statements that are left: each takes memory, and time to judge. */
  leftStatements: number;
}

/** Reads SQL at the expense of a budget; without one there is no limit but each file's own. */
export type BudgetedRead = (request: ReadRequest, budget?: ReadingBudget) => Promise<Script>;

/** Six files that are stopped at their deadline. Cold histories of 5,000 migrations take a fraction of it. */
export const BUDGET_MS = 60_000;
/** A pull request of this size is a dump, and nobody reads what would be said of it. */
const BUDGET_STATEMENTS = 20_000;

/** A reader for one review, with the budget of one. What is beyond it comes back as one unreadable entry for each file. */
export function budgetedReader(read: BudgetedRead): ReadSql {
  const budget: ReadingBudget = { leftMs: BUDGET_MS, leftStatements: BUDGET_STATEMENTS };
  return async (request) => {
    const script = await read(request, budget);
    // The history is read statement by statement into the schema, and its statements are not kept.
    if (request.dml === 'head') return script;
    if (script.entries.length > budget.leftStatements)
      return stoppedScript(request.text, { kind: 'statements', most: BUDGET_STATEMENTS });
    budget.leftStatements -= script.entries.length;
    return script;
  };
}

/** True when there is no time left. */
export function isSpent({ leftMs }: ReadingBudget): boolean {
  return leftMs <= 0;
}
