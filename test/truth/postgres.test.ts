import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { disagreements, isPredictable } from './postgres-case.js';
import type { PostgresCase } from './postgres-case.js';

const CASES = JSON.parse(readFileSync(new URL('./postgres.json', import.meta.url), 'utf8')) as PostgresCase[];
/** Ids of the entries on which prediction and server do not agree yet, with the reason. */
const OPEN = JSON.parse(
  readFileSync(new URL('./postgres-open-cases.json', import.meta.url), 'utf8'),
) as Record<string, string>;

describe('postgres: predicted against executed', () => {
  const cases = CASES.filter(isPredictable);

  it.each(cases.filter(({ id }) => OPEN[id] === undefined))('$id', async (one) => {
    expect(await disagreements(one)).toEqual([]);
  });

  it('disagrees on the open cases and on no others', async () => {
    const open = cases.filter(({ id }) => OPEN[id] !== undefined);
    const found = await Promise.all(open.map(disagreements));
    expect(open.filter((_, at) => found[at]?.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it('lists no open case that does not exist', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(Object.keys(OPEN).filter((id) => !ids.has(id))).toEqual([]);
  });
});
