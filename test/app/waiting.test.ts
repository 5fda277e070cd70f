import { describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';
import { describeWaiting } from './describe-waiting.js';

describeWaiting('in the process', undefined);

describe('a review that takes long', () => {
  /** The titles that the check had, in order. */
  async function titles(latencyMs: number, push?: Record<string, string>): Promise<readonly string[]> {
    const app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker, 'README.md': '#\n' });
    await app.idle();
    app.github.setLatency(latencyMs);
    const { sha } = push === undefined ? pull.head : (await app.push(1, push)).head;
    const seen = new Set<string>();
    const look = setInterval(() => {
      for (const { title } of app.repository.checkRuns(sha)) seen.add(title ?? '');
    }, 5);
    await app.idle();
    clearInterval(look);
    await app.close();
    expect(app.github.contractErrors).toEqual([]);
    return [...seen];
  }

  it('says how much it reads', async () => {
    const more = { 'db/migrations/0003_more.sql': 'CREATE TABLE more (id BIGINT PRIMARY KEY);\n' };
    expect(await titles(600, more)).toEqual([
      'Reviewing',
      'Reviewing 2 migration files',
      '1 finding to fix before merge',
    ]);
  });

  it('is silent where it does not, or reads nothing', async () => {
    expect(await titles(60, { 'README.md': '# More\n' })).toEqual([
      'Reviewing',
      '1 finding to fix before merge',
    ]);
  });
});
