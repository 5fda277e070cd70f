import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { parseVersion, PRODUCT } from '../../../src/sql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { NO_CORPUS } from '../../corpus/corpus.js';
import type { RunningServer } from '../start/start-server.js';
import { startServer } from '../start/start-server.js';
import type { Outcome } from '../tally.js';
import { report, reportMissing, tallyOf } from '../tally.js';
import { compareSchemas } from './facts.js';
import type { Project } from './histories.js';
import { projectsFor } from './histories.js';
import { HistoryReplay } from './replay.js';
import { doubtOf, replayedFacts } from './replayed-facts.js';
import { openSide } from './sides.js';

/** Objects and statements on which Precheck and server do not agree yet, with the reason. */
const OPEN = JSON.parse(readFileSync(new URL('./open-differences.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

/** The real histories of public projects on one server: the schema that they leave, and what each change of a table did. */
export function describeCorpus(engine: Dialect, version: string): void {
  describe(`${PRODUCT[engine]} ${version}, histories of real projects`, () => {
    it('leave the schema that is replayed, and do what is predicted', async () => {
      const projects = await projectsFor(engine === 'postgres' ? 'postgres' : 'mysql');
      if (projects.length === 0) process.stderr.write(NO_CORPUS);
      const running = projects.length === 0 ? undefined : await startServer({ engine, version });
      if (projects.length > 0 && !running) reportMissing(`${PRODUCT[engine]} ${version} corpus`);
      if (!running) return;
      try {
        const wrong: string[] = [];
        for (const project of projects) wrong.push(...(await judge(project, running)));
        expect(wrong).toEqual([]);
      } finally {
        await running.stop();
      }
    });
  });
}

/** Reports the project's figures; gives what is wrong and not listed as open. */
async function judge(project: Project, running: RunningServer): Promise<readonly string[]> {
  const { engine, version: release } = running;
  const version = parseVersion(engine, release);
  if (!version) throw new Error(`not a version: ${release}`);
  const schema: Outcome[] = [];
  const impact: Outcome[] = [];
  const counts = { elsewhere: 0, refused: 0 };
  for (const history of project.histories) {
    const side = await openSide(running);
    try {
      const replayed = await new HistoryReplay(project.name, { version, variables: {} }, side).run({
        ...history,
        dialect: engine,
      });
      impact.push(...replayed.impact);
      counts.elsewhere += replayed.elsewhere;
      counts.refused += replayed.refused.length;
      const { catalog } = replayed;
      const found = await side.schema();
      schema.push(...compareSchemas(project.name, replayedFacts(catalog), found, doubtOf(catalog)));
    } finally {
      await side.close();
    }
  }
  const title = `${PRODUCT[engine]} ${release} corpus`;
  const tallies = [
    tallyOf(`${title} schema ${project.name}`, schema, OPEN),
    { ...tallyOf(`${title} impact ${project.name}`, impact, OPEN), ...counts },
  ];
  tallies.forEach(report);
  return tallies.flatMap(({ wrong }) => wrong);
}
