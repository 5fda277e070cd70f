import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { PRODUCT, parseVersion } from '../../../src/sql/dialect.js';
import type { ServerVersion } from '../../../src/sql/dialect.js';
import { startServer } from '../start/start-server.js';
import { report, reportMissing, tallyOf } from '../tally.js';
import { executedCases, truthCases } from './mysql-cases.js';
import type { MysqlCase } from './mysql-cases.js';
import { MysqlStage } from './run-mysql-case.js';

/** Cases on which prediction and server do not agree yet, with the reason. */
const OPEN = JSON.parse(readFileSync(new URL('./open-cases.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

/** Of executed.json every twentieth statement is run again: all of them take a quarter of an hour. */
const EVERY = process.env['PRECHECK_SERVERS_ALL'] === undefined ? 20 : 1;

const SUITES: Readonly<Record<string, (server: ServerVersion) => readonly MysqlCase[]>> = {
  'mysql-mariadb.json': truthCases,
  [EVERY === 1 ? 'executed.json' : `executed.json, 1 in ${EVERY}`]: (server) =>
    executedCases(server).filter((_, at) => at % EVERY === 0),
};

/** The truth cases of one MySQL or MariaDB, on that server. */
export function describeMysql(engine: 'mysql' | 'mariadb', version: string): void {
  describe(`${PRODUCT[engine]} ${version}`, () => {
    it('does what is predicted', async () => {
      const running = await startServer({ engine, version });
      if (!running) {
        reportMissing(`${PRODUCT[engine]} ${version} truth`);
        return;
      }
      const stage = new MysqlStage(running, engine);
      try {
        const found = parseVersion(engine, running.version);
        if (!found) throw new Error(`not a version: ${running.version}`);
        for (const [suite, casesFor] of Object.entries(SUITES)) {
          const outcomes = [];
          for (const one of casesFor(found)) outcomes.push(await stage.outcomeOf(one));
          const tally = tallyOf(`${PRODUCT[engine]} ${running.version} ${suite}`, outcomes, OPEN);
          report(tally);
          expect(tally.wrong).toEqual([]);
        }
      } finally {
        await stage.close();
        await running.stop();
      }
    });
  });
}
