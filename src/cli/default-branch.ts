import { tryGit } from '../repository/git.js';
import { missing } from './checkout.js';

/** The branch that changes are merged into: what the remote says, else main or master. */
export async function defaultBranch(directory: string): Promise<string> {
  const remote = await tryGit(directory, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  for (const candidate of [remote, 'origin/main', 'origin/master', 'main', 'master']) {
    if (candidate !== undefined && (await commitOf(directory, candidate)) !== undefined) return candidate;
  }
  throw await missing(
    directory,
    'This repository has no branch main or master to compare with: name one with --base REF.',
  );
}

/** The commit that a name stands for; undefined when it names none. */
export async function commitOf(directory: string, ref: string): Promise<string | undefined> {
  return tryGit(directory, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
}
