import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { precheck, type Ran } from './run.js';

let directory = '';
let asked: string[] = [];
let server: Server;
let base = '';

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const name = (request.url ?? '').slice(1);
    const status = name.startsWith('gone') ? 404 : name.startsWith('inside') ? 302 : 200;
    response.writeHead(status, { location: 'http://127.0.0.2:9/secret' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

async function doctor(docs: string, files: Record<string, string> = {}, ...args: string[]): Promise<Ran> {
  directory = mkdtempSync(join(tmpdir(), 'precheck-doctor-'));
  const all = {
    '.github/precheck.yml': `docs:\n${docs}`,
    'db/migrations/0001_a.sql': 'CREATE TABLE orders (id INT PRIMARY KEY) ENGINE=InnoDB;\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const git = (...words: readonly string[]): unknown =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words]);
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  git('add', '.');
  git('commit', '-qm', 'all');
  const ran = await precheck('doctor', '--repo', directory, ...args);
  return { ...ran, stdout: ran.stdout.replace(/\s+/g, ' ') };
}

it('says where a template puts the rule that it does not name', async () => {
  const { stdout, status } = await doctor('  url: https://wiki.example.com/db\n');
  expect(stdout).toContain('.github/precheck.yml:2');
  expect(stdout).toContain('so it is put at the end: `https://wiki.example.com/db/{rule}`');
  expect(status).toBe(1);
});

it('misses pages that the configuration places in the repository', async () => {
  const { stdout } = await doctor(
    `  url: https://github.com/Acme/shop/blob/main/docs/{rule}.md
  rules:
    table-dropped: https://github.com/acme/shop/blob/main/docs/goodbye.md
    table-copied: https://github.com/acme/shop/blob/other-branch/docs/copy.md
    table-rebuilt: https://github.com/acme/wiki/blob/main/docs/rebuild.md
`,
    { 'docs/enum-non-additive.md': 'Ours.\n' },
  );
  expect(stdout).toMatch(
    /:2 `docs\.url` leads into this repository, where \d+ of \d+ pages are missing: `algorithm/,
  );
  expect(stdout).toContain('.github/precheck.yml:4');
  expect(stdout).toContain('The page of `table-dropped` is not in this repository: `docs/goodbye.md`');
  expect(stdout).toContain('2 things to mend');
});

it('knows notes that nobody sees, and links in notes that lead nowhere', async () => {
  const { stdout } = await doctor('  notes: .github/notes\n', {
    '.github/notes/enum-nonadditive.md': 'Ask us.\n',
    '.github/notes/table-dropped.md':
      'Fine: [wiki](https://wiki.example.com).\nSee [this](../../docs/x.md).\n',
  });
  expect(stdout).toContain('.github/notes/enum-nonadditive.md This note is shown nowhere');
  expect(stdout).toContain('.github/notes/table-dropped.md:2 The link to `../../docs/x.md` leads nowhere');
  expect(stdout).toContain('2 things to mend');
});

it('asks nobody unless it is told to', async () => {
  const { stdout, status } = await doctor(`  url: ${base}/{rule}\n`);
  expect([status, asked]).toEqual([0, []]);
  expect(stdout).toContain('Nothing is wrong here');
});

it('names the first pages of a host that lacks them all, and counts the others', async () => {
  const { stdout, status } = await doctor(`  url: ${base}/gone-{rule}\n`, {}, '--online');
  expect(status).toBe(1);
  expect(stdout.match(/is answered with 404/g)).toHaveLength(5);
  expect(stdout).toMatch(/The same goes for \d+ more addresses of that host\./);
});

it('asks the hosts of the configuration for the head of each page, and follows into no private network', async () => {
  const { stdout, status } = await doctor(
    `  url: ${base}/{rule}\n  rules:\n    table-dropped: ${base}/gone\n    table-copied: ${base}/inside\n`,
    {},
    '--online',
  );
  expect(status).toBe(1);
  expect(stdout).toContain(`\`${base}/gone\` is answered with 404`);
  expect(stdout).toContain('redirects into a private network, which is not asked');
  expect(stdout).toContain('2 things to mend');
  expect(asked).toContain('HEAD /enum-non-additive');
  expect(asked.every((line) => line.startsWith('HEAD /'))).toBe(true);
});
