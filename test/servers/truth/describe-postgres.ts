import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { isPredictable } from '../../truth/postgres-case.js';
import type { PostgresCase } from '../../truth/postgres-case.js';
import { POSTGRES_VERSIONS } from '../start/postgres.js';
import { startServer } from '../start/start-server.js';
import { report, reportMissing, tallyOf } from '../tally.js';
import { PostgresStage, recipeOf } from './run-postgres-case.js';

function load(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../truth/${name}.json`, import.meta.url), 'utf8'));
}

const CASES = load('postgres') as readonly PostgresCase[];
const OPEN = load('postgres-open-cases') as Record<string, string>;

/** All cases on the ends of the range, every fourth in between: nine releases with all of them take many minutes. */
function strideOn(version: string): number {
  const isEnd = version === POSTGRES_VERSIONS[0] || version === POSTGRES_VERSIONS.at(-1);
  return isEnd || process.env['PRECHECK_SERVERS_ALL'] !== undefined ? 1 : 4;
}

/** The truth cases of one PostgreSQL, on that server. */
export function describePostgres(version: string): void {
  describe(`PostgreSQL ${version}`, () => {
    it('does what is predicted', async () => {
      const running = await startServer({ engine: 'postgres', version });
      if (!running) {
        reportMissing(`PostgreSQL ${version} truth`);
        return;
      }
      const stage = new PostgresStage(running);
      try {
        const outcomes = [];
        const stride = strideOn(version);
        const cases = casesFor(Number(version)).filter((_, at) => at % stride === 0);
        for (const one of cases) outcomes.push(await stage.outcomeOf(one));
        const suite = stride === 1 ? 'postgres.json' : `postgres.json, 1 in ${stride}`;
        const tally = tallyOf(`PostgreSQL ${running.version} ${suite}`, outcomes, OPEN);
        report(tally);
        expect(tally.wrong).toEqual([]);
      } finally {
        await stage.close();
        await running.stop();
      }
    });
  });
}

/** Those of this release, with those side by side that stand on the same tables. */
function casesFor(major: number): readonly PostgresCase[] {
  return CASES.filter(
    (one) => isPredictable(one) && one.variants.some(({ versions }) => versions.includes(major)),
  ).toSorted((a, b) => recipeOf(a).localeCompare(recipeOf(b)));
}
