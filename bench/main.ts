import { HAS_CORPUS, NO_CORPUS } from '../test/corpus/corpus.js';
import { apiCalls } from './api-calls.js';
import { historyMode } from './history-mode.js';
import { loads } from './load.js';
import { isMet, type Bench, type Measurement } from './measurement.js';
import { memory } from './memory.js';
import { mysqlReader } from './mysql-reader.js';
import { postgresReader } from './postgres-reader.js';
import { replay } from './replay.js';
import { review } from './review.js';
import { squawk } from './squawk.js';
import { startTime } from './start-time.js';

/** Every bench; those named on the command line are run, or all. */
const BENCHES: readonly Bench[] = [
  mysqlReader,
  postgresReader,
  squawk,
  startTime,
  historyMode,
  replay,
  memory,
  review,
  ...loads,
  apiCalls,
];

const NOT_MEASURED: Measurement = { what: NO_CORPUS.trim(), value: NaN, unit: '' };

type Found = Measurement & { readonly bench: string };

const HEAD = tableRow('bench', 'what', 'figure', '', 'promised', '');

function line({ what, value, unit, target, bench }: Found): string {
  const digits = { maximumFractionDigits: value < 10 ? 2 : 0 };
  const figure = Number.isNaN(value) ? '–' : value.toLocaleString('en-US', digits);
  const promise = target ? `${target.bound} ${target.value.toLocaleString('en-US')}` : '';
  const verdict = target ? (isMet({ what, value, unit, target }) ? 'met' : 'MISSED') : '';
  return tableRow(bench, what, figure, unit, promise, verdict);
}

function tableRow(
  bench: string,
  what: string,
  figure: string,
  unit: string,
  promise: string,
  verdict: string,
): string {
  const cells = [
    bench.padEnd(15),
    what.padEnd(72),
    figure.padStart(9),
    unit.padEnd(13),
    promise.padEnd(15),
    verdict,
  ];
  return cells.join(' ').trimEnd();
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
  if (!json) process.stdout.write(`${HEAD}\n`);
  const all: Found[] = [];
  for (const bench of BENCHES) {
    if (names.length > 0 && !names.includes(bench.name)) continue;
    const measured = bench.needsCorpus && !HAS_CORPUS ? [NOT_MEASURED] : await bench.run();
    const found = measured.map((measurement) => ({ bench: bench.name, ...measurement }));
    all.push(...found);
    if (!json) for (const each of found) process.stdout.write(`${line(each)}\n${detailsOf(each)}`);
  }
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  if (!all.every(isMet)) process.exitCode = 1;
}

await main();
