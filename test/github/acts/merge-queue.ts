import { findCommit, git } from '../git.js';
import { presentAccount } from '../present.js';
import type { PullRequest } from '../pull-request.js';
import { pullRequest, type MergeGroup, type Repository } from '../repository-state.js';
import { commitAt } from '../revisions.js';
import type { Webhooks } from '../webhooks.js';
import type { World } from '../world.js';
import { someone, tellPull } from './pull-requests.js';
import { presentPushed, tellPush } from './push.js';

const identity = ['-c', 'user.name=GitHub', '-c', 'user.email=noreply@github.example'];

/** Merges a commit into another, in git's store alone; fails when they conflict. */
async function merged(gitDir: string, base: string, head: string, message: string): Promise<string> {
  const tree = (await git(gitDir, ['merge-tree', '--write-tree', base, head])).toString('utf8').trim();
  const args = [...identity, 'commit-tree', tree, '-p', base, '-p', head, '-m', message];
  return (await git(gitDir, args)).toString('utf8').trim();
}

/** Merges a pull request: its base branch moves, which writes to the git repository. */
export async function mergePull(
  world: World,
  repository: Repository,
  pull: PullRequest,
  sender: string,
): Promise<string> {
  const { gitDir } = repository;
  const base = await tipOf(repository, pull.base.ref);
  const sha = await merged(gitDir, base, pull.head.sha, `Merge pull request #${pull.number}`);
  await git(gitDir, ['update-ref', `refs/heads/${pull.base.ref}`, sha]);
  close(world, repository, pull, sender);
  await tellPush(world, repository, pull.base.ref, base, sender);
  return sha;
}

function close(world: World, repository: Repository, pull: PullRequest, sender: string): void {
  pull.state = 'closed';
  pull.merged = true;
  tellPull(world, repository, pull, 'closed', {}, world.account(sender));
}

async function tipOf(repository: Repository, branch: string): Promise<string> {
  const sha = await findCommit(repository.gitDir, `refs/heads/${branch}`);
  if (sha === undefined) throw new Error(`no branch ${branch} in ${repository.fullName}`);
  return sha;
}

/** The merge queue of a repository. It writes merge commits and branches to the git repository. */
export class LocalMergeQueue {
  private readonly world: World;
  private readonly repository: Repository;
  private readonly webhooks: Webhooks;

  constructor(world: World, repository: Repository, webhooks: Webhooks) {
    this.world = world;
    this.repository = repository;
    this.webhooks = webhooks;
  }

  /** Tries pull requests together, on the tip of their base: `merge_group.checks_requested`. */
  async add(...numbers: readonly number[]): Promise<MergeGroup> {
    const { repository } = this;
    const pulls = numbers.map((number) => pullRequest(repository, number));
    const branch = pulls[0]?.base.ref ?? repository.defaultBranch;
    const baseSha = await tipOf(repository, branch);
    let headSha = baseSha;
    for (const pull of pulls) {
      const message = `Merge pull request #${pull.number}`;
      headSha = await merged(repository.gitDir, headSha, pull.head.sha, message);
    }
    const headRef = `refs/heads/gh-readonly-queue/${branch}/pr-${numbers.at(-1) ?? 0}-${baseSha}`;
    await git(repository.gitDir, ['update-ref', headRef, headSha]);
    const group: MergeGroup = { pulls: numbers, headRef, headSha, baseRef: `refs/heads/${branch}`, baseSha };
    repository.mergeGroups.push(group);
    await this.tell(group, 'checks_requested', {});
    await this.webhooks.settled();
    return group;
  }

  /** Ends a group. Merged, the base branch moves to it and its pull requests are closed. */
  async destroy(group: MergeGroup, reason: 'merged' | 'invalidated' | 'dequeued'): Promise<void> {
    const { world, repository } = this;
    repository.mergeGroups.splice(repository.mergeGroups.indexOf(group), 1);
    if (reason === 'merged') await git(repository.gitDir, ['update-ref', group.baseRef, group.headSha]);
    await this.tell(group, 'destroyed', { reason });
    await git(repository.gitDir, ['update-ref', '-d', group.headRef]);
    if (reason === 'merged') {
      for (const number of group.pulls) close(world, repository, pullRequest(repository, number), someone);
      await tellPush(world, repository, group.baseRef.replace('refs/heads/', ''), group.baseSha, someone);
    }
    await this.webhooks.settled();
  }

  private async tell(group: MergeGroup, action: string, more: Record<string, unknown>): Promise<void> {
    const { world, repository } = this;
    const payload = {
      action,
      ...more,
      merge_group: {
        head_sha: group.headSha,
        head_ref: group.headRef,
        base_sha: group.baseSha,
        base_ref: group.baseRef,
        head_commit: presentPushed(await commitAt(repository, group.headSha)),
      },
      sender: presentAccount(world, world.account(someone)),
    };
    world.happened('merge_group', payload, { repository });
  }
}
