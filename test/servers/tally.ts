import { appendFileSync } from 'node:fs';

import type { Comparison } from '../../src/verify/compare.js';

/** What came of one case. */
export interface Outcome {
  readonly name: string;
  readonly comparison: Comparison;
}

/** Cases of one kind on one server, counted. */
export interface Tally {
  /** "MySQL 9.7.4 truth", "PostgreSQL 18.4 corpus homarr-labs+homarr". */
  readonly title: string;
  readonly cases: number;
  readonly agreed: number;
  readonly undecided: number;
  /** The rows that happen to be there decide. */
  readonly rows: number;
  /** Listed in the file of open cases, with the reason. */
  readonly open: number;
  readonly wrong: readonly string[];
  /** Of a history: changes of tables that it did not create. */
  readonly elsewhere?: number;
  /** Of a history: statements that the server refused. */
  readonly refused?: number;
  /** The server could not be had: nothing was counted. */
  readonly missing?: true;
}

/**
 * Counts outcomes; what differs and is not listed as open is wrong, and written out. An open case is listed by its name, or
 * by its statement (what follows the arrow) where it is the same on all tables.
 */
export function tallyOf(
  title: string,
  outcomes: readonly Outcome[],
  open: Readonly<Record<string, string>>,
): Tally {
  const count = (kind: Comparison['kind']) =>
    outcomes.filter(({ comparison }) => comparison.kind === kind).length;
  const differing = outcomes.filter(({ comparison }) => comparison.kind === 'differs');
  const wrong = differing.filter(
    ({ name }) => (open[name] ?? open[name.split(' → ').at(-1) ?? '']) === undefined,
  );
  return {
    title,
    cases: outcomes.length,
    agreed: count('agreed'),
    undecided: count('undecided'),
    rows: count('rows'),
    open: differing.length - wrong.length,
    wrong: wrong.map(wrongText),
  };
}

function wrongText({ name, comparison }: Outcome): string {
  if (comparison.kind !== 'differs') return name;
  const dangerous = comparison.differences.some(({ worse }) => worse) ? 'DANGEROUS ' : '';
  const texts = comparison.differences.map(
    ({ what, predicted, observed }) => `${what}: predicted ${predicted}, server ${observed}`,
  );
  return `${dangerous}${name}\n      ${texts.join('\n      ')}`;
}

/** Where the tallies of all suites of a run are gathered, one JSON object a line. */
const TALLIES = 'PRECHECK_SERVERS_TALLIES';

/** Hands a tally to the table that is printed at the end of the run. */
export function report(tally: Tally): void {
  gather(tally);
}

/** Says in that table that a server was not to be had. */
export function reportMissing(title: string): void {
  gather({ ...tallyOf(title, [], {}), missing: true });
}

function gather(tally: Tally): void {
  const path = process.env[TALLIES];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(tally)}\n`);
}
