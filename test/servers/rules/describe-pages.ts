import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { PRODUCT } from '../../../src/sql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { startServer } from '../start/start-server.js';
import type { Outcome } from '../tally.js';
import { report, reportMissing, tallyOf } from '../tally.js';
import { furnish } from './furnish.js';
import { outcomesOf, pageExamples } from './run-page.js';
import { serverFor } from './server-for.js';

/** Statements of pages on which page and server do not agree, with the reason. */
const OPEN = JSON.parse(readFileSync(new URL('./open-examples.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

/** The examples of the rules' pages on one server, those whose version it stands for. */
export function describePages(engine: Dialect, version: string): void {
  describe(`${PRODUCT[engine]} ${version}, examples of the rules' pages`, () => {
    it('is taken, refused and run as the page says', async () => {
      const examples = pageExamples().filter(
        ({ example }) => example.dialect === engine && serverFor(example) === version,
      );
      const running = await startServer({ engine, version });
      if (!running) {
        reportMissing(`${PRODUCT[engine]} ${version} pages`);
        return;
      }
      try {
        await furnish(running);
        const outcomes: Outcome[] = [];
        for (const one of examples) outcomes.push(...(await outcomesOf(one, running)));
        const tally = tallyOf(`${PRODUCT[engine]} ${running.version} pages`, outcomes, OPEN);
        report(tally);
        expect(tally.wrong).toEqual([]);
      } finally {
        await running.stop();
      }
    });
  });
}
