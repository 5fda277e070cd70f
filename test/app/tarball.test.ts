import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { pack } from 'tar-stream';
import { readTarball, type ArchiveLimits } from '../../src/github/tarball.js';

const id = (text: string) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
const wanted = (path: string, text: string) => ({ path, id: id(text), type: 'file' as const });

async function archive(files: Readonly<Record<string, string>>): Promise<Readable> {
  const tar = pack();
  for (const [path, text] of Object.entries(files)) tar.entry({ name: `acme-shop-abc/${path}` }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Readable.from([gzipSync(Buffer.concat(chunks))]);
}

async function read(
  files: Readonly<Record<string, string>>,
  asked: Parameters<typeof readTarball>[1],
  limits?: ArchiveLimits,
): Promise<readonly string[]> {
  const found = await readTarball(await archive(files), asked, limits);
  return [...found.values()].map(String);
}

describe('an archive', () => {
  const long = `db/${'deep/'.repeat(40)}1.sql`;

  it('gives the wanted files only, with paths of any length', async () => {
    const files = { 'README.md': 'no', 'db/1.sql': 'one', [long]: 'two' };
    expect(await read(files, [wanted('db/1.sql', 'one'), wanted(long, 'two')])).toEqual(['one', 'two']);
  });

  it('gives no content but the one that the blob has', async () => {
    expect(await read({ 'db/1.sql': 'one\r\n' }, [wanted('db/1.sql', 'one\n')])).toEqual([]);
  });

  it('gives nothing for what it leaves out', async () => {
    expect(await read({ 'db/1.sql': 'one' }, [wanted('db/1.sql', 'one'), wanted('db/2.sql', 'two')])).toEqual(
      ['one'],
    );
  });

  it('is given up when it unpacks to more than allowed', async () => {
    const bomb = { 'a.bin': '0'.repeat(5_000_000), 'db/1.sql': 'one' };
    const limits = { bytes: 1_000_000, entries: 100 };
    expect(await read(bomb, [wanted('db/1.sql', 'one')], limits)).toEqual([]);
  });

  it('is given up when it holds more entries than allowed', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, '']));
    const limits = { bytes: 1e9, entries: 10 };
    expect(await read({ ...many, 'db/1.sql': 'one' }, [wanted('db/1.sql', 'one')], limits)).toEqual([]);
  });

  it('that breaks off is a failure', async () => {
    const whole = await archive({ 'db/1.sql': 'one'.repeat(5000) });
    const [bytes] = (await whole.toArray()) as [Buffer];
    const cut = Readable.from([bytes.subarray(0, bytes.length / 2)]);
    await expect(readTarball(cut, [wanted('db/1.sql', 'one')])).rejects.toThrow();
  });
});
