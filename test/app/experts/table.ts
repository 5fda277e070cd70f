import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub } from '../app-beside-github.js';
import type { Act } from './acts.js';
import { Stage, type SetUp } from './stage.js';

/** What happens; whom the App asks for a review because of it ("" for nobody); how the check then stands. */
export type Line = readonly [act: Act, asked: string, check: string];

/** One row of the table. */
export interface Scenario extends SetUp {
  readonly story: readonly Line[];
  /** What the check's summary says in the end. */
  readonly says?: readonly string[];
  /** What neither the check nor any comment says. */
  readonly hides?: readonly string[];
}

/** Plays scenarios, each in an organisation of its own, beside one App. */
export function table(title: string, scenarios: Readonly<Record<string, Scenario>>): void {
  describe(title, () => {
    let app: AppBesideGitHub;
    beforeAll(async () => {
      app = await AppBesideGitHub.start();
    });
    afterAll(async () => {
      await app.close();
      expect(app.github.contractErrors).toEqual([]);
    });

    it.each(Object.entries(scenarios))('%s', async (_name, { story, says = [], hides = [], ...setUp }) => {
      const stage = await Stage.set(app, setUp);
      const seen: string[] = [];
      for (const [act] of story) {
        await act.on(stage);
        await app.idle();
        seen.push(shown(act, stage.newRequests().join(' '), stage.plain(state(stage))));
      }
      const summary = stage.plain(stage.check()?.summary ?? '');
      const all = [...seen, summary, stage.plain(stage.comments())].join('\n');
      stage.close();
      expect(seen).toEqual(story.map(([act, asked, check]) => shown(act, asked, check)));
      for (const words of says) expect(summary).toContain(words);
      for (const words of hides) expect(all).not.toContain(words);
    });
  });
}

function state(stage: Stage): string {
  const run = stage.check();
  return run === undefined ? 'no check' : `${run.conclusion ?? run.status}: ${run.title ?? ''}`;
}

function shown({ what }: Act, asked: string, check: string): string {
  return `${what} | ${asked === '' ? 'nobody is asked' : `asks ${asked}`} | ${check}`;
}
