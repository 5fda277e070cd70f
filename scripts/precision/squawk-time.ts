import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { HistoryInput } from '../../src/engine/review-input.js';
import { projectsFor } from '../../test/servers/corpus/histories.js';
import { runSquawk } from './squawk-run.js';

const execute = promisify(execFile);

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));

/** Runs of each, of which the fastest counts. */
const RUNS = 3;

/**
 * Whole processes over the same files: every migration of a history in one call, and its last one alone, which Precheck
 * judges on top of all others.
 */
export async function timesText(binary: string, version: string): Promise<string> {
  const lines: string[] = [];
  for (const { name, histories } of await projectsFor('postgres')) {
    for (const history of histories) {
      const title = histories.length > 1 ? `${name} ${history.path.split('/').at(-2) ?? ''}` : name;
      lines.push(await lineOf(title, history, binary, version));
    }
  }
  const head = `${'milliseconds'.padEnd(40)} files  squawk precheck ratio | last: squawk precheck ratio`;
  return `${[head, ...lines].join('\n')}\n`;
}

async function lineOf(
  title: string,
  { merged }: HistoryInput,
  binary: string,
  version: string,
): Promise<string> {
  const ups = merged.filter(({ direction }) => direction === 'up');
  const texts = ups.map(({ sql, transaction }) => ({ sql, inTransaction: transaction === 'file' }));
  const folder = await mkdtemp(join(tmpdir(), 'precheck-time-'));
  try {
    await mkdir(join(folder, 'merged'));
    const names = ups.map((_, at) => `merged/${String(at + 1).padStart(4, '0')}_m.sql`);
    await Promise.all(names.map((name, at) => writeFile(join(folder, name), texts[at]?.sql ?? '')));
    const server = ['lint', '--engine', 'postgres', '--server-version', version, '--format', 'json'];
    const squawk = async (some: typeof texts) => (await runSquawk(binary, some, version)).milliseconds;
    const all = [
      await fastest(() => squawk(texts)),
      await fastest(() => lint([...server, ...names], folder)),
    ];
    const last = names.slice(-1);
    const one = [
      await fastest(() => squawk(texts.slice(-1))),
      await fastest(() => lint([...server, ...last, '--history', 'merged'], folder)),
    ];
    return `${title.slice(0, 40).padEnd(40)} ${String(ups.length).padStart(5)} ${pair(all)} |       ${pair(one)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pair([squawk = 0, precheck = 0]: readonly number[]): string {
  const ratio = (precheck / squawk).toFixed(0);
  return `${squawk.toFixed(0).padStart(7)} ${precheck.toFixed(0).padStart(8)} ${ratio.padStart(5)}`;
}

async function fastest(once: () => Promise<number>): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) best = Math.min(best, await once());
  return best;
}

/** `precheck lint` as a process; it leaves with another status than 0 when it finds something. */
async function lint(args: readonly string[], cwd: string): Promise<number> {
  const before = performance.now();
  try {
    await execute(process.execPath, [CLI, ...args], { cwd, maxBuffer: 256 * 1024 * 1024 });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== 1 && code !== 3) throw error;
  }
  return performance.now() - before;
}
