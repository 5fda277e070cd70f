import { changedFiles, type FileChange } from '../diff.js';
import { findCommit, log, type Commit } from '../git.js';
import type { JsonObject } from '../json.js';
import { presentAccount, signature } from '../present.js';
import type { Repository } from '../repository-state.js';
import type { World } from '../world.js';

/** GitHub names no more commits in a push. */
const mostCommits = 2048;
const nothing = '0'.repeat(40);

/** Tells that a branch was pushed; git has it already. `before` is all zeros for a new branch. */
export async function tellPush(
  world: World,
  repository: Repository,
  branch: string,
  before: string,
  sender: string,
): Promise<void> {
  const { gitDir, fullName } = repository;
  const after = (await findCommit(gitDir, `refs/heads/${branch}`)) ?? nothing;
  repository.pushedAt = world.now();
  const created = before === nothing;
  const deleted = after === nothing;
  const found =
    created || deleted ? [] : await log(gitDir, [`--max-count=${mostCommits}`, `${before}..${after}`]);
  const commits = await Promise.all(found.toReversed().map((commit) => present(world, repository, commit)));
  const [head] = deleted ? [] : await log(gitDir, ['--max-count=1', after]);
  const parents = head?.parents ?? [];
  const by = world.account(sender);
  const payload = {
    ref: `refs/heads/${branch}`,
    before,
    after,
    base_ref: null,
    created,
    deleted,
    forced: !created && !deleted && before !== after && found.length === 0 && !parents.includes(before),
    compare: `${world.url}/${fullName}/compare/${before}...${after}`,
    commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: by.login, email: `${by.login}@users.noreply.example` },
    sender: presentAccount(world, by),
  };
  world.happened('push', payload, { repository });
}

async function present(world: World, repository: Repository, commit: Commit): Promise<JsonObject> {
  const [parent] = commit.parents;
  const files = parent === undefined ? [] : await changedFiles(repository.gitDir, parent, commit.sha);
  const paths = (...statuses: readonly FileChange['status'][]): readonly string[] =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  return {
    ...presentPushed(commit),
    distinct: true,
    url: `${world.url}/${repository.fullName}/commit/${commit.sha}`,
    added: paths('added', 'renamed'),
    removed: [...paths('removed'), ...files.flatMap((file) => file.previousPath ?? [])],
    modified: paths('modified', 'changed'),
  };
}

/** A commit as pushes and merge groups name it. */
export function presentPushed({ sha, tree, message, author, committer }: Commit): JsonObject {
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: signature(committer)['date'],
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}
