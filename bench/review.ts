import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { longHistory, proposal } from './long-history.js';
import type { Bench, Measurement } from './measurement.js';
import { reviewTime, serveApp } from './served-app.js';

const execute = promisify(execFile);

const MIGRATIONS = 5_000;
const MEGABYTE = 1024 * 1024;

const CLI = fileURLToPath(new URL('../src/cli.js', import.meta.url));
/** Kilobytes, as the last line of standard error. */
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\n'+process.resourceUsage().maxRSS))`;

/** The same change in a repository with a long history, through the App and as a command. */
export const review: Bench = {
  name: 'review',
  about: 'a review of a repository with 5,000 migrations: cold, warm, memory',
  needsCorpus: false,
  async run() {
    return [...(await throughApp()), ...(await asCommand())];
  },
};

/** The pause of two seconds for a burst of pushes is part of each time. */
async function throughApp(): Promise<readonly Measurement[]> {
  const { built, repository, cpuSeconds, peakMemory, stop } = await serveApp(MIGRATIONS);
  const found: Measurement[] = [];
  const measure = async (what: string, act: Parameters<typeof reviewTime>[1]): Promise<void> => {
    const before = await cpuSeconds();
    const ms = await reviewTime(repository, act);
    found.push(
      { what: `App, ${what}: webhook to check, 2 s of pause in it`, value: ms / 1_000, unit: 's' },
      { what: 'the same, processor time', value: (await cpuSeconds()) - before, unit: 's' },
    );
  };
  try {
    await built.commit({ branch: 'change', message: 'change', files: proposal(MIGRATIONS, 'one') });
    await measure('cold', () => repository.openPullRequest({ base: 'main', head: 'change' }));
    await built.commit({ branch: 'change', message: 'more', files: proposal(MIGRATIONS, 'one', 'two') });
    await measure('warm', () => repository.synchronize(1));
    found.push({ what: 'App: peak memory of the process', value: peakMemory() / MEGABYTE, unit: 'MB' });
    return found;
  } finally {
    await stop();
  }
}

async function asCommand(): Promise<readonly Measurement[]> {
  const built = await longHistory(MIGRATIONS);
  const folder = await mkdtemp(join(tmpdir(), 'precheck-bench-'));
  try {
    await built.commit({ branch: 'change', message: 'change', files: proposal(MIGRATIONS, 'one') });
    await execute('git', ['clone', '--quiet', '--branch', 'change', built.gitDir, folder]);
    const args = ['--import', TELL_PEAK, CLI, 'review', '--repo', folder, '--base', 'origin/main'];
    const before = performance.now();
    const peak = await peakOf(args);
    const seconds = (performance.now() - before) / 1_000;
    return [
      { what: '`precheck review`, a process from start to end', value: seconds, unit: 's' },
      { what: 'the same, peak memory', value: peak / 1_024, unit: 'MB' },
    ];
  } finally {
    built.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The command leaves with status 1 for what blocks, which this change does. */
async function peakOf(args: readonly string[]): Promise<number> {
  try {
    await execute(process.execPath, args);
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 1) return Number(stderr.trimEnd().split('\n').at(-1));
    throw error;
  }
  throw new Error('The review of a change that blocks found nothing that blocks');
}
