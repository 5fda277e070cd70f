import type { Account } from '../account.js';
import { presentAccount, presentTeam } from '../present.js';
import type { PullRequest, ReviewRequestChange } from '../pull-request.js';
import type { Repository } from '../repository-state.js';
import type { World } from '../world.js';
import { tellPull } from './pull-requests.js';

type Reviewer = ReviewRequestChange['reviewer'];

/** Asks one reviewer; nothing happens when they are asked already. */
export function addRequest(
  world: World,
  repository: Repository,
  pull: PullRequest,
  reviewer: Reviewer,
  actor: Account,
): void {
  const [list, name] = listOf(pull, reviewer);
  if (list.some((one) => one.toLowerCase() === name.toLowerCase())) return;
  list.push(name);
  note(world, repository, pull, reviewer, actor, 'requested');
}

/** Withdraws a request; nothing happens when there is none. */
export function dropRequest(
  world: World,
  repository: Repository,
  pull: PullRequest,
  reviewer: Reviewer,
  actor: Account,
): void {
  const [list, name] = listOf(pull, reviewer);
  const at = list.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  if (at === -1) return;
  list.splice(at, 1);
  note(world, repository, pull, reviewer, actor, 'removed');
}

function listOf(pull: PullRequest, reviewer: Reviewer): readonly [string[], string] {
  return 'user' in reviewer ? [pull.requestedUsers, reviewer.user] : [pull.requestedTeams, reviewer.team];
}

function note(
  world: World,
  repository: Repository,
  pull: PullRequest,
  reviewer: Reviewer,
  actor: Account,
  kind: ReviewRequestChange['kind'],
): void {
  pull.timeline.push({ id: world.nextId(), kind, actor, createdAt: world.now(), reviewer });
  const action = kind === 'requested' ? 'review_requested' : 'review_request_removed';
  tellPull(world, repository, pull, action, presentReviewer(world, repository, reviewer), actor);
}

function presentReviewer(world: World, repository: Repository, reviewer: Reviewer): Record<string, unknown> {
  if ('user' in reviewer) {
    return { requested_reviewer: presentAccount(world, world.account(reviewer.user)) };
  }
  const team = world.team(repository.owner, reviewer.team);
  return team === undefined ? {} : { requested_team: presentTeam(world, team) };
}
