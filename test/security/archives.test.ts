import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { pack } from 'tar-stream';
import { readTarball } from '../../src/github/tarball.js';
import { processorTime } from '../processor-time.js';

const id = (text: string) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
const wanted = [{ path: 'db/1.sql', id: id('SELECT 1;\n'), type: 'file' as const }];

interface Entry {
  readonly name: string;
  readonly text?: string;
  readonly type?: 'symlink' | 'link';
  readonly linkname?: string;
}

async function archive(entries: readonly Entry[]): Promise<Readable> {
  const tar = pack();
  for (const { text = '', ...header } of entries) tar.entry(header, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Readable.from([gzipSync(Buffer.concat(chunks))]);
}

const limits = { bytes: 5_000_000, entries: 1_000 };
const honest = { name: 'acme-shop-1/db/1.sql', text: 'SELECT 1;\n' };

describe('a hostile archive', () => {
  it.each([
    ['leaves the folder', [{ name: '../../db/1.sql', text: 'DROP DATABASE x;\n' }]],
    ['is absolute', [{ name: '/db/1.sql', text: 'DROP DATABASE x;\n' }]],
    [
      'holds a symbolic link in the file’s place',
      [{ name: 'a/db/1.sql', type: 'symlink' as const, linkname: '/etc/passwd' }],
    ],
    [
      'holds a hard link in the file’s place',
      [{ name: 'a/db/1.sql', type: 'link' as const, linkname: '/etc/passwd' }],
    ],
    ['holds another content', [{ name: 'a/db/1.sql', text: 'SELECT 2;\n' }]],
  ])('that %s gives nothing', async (_name, entries) => {
    expect([...(await readTarball(await archive(entries), wanted, limits)).values()]).toEqual([]);
  });

  it('cannot put another content before or behind the right one', async () => {
    const forged = { name: 'x/db/1.sql', text: 'SELECT 2;\n' };
    for (const entries of [
      [honest, forged],
      [forged, honest],
    ]) {
      const found = await readTarball(await archive(entries), wanted, limits);
      for (const content of found.values()) expect(content.toString()).toBe(honest.text);
    }
  });

  it('that unpacks to 100 MB is given up early, and held nowhere', async () => {
    const zeros = gzipSync(Buffer.alloc(100_000_000));
    expect(zeros.byteLength).toBeLessThan(1_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const spent = processorTime();
    const found = await readTarball(Readable.from([zeros]), wanted, limits).catch(() => new Map());
    expect(found.size).toBe(0);
    expect(spent()).toBeLessThan(10_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('of too many entries is given up', async () => {
    const many = Array.from({ length: 1_500 }, (_, at) => ({ name: `a/${at}`, text: '' }));
    expect((await readTarball(await archive([...many, honest]), wanted, limits)).size).toBe(0);
    expect((await readTarball(await archive([...many.slice(0, 900), honest]), wanted, limits)).size).toBe(1);
  });

  it('that is no archive fails, and does not hang', async () => {
    await expect(readTarball(Readable.from([Buffer.from('not gzip')]), wanted, limits)).rejects.toThrow();
  });
});
