import { changedFiles, type FileChange } from './diff.js';
import { findCommit, log, mergeBase, type Commit } from './git.js';
import { notFound, Refusal } from './refusal.js';
import type { PullRequest } from './pull-request.js';
import type { Repository } from './repository-state.js';

/** The commit that a ref in a request names: a SHA, a branch, a tag, `refs/pull/n/head`; undefined for none. */
export async function findRevision(repository: Repository, ref: string): Promise<string | undefined> {
  const pull = /^(?:refs\/)?pull\/(\d+)\/head$/.exec(ref)?.[1];
  if (pull !== undefined) return repository.pulls.get(Number(pull))?.head.sha;
  if (repository.forkBranches.has(ref.replace(/^(?:refs\/)?heads\//, ''))) return undefined;
  return findCommit(repository.gitDir, ref);
}

/** The commit that a ref names; 404 with GitHub's words for none. */
export async function revision(repository: Repository, ref: string): Promise<string> {
  const sha = await findRevision(repository, ref);
  if (sha === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  return sha;
}

/** One commit by SHA; 404 for none. */
export async function commitAt(repository: Repository, sha: string): Promise<Commit> {
  const [commit] = await log(repository.gitDir, ['--max-count=1', sha]);
  if (commit === undefined) throw notFound();
  return commit;
}

/** The files of `base...head`: what the head changed since the two parted. */
export async function threeDotDiff(
  repository: Repository,
  base: string,
  head: string,
): Promise<readonly FileChange[]> {
  const key = `${base}...${head}`;
  const known = repository.diffs.get(key);
  if (known !== undefined) return known;
  const from = (await mergeBase(repository.gitDir, base, head)) ?? base;
  const diff = changedFiles(repository.gitDir, from, head);
  repository.diffs.set(key, diff);
  return diff;
}

/** The files of a pull request at its head or, for comments on it, at one of its commits. */
export function pullRequestFiles(
  repository: Repository,
  pull: PullRequest,
  head: string = pull.head.sha,
): Promise<readonly FileChange[]> {
  return threeDotDiff(repository, pull.base.sha, head);
}

/** The commits of a pull request, oldest first. */
export async function pullRequestCommits(
  repository: Repository,
  pull: PullRequest,
): Promise<readonly Commit[]> {
  return (await log(repository.gitDir, [`${pull.base.sha}..${pull.head.sha}`])).toReversed();
}
