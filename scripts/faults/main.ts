/**
 * `npm run faults`: a thousand events of pull requests beside a GitHub of which a tenth of all calls fails, with deliveries
 * doubled and out of order, while the App is killed ten times. Ends with 1 when anything is wrong at the end.
 */
import { createWriteStream } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { startRedis } from '../../test/servers/start/redis.js';
import { runFaults, type FaultReport } from './run.js';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'both' },
    events: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '10' },
    'pull-requests': { type: 'string', default: '40' },
    seed: { type: 'string', default: 'a bad day' },
    /** A file for what the App logs, and what GitHub is asked to write. */
    log: { type: 'string' },
  },
});

const log = values.log === undefined ? undefined : createWriteStream(values.log);

const run = {
  seed: values.seed,
  events: Number(values.events),
  pullRequests: Number(values['pull-requests']),
  kills: Number(values.kills),
  pauseMs: 100,
  reconcileMs: 10_000,
  patienceMs: 300_000,
  onProgress: (words: string) => {
    process.stderr.write(`${words}\n`);
  },
  onLog: (text: string) => void log?.write(text),
};
const program = fileURLToPath(new URL('app.js', import.meta.url));

if (values.mode !== 'redis') {
  tell('one process, its queue in memory', await runFaults({ ...run, fleet: { program, processes: 1 } }));
}
if (values.mode !== 'memory') {
  const redis = await startRedis();
  if (redis === undefined) process.exitCode = 1;
  else {
    const fleet = { program, processes: 2, redisUrl: redis.url };
    tell(`two processes on Redis ${redis.version}`, await runFaults({ ...run, fleet }));
    await redis.stop();
  }
}

function tell(mode: string, { wrong, ...figures }: FaultReport): void {
  const [load = 0] = loadavg();
  process.stdout.write(`\n${mode} (load ${load.toFixed(1)} on ${cpus().length} cores)\n`);
  for (const [what, figure] of Object.entries(figures)) {
    process.stdout.write(`  ${what.padEnd(18)} ${figure.toLocaleString('en-US').padStart(9)}\n`);
  }
  process.stdout.write(wrong.length === 0 ? '  nothing is wrong\n' : `  WRONG\n`);
  for (const sentence of wrong) process.stdout.write(`    ${sentence}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}
