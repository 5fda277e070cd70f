import { describe, expect, it } from '@jest/globals';
import type { ReadRequest, ReadSql } from '../../src/sql/statement.js';
import { cachingReader } from '../../src/workers/caching-reader.js';

const REQUEST: ReadRequest = {
  dialect: 'mysql',
  version: { dialect: 'mysql', major: 8, minor: 0, patch: 36 },
  text: 'CREATE TABLE t (a INT);',
};

function counted(stopped?: boolean): { readonly readSql: ReadSql; readonly texts: string[] } {
  const texts: string[] = [];
  const readSql: ReadSql = ({ text }) => {
    texts.push(text);
    return Promise.resolve({ entries: [], comments: [], stopped });
  };
  return { readSql, texts };
}

describe('a caching reader', () => {
  it('reads a text once, at the same time and later', async () => {
    const { readSql, texts } = counted();
    const read = cachingReader(readSql);
    const [one, two] = await Promise.all([read(REQUEST), read({ ...REQUEST, dml: 'full' })]);
    expect(two).toBe(one);
    expect(await read({ ...REQUEST })).toBe(one);
    expect(texts).toHaveLength(1);
  });

  it('reads it again for another version, dialect, depth or meaning of quotes', async () => {
    const { readSql, texts } = counted();
    const read = cachingReader(readSql);
    await read(REQUEST);
    await read({ ...REQUEST, dml: 'head' });
    await read({ ...REQUEST, version: { ...REQUEST.version, patch: 35 } });
    await read({ ...REQUEST, dialect: 'mariadb' });
    await read({ ...REQUEST, ansiQuotes: true });
    expect(texts).toHaveLength(5);
    await read({ ...REQUEST, ansiQuotes: false });
    expect(texts).toHaveLength(5);
  });

  it('does not keep what was stopped or failed', async () => {
    const { readSql, texts } = counted(true);
    const read = cachingReader(readSql);
    await read(REQUEST);
    await read(REQUEST);
    expect(texts).toHaveLength(2);
    let attempts = 0;
    const failing = cachingReader(() => Promise.reject(new Error(`attempt ${String(++attempts)}`)));
    await expect(failing(REQUEST)).rejects.toThrow('attempt 1');
    await expect(failing(REQUEST)).rejects.toThrow('attempt 2');
  });

  it('forgets what was not asked for when there is no room', async () => {
    const { readSql, texts } = counted();
    const read = cachingReader(readSql, 1_000);
    await read(REQUEST);
    await read({ ...REQUEST, text: 'CREATE TABLE u (a INT);' });
    await read(REQUEST);
    expect(texts).toHaveLength(3);
  });
});
