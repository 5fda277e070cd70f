import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createRepository, type BuiltRepository } from '../github/repository.js';
import { startLocalGitHub, type LocalGitHub } from '../github/server.js';
import { compileProgram } from './compiled.js';

let program: ReturnType<typeof compileProgram>;
let github: LocalGitHub;
let built: BuiltRepository;
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = compileProgram();
  [github, built] = await Promise.all([startLocalGitHub(), createRepository()]);
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await github.close();
  built.remove();
  program.remove();
});

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [program.main], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  return { child, printed, ended: once(child, 'exit') as Promise<[number | null]> };
}

const environment = (): Record<string, string> => ({
  APP_ID: String(github.appId),
  PRIVATE_KEY: github.privateKey,
  WEBHOOK_SECRET: github.webhookSecret,
  GITHUB_API_URL: github.apiUrl,
  HOST: '127.0.0.1',
  PORT: '0',
});

async function portOf(printed: { readonly out: string; readonly err: string }): Promise<number> {
  for (;;) {
    if (printed.err !== '') throw new Error(printed.err);
    const port = /"port":(\d+)/.exec(printed.out)?.[1];
    if (port !== undefined) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the server as a process', () => {
  it('ends with 1 and all reasons when its environment cannot be used', async () => {
    const { ended, printed } = start({ APP_ID: 'x', PORT: 'y' });
    expect(await ended).toEqual([1, null]);
    expect(printed.err).toMatch(/^precheck: The environment is not usable:\n {2}- APP_ID must be/);
    expect(printed.err).toContain('- WEBHOOK_SECRET is missing');
    expect(printed.err).not.toContain('    at ');
  });

  it('ends with 1 when the port is taken', async () => {
    const port = new URL(github.url).port;
    const { ended, printed } = start({ ...environment(), PORT: port });
    expect(await ended).toEqual([1, null]);
    expect(printed.err).toBe(
      'precheck: PORT is taken by another program: give another, or stop that program.\n',
    );
  });

  it('lets a running review end on SIGTERM, takes nothing new, and ends with 0', async () => {
    const { child, ended, printed } = start(environment());
    const url = `http://127.0.0.1:${await portOf(printed)}`;
    await built.commit({ message: 'first', files: { 'db/1.sql': 'CREATE TABLE t (id INT);\n' } });
    await built.commit({ message: 'next', branch: 'next', files: { 'db/2.sql': 'DROP TABLE t;\n' } });
    const repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
    github.setWebhookTarget(`${url}/api/github/webhooks`);
    github.setLatency(150);
    const { head } = await repository.openPullRequest({ base: 'main', head: 'next' });
    while (repository.checkRuns(head.sha).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await github.deliver('ping', {})).status).toBe(503);
    expect(await ended).toEqual([0, null]);
    expect(repository.checkRuns(head.sha).map(({ status }) => status)).toEqual(['completed']);
    expect(github.contractErrors).toEqual([]);
    expect(printed.out).not.toMatch(/DROP TABLE|BEGIN|ghs_/);
  });
});
