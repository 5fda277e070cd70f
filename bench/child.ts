import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What one process cost, from its start to its end. */
export interface ChildRun {
  readonly milliseconds: number;
  readonly stdout: string;
}

/** Runs the text as a module of a new Node process, which imports from this build. */
export async function runModule(code: string): Promise<ChildRun> {
  const before = performance.now();
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', code], {
    maxBuffer: 1024 * 1024,
  });
  return { milliseconds: performance.now() - before, stdout };
}

/** The address of a file of this build, for `import` in a module that is handed to `runModule`. */
export function built(path: string): string {
  return JSON.stringify(new URL(`../${path}`, import.meta.url).href);
}
