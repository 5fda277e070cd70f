import type { Account } from '../account.js';
import { findCommit } from '../git.js';
import type { JsonObject } from '../json.js';
import { presentAccount } from '../present.js';
import { presentPullRequest } from '../present-pull.js';
import type { PullRequest, PullRequestEnd } from '../pull-request.js';
import type { Repository } from '../repository-state.js';
import type { World } from '../world.js';

/** Who acts when nobody is named. */
export const someone = 'octocat';

/** A pull request to open. */
export interface NewPullRequest {
  /** Branch, or any revision of the git repository. */
  readonly base: string;
  readonly head: string;
  readonly title?: string;
  readonly body?: string | null;
  /** Login; default `octocat`. */
  readonly author?: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  /** The login that owns the fork in which the head lives; its objects are in this repository's store. */
  readonly fork?: string;
  /** The fork is gone: `head.repo` is null. */
  readonly forkDeleted?: boolean;
}

/** Where a branch or another revision stands now. */
export async function endOf(repository: Repository, ref: string, owner: Account): Promise<PullRequestEnd> {
  const { gitDir, fullName } = repository;
  const sha = (await findCommit(gitDir, `refs/heads/${ref}`)) ?? (await findCommit(gitDir, ref));
  if (sha === undefined) throw new Error(`${ref} names no commit of ${fullName}`);
  return { ref, sha, owner };
}

/** Makes a pull request and keeps it; nobody is told yet. */
export async function keepPullRequest(
  world: World,
  repository: Repository,
  asked: NewPullRequest,
): Promise<PullRequest> {
  if (asked.fork !== undefined) repository.forkBranches.add(asked.head);
  const headOwner = asked.fork === undefined ? repository.owner : world.account(asked.fork);
  const base = await endOf(repository, asked.base, repository.owner);
  const head = await endOf(repository, asked.head, headOwner);
  // From here on in one go: two that are opened at once take different numbers.
  const now = world.now();
  const pull: PullRequest = {
    number: Math.max(0, ...repository.pulls.keys()) + 1,
    id: world.nextId(),
    author: world.account(asked.author ?? asked.fork ?? someone),
    title: asked.title ?? asked.head,
    body: asked.body ?? null,
    createdAt: now,
    updatedAt: now,
    state: 'open',
    merged: false,
    draft: asked.draft ?? false,
    base,
    head,
    headRepository: asked.fork === undefined ? 'same' : asked.forkDeleted === true ? 'deleted' : 'fork',
    labels: [...(asked.labels ?? [])],
    requestedUsers: [],
    requestedTeams: [],
    reviews: [],
    reviewComments: [],
    issueComments: [],
    resolvedThreads: new Map(),
    timeline: [],
  };
  repository.pulls.set(pull.number, pull);
  return pull;
}

/** Tells of a pull request by webhook, in the name of its author unless another is named. */
export function tellPull(
  world: World,
  repository: Repository,
  pull: PullRequest,
  action: string,
  more: JsonObject = {},
  sender: Account = pull.author,
): void {
  pull.updatedAt = world.now();
  const payload = {
    action,
    number: pull.number,
    pull_request: presentPullRequest(world, repository, pull),
    ...more,
    sender: presentAccount(world, sender),
  };
  world.happened('pull_request', payload, { repository });
}
