import { readFileSync } from 'node:fs';

import { registry } from '../../../rules/index.js';
import { examplesOf } from '../../../scripts/rules/page.js';
import type { Example } from '../../../scripts/rules/page.js';
import { exampleFile, findingText, inputOf, runExample } from '../../../scripts/rules/run-example.js';
import type { ProposedFile } from '../../../scripts/rules/run-example.js';
import type { Finding } from '../../../src/engine/finding.js';
import { parseVersion } from '../../../src/sql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { readSql } from '../../../src/sql/read.js';
import type { Statement } from '../../../src/sql/statement.js';
import type { Comparison } from '../../../src/verify/compare.js';
import { runHistory } from '../../../src/verify/run-history.js';
import type { Verified, VerifiedHistory } from '../../../src/verify/run-history.js';
import type { RunningServer } from '../start/start-server.js';
import type { Outcome } from '../tally.js';
import { isByHand, sequenceOf } from './recipe-files.js';
import { openStage } from './stage.js';

/** An example and the rule on whose page it stands. */
export interface PageExample {
  readonly rule: string;
  readonly example: Example;
}

/** Every example of every page but the histories, which run before the others, and what no history can decide. */
export function pageExamples(): readonly PageExample[] {
  return registry.flatMap(({ id }) =>
    examplesOf(readFileSync(`rules/${id}.md`, 'utf8'))
      .filter(({ kind }) => kind === 'bad' || kind === 'good')
      .map((example) => ({ rule: id, example })),
  );
}

/** What the page says of an example beside its SQL. */
async function findingOf({ rule, example }: PageExample): Promise<Finding | undefined> {
  return (await runExample(example, rule, registry)).findings.find((found) => found.rule === rule);
}

/** Runs an example on a server as its file says, and what its finding recommends; one outcome for each statement. */
export async function outcomesOf(one: PageExample, running: RunningServer): Promise<readonly Outcome[]> {
  const { rule, example } = one;
  const run = async (what: string, files: readonly ProposedFile[], judge: Judge) =>
    files.length === 0 ? [] : outcomesFrom(`${rule} ${what}`, await runFiles(one, files, running), judge);
  if (example.kind === 'good') return run('good', [exampleFile(example)], mustBeAccepted);
  const finding = await findingOf(one);
  if (!finding) return run('bad', [exampleFile(example)], comparisonOf);
  const { suggestion, recipe } = finding;
  const replaced = suggestion === null ? [] : [{ ...exampleFile(example), sql: suggestion }];
  const text = findingText(finding);
  const ran = await runFiles(one, [exampleFile(example)], running);
  return [
    ...outcomesFrom(`${rule} bad`, ran, maybeRefusedAs(text)),
    ...failing(text, ran),
    ...(await run('suggestion', replaced, mustBeAccepted)),
    ...(await run('recipe', sequenceOf(example, recipe), mustBeAccepted)),
  ];
}

/** By rule and dialect: rows that an example's text speaks of, where a row of any values would not do. */
const ROWS = JSON.parse(readFileSync(new URL('./rows.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Partial<Record<Dialect, string>>>>
>;

async function runFiles(
  { rule, example }: PageExample,
  files: readonly ProposedFile[],
  running: RunningServer,
): Promise<VerifiedHistory> {
  const [history] = inputOf(example, files, rule, registry).histories;
  const version = parseVersion(running.engine, running.version);
  if (!history || !version) throw new Error(`nothing to run on ${running.version}`);
  const stage = await openStage(running, history.session, ROWS[rule]?.[example.dialect]);
  try {
    return await runHistory(history, stage, {
      readSql,
      server: { version, variables: {} },
      refuse: reachesServer,
    });
  } finally {
    await stage.close();
  }
}

/** What would outlive the example, or ends the server. */
function reachesServer({ operations }: Statement): string | undefined {
  const reaching = operations.find(
    (operation) =>
      operation.kind === 'administer' ||
      (operation.kind === 'setVariable' && /^(?:global|persist)$/.test(operation.scope)),
  );
  return reaching && 'it changes the whole server';
}

type Judge = (verified: Verified) => Comparison;

/** A file ends with the first statement that the server refuses, as a runner's does. */
function outcomesFrom(
  what: string,
  { before, statements }: VerifiedHistory,
  judge: Judge,
): readonly Outcome[] {
  const end = statements.findIndex(({ observation }) => observation?.refused !== undefined);
  return [
    ...before.map(({ reason }) => ({ name: `${what}, history`, comparison: refusedWith(reason) })),
    ...statements.slice(0, end < 0 ? statements.length : end + 1).map((verified) => ({
      name: `${what} → ${verified.statement}`,
      comparison: judge(verified),
    })),
  ];
}

/** A row of the example's own is what a row of ours is already. */
const DUPLICATE = /^(?:1062|23505)$/;

function mustBeAccepted(verified: Verified): Comparison {
  const { observation, statement, file } = verified;
  const refused = observation?.refused;
  const comparison = comparisonOf(verified);
  if (!refused) return isByHand(file) && comparison.kind === 'differs' ? { kind: 'agreed' } : comparison;
  const reason = `${refused.code}: ${refused.message}`;
  return DUPLICATE.test(refused.code) && /^INSERT\b/i.test(statement)
    ? { kind: 'rows', reason }
    : refusedWith(reason);
}

/** A refusal of the statement itself, which the finding names, is no difference where the prediction is silent. */
function maybeRefusedAs(finding: string): Judge {
  return (verified) => {
    const code = verified.observation?.refused?.code;
    const comparison = comparisonOf(verified);
    const isSaid = code !== undefined && finding.includes(code);
    return isSaid && comparison.kind === 'differs' && comparison.differences[0]?.predicted === 'none'
      ? { kind: 'agreed' }
      : comparison;
  };
}

/** What a finding says of a statement that fails, whatever the rows hold. */
const FAILS =
  /refuses (?:it with error|the statement|a key|a foreign key)\b|\bThe statement (?:ends|fails) with error/;

/** A finding that says so of a file which the server takes is a difference. */
function failing(finding: string, { statements }: VerifiedHistory): readonly Outcome[] {
  const isTaken = statements.every(({ observation }) => observation && !observation.refused);
  if (!FAILS.test(finding) || !isTaken) return [];
  const difference = { what: 'error', predicted: 'one, by the finding', observed: 'none', worse: false };
  return [
    {
      name: `bad → ${finding.split('\n')[0] ?? ''}`,
      comparison: { kind: 'differs', differences: [difference] },
    },
  ];
}

function comparisonOf({ comparison }: Verified): Comparison {
  return comparison.kind === 'not-run' ? { kind: 'undecided', reason: comparison.reason } : comparison;
}

function refusedWith(observed: string): Comparison {
  const difference = { what: 'error', predicted: 'accepted', observed, worse: true };
  return { kind: 'differs', differences: [difference] };
}
