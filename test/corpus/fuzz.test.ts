import { expect, it } from '@jest/globals';

import { processorTime } from '../processor-time.js';
import { below, randomFrom, scramble, SEED, tokensOf } from './mutate.js';
import { onCorpus } from './on-corpus.js';
import { metIn, read, readCorpus, SERVERS } from './reading.js';

/** Milliseconds that one mutated statement may take. */
const SLOWEST = 200;

/** The server whose corpus is scrambled, and how many inputs. */
const RUNS = [
  ['mysql', 30_000],
  ['mariadb', 20_000],
  ['postgres', 50_000],
] as const;

async function timed(name: (typeof RUNS)[number][0], text: string): Promise<number> {
  const spent = processorTime();
  await read(SERVERS[name], text);
  return spent();
}

/** The best of three: garbage may have been collected just then. */
async function isSlow(name: (typeof RUNS)[number][0], text: string): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) if ((await timed(name, text)) <= SLOWEST) return false;
  return true;
}

onCorpus.each(RUNS)('scrambled statements of the corpus, %s', (name, count) => {
  it(`${String(count)}, seed ${String(SEED)}: each is read, none crashes, none takes ${String(SLOWEST)} ms`, async () => {
    const version = SERVERS[name];
    const texts = metIn(await readCorpus(version)).map(({ text }) => text);
    const random = randomFrom(SEED);
    const slow: string[] = [];
    const crashed: string[] = [];
    let longest = 0;
    for (let done = 0; done < count; done++) {
      const text = texts[below(random, texts.length)] ?? '';
      const input = scramble(text, tokensOf(version, text), random);
      try {
        const took = await timed(name, input);
        longest = Math.max(longest, took);
        if (took > SLOWEST && (await isSlow(name, input))) slow.push(input);
      } catch (error) {
        crashed.push(`${String(error)}: ${input}`);
      }
    }
    process.stderr.write(`${name}: ${String(count)} inputs, the longest took ${longest.toFixed(0)} ms\n`);
    expect(crashed).toEqual([]);
    expect(slow).toEqual([]);
  });
});
