import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { disagreements, executedDisagreements, isPredictable } from './case.js';
import type { Executed, TruthCase } from './case.js';

const CASES = JSON.parse(
  readFileSync(new URL('./mysql-mariadb.json', import.meta.url), 'utf8'),
) as TruthCase[];
/** Ids of the entries on which prediction and server do not agree yet, with the reason. */
const OPEN = JSON.parse(readFileSync(new URL('./open-cases.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

/** Statements run by ourselves, grouped by the table they were run on. */
const EXECUTED = JSON.parse(readFileSync(new URL('./executed.json', import.meta.url), 'utf8')) as Executed[];

describe.each(['mysql', 'mariadb'] as const)('%s: predicted against executed', (engine) => {
  const cases = CASES.filter((one) => one.engine === engine && isPredictable(one));

  it.each(cases.filter(({ id }) => OPEN[id] === undefined))('$id', async (one) => {
    expect(await disagreements(one)).toEqual([]);
  });

  it('disagrees on the open cases and on no others', async () => {
    const open = cases.filter(({ id }) => OPEN[id] !== undefined);
    const found = await Promise.all(open.map(disagreements));
    expect(open.filter((_, at) => found[at]?.length === 0).map(({ id }) => id)).toEqual([]);
  });
});

it('lists no open case that does not exist', () => {
  const ids = new Set(CASES.map(({ id }) => id));
  expect(Object.keys(OPEN).filter((id) => !ids.has(id))).toEqual([]);
});

it.each(['mysql', 'mariadb'] as const)('%s: agrees with every statement that was executed', async (engine) => {
  const groups = EXECUTED.filter((one) => one.engine === engine);
  expect((await Promise.all(groups.map(executedDisagreements))).flat()).toEqual([]);
});
