import type { Account, Team } from '../account.js';
import { accountOfEmail, type Signature } from '../git.js';
import { connection, type GraphqlObject } from './object.js';
import { mustHold, type Reach } from './reach.js';

/** A user, organisation or bot. GraphQL leaves the `[bot]` of a bot's login out, REST does not. */
export function presentActor(reach: Reach, account: Account): GraphqlObject {
  const { world } = reach;
  const login = account.login.replace(/\[bot\]$/, '');
  const shared = {
    id: `A_${account.id}`,
    databaseId: account.id,
    login,
    url: `${world.url}/${encodeURIComponent(login)}`,
    resourcePath: `/${encodeURIComponent(login)}`,
    avatarUrl: `${world.url}/avatars/${account.id}`,
  };
  if (account.type === 'Bot') return { __typename: 'Bot', ...shared };
  if (account.type === 'User') return { __typename: 'User', ...shared, name: null };
  return {
    __typename: 'Organization',
    ...shared,
    name: account.login,
    team: ({ slug }: { readonly slug: string }) => {
      mustHold(reach, 'members', 'read');
      const team = world.team(account, slug);
      return team === undefined ? null : presentTeam(reach, team);
    },
    teams: connection(
      'teams',
      () => {
        mustHold(reach, 'members', 'read');
        return world.teams.filter((one) => one.organisation === account);
      },
      (team) => presentTeam(reach, team),
    ),
  };
}

/** A team. */
export function presentTeam(reach: Reach, team: Team): GraphqlObject {
  const { world } = reach;
  return {
    __typename: 'Team',
    id: `T_${team.id}`,
    databaseId: team.id,
    name: team.name,
    slug: team.slug,
    combinedSlug: `${team.organisation.login}/${team.slug}`,
    privacy: team.privacy === 'secret' ? 'SECRET' : 'VISIBLE',
    url: `${world.url}/orgs/${team.organisation.login}/teams/${team.slug}`,
    organization: () => presentActor(reach, team.organisation),
    parentTeam: () => (team.parent === undefined ? null : presentTeam(reach, team.parent)),
    childTeams: connection(
      'childTeams',
      () => world.childTeams(team),
      (child) => presentTeam(reach, child),
    ),
    members: (args: { readonly membership?: 'ALL' | 'IMMEDIATE' | 'CHILD_TEAM' }) => {
      const all = world.members(team);
      const own = (account: Account): boolean => team.members.has(account.login.toLowerCase());
      const { membership = 'ALL' } = args;
      const wanted = all.filter((one) => membership === 'ALL' || own(one) === (membership === 'IMMEDIATE'));
      return connection(
        'members',
        () => wanted,
        (account) => presentActor(reach, account),
      )({ ...args });
    },
  };
}

/** A person in a commit; `user` is null when their address belongs to no account. */
export function presentGitActor(reach: Reach, { name, email, date }: Signature): GraphqlObject {
  return {
    __typename: 'GitActor',
    name,
    email,
    date,
    user: () => {
      const login = accountOfEmail(email);
      return login === undefined ? null : presentActor(reach, reach.world.account(login));
    },
  };
}
