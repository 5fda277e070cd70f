import { readFile } from 'node:fs/promises';

import { tryGit } from '../repository/git.js';
import { UsageError } from './exit.js';

/** The top folder of the git repository that holds a folder. Throws `UsageError` where there is none. */
export async function topOf(directory: string): Promise<string> {
  const top = await tryGit(directory, 'rev-parse', '--show-toplevel');
  if (top === undefined) {
    throw new UsageError(
      `${directory} is not inside a git repository: run it where your migrations are, or name the place with --repo. Loose files are read by precheck lint, impact and catalog.`,
    );
  }
  return top;
}

/** A configuration file that stands for the repository's own. Throws `UsageError` when it cannot be read. */
export async function configText(path: string): Promise<{ readonly path: string; readonly text: string }> {
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch {
    throw new UsageError(`--config ${path}: the file cannot be read.`);
  }
}
