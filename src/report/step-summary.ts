import { fit } from './budget.js';
import type { Outcome } from './outcome.js';
import type { Commit } from './permalink.js';
import type { Report } from './report.js';
import { summaryBlocks } from './summary.js';

/** GitHub refuses a step's summary above 1 MiB; a character takes at most four bytes. */
const LONGEST_SUMMARY = 250_000;

/** The summary that the App's check shows, as Markdown; ends in a line break. Places are links where a commit is given. */
export function stepSummary(report: Report, outcome: Outcome, commit: Commit | undefined): string {
  return `${fit(summaryBlocks(report, outcome, commit), LONGEST_SUMMARY)}\n`;
}
