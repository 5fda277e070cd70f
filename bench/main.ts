import { HAS_CORPUS, NO_CORPUS } from '../test/corpus/corpus.js';
import { apiCalls } from './api-calls.js';
import { historyMode } from './history-mode.js';
import { load } from './load.js';
import { isMet, type Bench, type Measurement } from './measurement.js';
import { memory } from './memory.js';
import { mysqlReader } from './mysql-reader.js';
import { postgresReader } from './postgres-reader.js';
import { replay } from './replay.js';
import { startTime } from './start-time.js';

/** Every bench; those named on the command line are run, or all. */
const BENCHES: readonly Bench[] = [
  mysqlReader,
  postgresReader,
  startTime,
  historyMode,
  replay,
  memory,
  apiCalls,
  load,
];

type Found = Measurement & { readonly bench: string };

function line({ what, value, unit, target, ...rest }: Found): string {
  const figure = value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });
  const promise = target ? `${target.bound} ${target.value.toLocaleString('en-US')}` : '';
  const verdict = target ? (isMet({ what, value, unit, target }) ? 'met' : 'MISSED') : '';
  return `${rest.bench.padEnd(16)} ${what.padEnd(58)} ${figure.padStart(10)} ${unit.padEnd(14)} ${promise.padEnd(16)} ${verdict}`.trimEnd();
}

/** Of a figure that missed its target, what it is made of. */
function detailsOf(found: Measurement): string {
  return isMet(found) ? '' : (found.details ?? []).map((detail) => `  ${detail}\n`).join('');
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    const known = BENCHES.map(({ name, about }) => `  ${name.padEnd(16)} ${about}\n`).join('');
    process.stderr.write(`No bench is called ${unknown.join(', ')}:\n${known}`);
    process.exitCode = 2;
    return;
  }
  const json = words.includes('--json');
  const all: Found[] = [];
  for (const bench of BENCHES) {
    if (names.length > 0 && !names.includes(bench.name)) continue;
    if (bench.needsCorpus && !HAS_CORPUS) {
      process.stderr.write(`${bench.name}: ${NO_CORPUS}`);
      continue;
    }
    const found = (await bench.run()).map((measurement) => ({ bench: bench.name, ...measurement }));
    all.push(...found);
    if (!json) for (const each of found) process.stdout.write(`${line(each)}\n${detailsOf(each)}`);
  }
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  if (!all.every(isMet)) process.exitCode = 1;
}

await main();
