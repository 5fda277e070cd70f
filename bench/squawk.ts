import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { runSquawk, squawkBinary, SQUAWK_VERSION } from '../scripts/precision/squawk-run.js';
import { corpusTexts } from '../test/corpus/corpus.js';
import type { Bench, Measurement } from './measurement.js';

const execute = promisify(execFile);

const CLI = fileURLToPath(new URL('../src/cli.js', import.meta.url));
const POSTGRES = '16';
const PROJECTS = 3;
/** Of each, in turns; the fastest counts. */
const RUNS = 3;

/** The projects with the most migrations: their files' texts, by the project's name. */
function biggest(): readonly (readonly [string, readonly string[]])[] {
  const byProject = new Map<string, string[]>();
  for (const { project, synthetic, direction, text } of corpusTexts('postgres')) {
    if (synthetic || direction === 'down') continue;
    byProject.set(project, [...(byProject.get(project) ?? []), text]);
  }
  return [...byProject].sort(([, one], [, other]) => other.length - one.length).slice(0, PROJECTS);
}

/** Both tools as whole processes over the same files. */
export const squawk: Bench = {
  name: 'squawk',
  about: 'precheck lint beside squawk-cli, whole processes over the same PostgreSQL files',
  needsCorpus: true,
  async run() {
    let binary: string;
    try {
      binary = await squawkBinary();
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      return [{ what: `squawk-cli cannot be had: ${why.slice(0, 60)}`, value: NaN, unit: '' }];
    }
    const found: Measurement[] = [];
    for (const [project, texts] of biggest()) found.push(...(await compare(project, texts, binary)));
    return found;
  },
};

async function compare(
  project: string,
  texts: readonly string[],
  binary: string,
): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'precheck-bench-'));
  try {
    const names = texts.map((_, at) => `${String(at + 1).padStart(4, '0')}_m.sql`);
    await Promise.all(texts.map((text, at) => writeFile(join(folder, names[at] ?? ''), text)));
    let theirs = Infinity;
    let ours = Infinity;
    for (let run = 0; run < RUNS; run++) {
      const squawkTexts = texts.map((sql) => ({ sql, inTransaction: false }));
      theirs = Math.min(theirs, (await runSquawk(binary, squawkTexts, POSTGRES)).milliseconds);
      ours = Math.min(ours, await lint(names, folder));
    }
    const files = `${project.replace('+', '/')}, ${texts.length} files`;
    return [
      { what: `${files}: squawk-cli ${SQUAWK_VERSION}`, value: theirs, unit: 'ms' },
      { what: `${files}: precheck lint`, value: ours, unit: 'ms' },
      { what: `${files}: precheck in times of squawk`, value: ours / theirs, unit: 'times' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of `precheck lint`; it leaves with another status than 0 when it finds something. */
async function lint(names: readonly string[], cwd: string): Promise<number> {
  const server = ['lint', '--engine', 'postgres', '--server-version', POSTGRES, '--format', 'json'];
  const before = performance.now();
  try {
    await execute(process.execPath, [CLI, ...server, ...names], { cwd, maxBuffer: 256 * 1024 * 1024 });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== 1 && code !== 3) throw error;
  }
  return performance.now() - before;
}
