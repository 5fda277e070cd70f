import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Control, commandOf } from './control.js';
import { createRepository, type BuiltRepository } from './repository.js';
import { startLocalGitHub, type LocalGitHub } from './server.js';

let github: LocalGitHub;
let built: BuiltRepository;
beforeAll(async () => {
  [github, built] = await Promise.all([startLocalGitHub(), createRepository()]);
  await built.commit({ message: 'history', files: { 'a.sql': 'SELECT 1;\n' } });
  await built.commit({ branch: 'feature', message: 'change', files: { 'b.sql': 'SELECT 2;\n' } });
});
afterAll(async () => {
  await github.close();
  built.remove();
});

it('a line of JSON does what the method does, and its answer is JSON', async () => {
  const control = new Control(github);
  const send = async (command: object): Promise<unknown> =>
    JSON.parse(JSON.stringify(await control.carryOut(commandOf(JSON.stringify(command)))));
  expect(await send({ call: 'identity' })).toMatchObject({ appId: github.appId, apiUrl: github.apiUrl });
  await send({ call: 'addRepository', args: [{ fullName: 'acme/shop', gitDir: built.gitDir }] });
  const opened = await send({
    repository: 'acme/shop',
    call: 'openPullRequest',
    args: [{ base: 'main', head: 'feature' }],
  });
  expect(opened).toMatchObject({ number: 1, state: 'open', head: { sha: await built.head('feature') } });
  await send({ organisation: 'acme', call: 'suspend' });
  expect(await send({ call: 'deliveries' })).toMatchObject([
    { event: 'pull_request', action: 'opened' },
    { event: 'installation', action: 'suspend' },
  ]);
  await expect(send({ call: 'constructor' })).rejects.toThrow('no method constructor');
  await expect(send({ repository: 'acme/none', call: 'push' })).rejects.toThrow('acme/none');
});
