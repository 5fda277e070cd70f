import { readFile } from 'node:fs/promises';

import { git, GitError, tryGit } from '../repository/git.js';
import { UsageError } from './exit.js';

/**
 * The top folder of the git repository that holds a folder.
 * @throws UsageError where there is none, GitError where git refuses it (a checkout of another user)
 */
export async function topOf(directory: string): Promise<string> {
  try {
    return (await git(directory, 'rev-parse', '--show-toplevel')).trim();
  } catch (error) {
    if (!(error instanceof GitError) || !/not a git repository/i.test(error.message)) throw error;
    throw new UsageError(
      `${directory} is not inside a git repository: run it where your migrations are, or name the place with --repo. Loose files are read by precheck lint, impact and catalog.`,
    );
  }
}

/** What is missing here, as an error; in a shallow clone the way to it belongs to the message. */
export async function missing(directory: string, what: string): Promise<UsageError> {
  const remedy =
    ' This is a shallow clone: fetch the rest with git fetch --unshallow (in GitHub Actions: fetch-depth: 0).';
  return new UsageError(`${what}${(await isShallow(directory)) ? remedy : ''}`);
}

export async function isShallow(directory: string): Promise<boolean> {
  return (await tryGit(directory, 'rev-parse', '--is-shallow-repository')) === 'true';
}

/** A configuration file that stands for the repository's own. Throws `UsageError` when it cannot be read. */
export async function configText(path: string): Promise<{ readonly path: string; readonly text: string }> {
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch {
    throw new UsageError(`--config ${path}: the file cannot be read.`);
  }
}
