import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { openBlobs } from '../../src/repository/blobs.js';
import { GitError } from '../../src/repository/git.js';

let directory = '';
let id = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-blobs-'));
  execFileSync('git', ['-C', directory, 'init', '-q']);
  writeFileSync(join(directory, 'a.sql'), 'SELECT 1;\n');
  id = execFileSync('git', ['-C', directory, 'hash-object', '-w', 'a.sql'], { encoding: 'utf8' }).trim();
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

it('reads contents by id, again and again', async () => {
  const blobs = openBlobs(directory);
  const text = { kind: 'text', text: 'SELECT 1;\n' };
  expect((await blobs.read([id, id])).get(id)).toEqual(text);
  expect((await blobs.read([id])).get(id)).toEqual(text);
  await blobs.close();
});

it('says what a clone lacks, and goes on', async () => {
  const blobs = openBlobs(directory);
  await expect(blobs.read(['0'.repeat(40)])).rejects.toThrow(GitError);
  expect((await blobs.read([id])).size).toBe(1);
  await blobs.close();
});

it('neither reads nor waits when git is gone', async () => {
  const blobs = openBlobs(join(directory, 'nowhere'));
  await expect(blobs.read([id])).rejects.toThrow(GitError);
  await expect(blobs.read([id])).rejects.toThrow(GitError);
  await blobs.close();
});
