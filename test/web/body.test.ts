import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BodyReader } from '../../src/web/body.js';

const MEGABYTE = 1024 * 1024;

/** A body that somebody sends, and goes on sending. */
async function sending(reader: BodyReader, megabytes: number) {
  const stream = new PassThrough({ highWaterMark: 64 * MEGABYTE });
  const body = reader.read(stream as unknown as IncomingMessage);
  const more = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      stream.write(Buffer.alloc(MEGABYTE, 'x'));
      await turn();
    }
  };
  await more(megabytes);
  return { body, more, end: () => stream.end() };
}

describe('bodies that are too much together', () => {
  it('make way, the largest first, for one of an ordinary size', async () => {
    const reader = new BodyReader();
    const large = [];
    for (let at = 0; at < 8; at += 1) large.push(await sending(reader, at === 3 ? 25 : 24));
    const delivery = await sending(reader, 10);
    delivery.end();
    expect((await delivery.body).kind).toBe('whole');
    for (const { end } of large) end();
    const kinds = await Promise.all(large.map(async ({ body }) => (await body).kind));
    expect(kinds).toEqual(kinds.map((_, at) => (at === 3 ? 'busy' : 'whole')));
  });

  it('are not remembered once they are read', async () => {
    const reader = new BodyReader();
    for (let at = 0; at < 12; at += 1) {
      const { body, end } = await sending(reader, 24);
      end();
      expect((await body).kind).toBe('whole');
    }
  });

  it('are refused where one alone is', async () => {
    const { body, end } = await sending(new BodyReader(), 26);
    end();
    expect((await body).kind).toBe('too-large');
  });
});
