import { addRequest, dropRequest } from '../acts/review-requests.js';
import { covers } from '../app-auth.js';
import { created, ok, type Answer, type Call, type Implementation } from '../call.js';
import { presentAccount, presentTeam } from '../present.js';
import { presentPullRequest } from '../present-pull.js';
import { Refusal, unprocessable } from '../refusal.js';
import type { PullRequest } from '../pull-request.js';
import { type Repository, pullRequest } from '../repository-state.js';
import type { World } from '../world.js';
import { need } from './needs.js';

interface Asked {
  readonly reviewers?: readonly string[];
  readonly team_reviewers?: readonly string[];
}

/** Who is asked for a review. */
export const reviewers: Readonly<Record<string, Implementation>> = {
  'pulls/list-requested-reviewers': {
    needs: need.pullsRead,
    handle: ({ world, repository, params }) => {
      const pull = pullRequest(repository, params['pull_number'] ?? '');
      const teams = world.teams.filter(
        (team) => team.organisation === repository.owner && pull.requestedTeams.includes(team.slug),
      );
      return ok({
        users: pull.requestedUsers.map((login) => presentAccount(world, world.account(login))),
        teams: teams.map((team) => presentTeam(world, team)),
      });
    },
  },
  'pulls/request-reviewers': { needs: need.pullsWrite, handle: request },
  'pulls/remove-requested-reviewers': { needs: need.pullsWrite, handle: remove },
};

function request(call: Call): Answer {
  const { world, repository, params } = call;
  const pull = pullRequest(repository, params['pull_number'] ?? '');
  const { reviewers: users = [], team_reviewers: teams = [] } = call.body as Asked;
  refuseDuplicates(users);
  refuseDuplicates(teams);
  refuseUsers(world, repository, pull, users);
  if (teams.length > 0) refuseTeams(call, teams);
  for (const user of users) addRequest(world, repository, pull, { user }, world.bot());
  for (const team of teams.filter((slug) => isVisible(world, repository, slug))) {
    addRequest(world, repository, pull, { team }, world.bot());
  }
  return created(presentPullRequest(world, repository, pull));
}

/** GitHub accepts the request of a secret team and makes none: policy-bot#330, create-pull-request#484. */
function isVisible(world: World, repository: Repository, slug: string): boolean {
  return world.team(repository.owner, slug)?.privacy !== 'secret';
}

function refuseDuplicates(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  if (new Set(lower).size !== lower.length) throw unprocessable('Reviewers must not contain duplicates.');
}

function refuseUsers(
  world: World,
  repository: Repository,
  pull: PullRequest,
  users: readonly string[],
): void {
  const isAuthor = (login: string): boolean => login.toLowerCase() === pull.author.login.toLowerCase();
  if (users.some(isAuthor)) {
    throw new Refusal(422, 'Review cannot be requested from pull request author.');
  }
  const named = (login: string): boolean => {
    const hasRole = repository.roles.has(login.toLowerCase()) || !repository.private;
    return world.accounts.has(login.toLowerCase()) && hasRole && world.role(repository, login) !== 'none';
  };
  const stranger = users.find((login) => !named(login));
  if (stranger !== undefined) {
    throw new Refusal(
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a ' +
        `collaborator of the ${repository.fullName} repository.`,
    );
  }
}

function refuseTeams({ world, repository, grant }: Call, slugs: readonly string[]): void {
  const mayRead = grant.kind === 'installation' && covers(grant.permissions, 'members', 'read');
  for (const slug of slugs) {
    const team = world.team(repository.owner, slug);
    if (!mayRead || team === undefined) {
      throw unprocessable(`Could not resolve to a node with the global id of 'T_${team?.id ?? slug}'.`);
    }
    if (world.teamRole(team, repository) === undefined) {
      throw new Refusal(
        422,
        'Reviews may only be requested from collaborators. One or more of the teams you specified is not a ' +
          `collaborator of the ${repository.fullName} repository.`,
      );
    }
  }
}

function remove({ world, repository, params, body }: Call): Answer {
  const pull = pullRequest(repository, params['pull_number'] ?? '');
  const { reviewers: users = [], team_reviewers: teams = [] } = body as Asked;
  for (const user of users) dropRequest(world, repository, pull, { user }, world.bot());
  for (const team of teams) dropRequest(world, repository, pull, { team }, world.bot());
  return ok(presentPullRequest(world, repository, pull));
}
