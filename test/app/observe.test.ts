import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

async function start(...[options]: Parameters<typeof AppBesideGitHub.start>): Promise<void> {
  app = await AppBesideGitHub.start({ files: { '.github/precheck.yml': 'mode: observe\n' }, ...options });
}

function failing(operation: string, status: number): void {
  app.github.setFaults(({ operationId }) => (operationId === operation ? { status } : undefined));
}

const passes = {
  conclusion: 'success',
  title: expect.stringMatching(/^Would block: Precheck could not finish \(id /),
};

describe('where Precheck only observes, a failure inside it holds nothing', () => {
  it.each([
    ['before the configuration is read', 'repos/compare-commits-with-basehead', 422],
    ['because the files cannot be listed', 'git/get-tree', 404],
    ['after it was read', 'pulls/list-review-comments', 422],
  ])('in a pull request, %s', async (_, operation, status) => {
    await start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.check(pull.head.sha);
    await app.idle();
    failing(operation, status);
    const { head } = await app.push(1, { [proposed]: harmless });
    expect(await app.check(head.sha)).toMatchObject(passes);
  });

  it('in a pull request that is given up', async () => {
    await start({ patience: { timeoutMs: 5000, retryMs: 1 }, queue: { retryMs: [1] } });
    failing('repos/compare-commits-with-basehead', 502);
    const pull = await app.propose({ [proposed]: blocker });
    expect(await app.check(pull.head.sha)).toMatchObject(passes);
  });

  it.each([
    ['that fails', 422],
    ['that is given up', 502],
  ])('in a merge group %s', async (_, status) => {
    await start({ patience: { timeoutMs: 5000, retryMs: 1 }, queue: { retryMs: [1] } });
    await app.propose({ [proposed]: harmless });
    await app.idle();
    failing('repos/compare-commits-with-basehead', status);
    const group = await app.repository.queue.add(1);
    expect(await app.check(group.headSha)).toMatchObject(passes);
  });

  it('and where nobody can read that it does, it does', async () => {
    await start();
    app.github.setFaults(({ operationId }) =>
      operationId === 'repos/compare-commits-with-basehead' || operationId === 'repos/get-content'
        ? { status: 422 }
        : undefined,
    );
    const pull = await app.propose({ [proposed]: blocker });
    expect(await app.check(pull.head.sha)).toMatchObject({ conclusion: 'failure' });
  });
});
