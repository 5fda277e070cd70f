import { ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { presentAccount, presentRepository, presentTeam, presentWholeTeam } from '../present.js';
import { notFound } from '../refusal.js';
import type { Team } from '../account.js';
import { need } from './needs.js';

/** Teams of an organisation. */
export const teams: Readonly<Record<string, Implementation>> = {
  'teams/list': {
    needs: need.members,
    handle: ({ world, params }) => {
      const org = (params['org'] ?? '').toLowerCase();
      const found = world.teams.filter((team) => team.organisation.login.toLowerCase() === org);
      return pages(found.map((team) => presentTeam(world, team)));
    },
  },
  'teams/get-by-name': {
    needs: need.members,
    handle: (call) => ok(presentWholeTeam(call.world, teamOf(call))),
  },
  'teams/list-members-in-org': {
    needs: need.members,
    handle: (call) => {
      const members = call.world.members(teamOf(call));
      return pages(members.map((account) => presentAccount(call.world, account)));
    },
  },
  'teams/list-child-in-org': {
    needs: need.members,
    handle: (call) => {
      const children = call.world.childTeams(teamOf(call));
      return pages(children.map((team) => presentTeam(call.world, team)));
    },
  },
  'teams/get-membership-for-user-in-org': {
    needs: need.members,
    handle: (call) => {
      const team = teamOf(call);
      const login = call.params['username'] ?? '';
      if (!call.world.isMember(team, login)) throw notFound();
      const url = `${call.world.api}/organizations/${team.organisation.id}/team/${team.id}/memberships/${login}`;
      return ok({ url, role: 'member', state: 'active' });
    },
  },
  'teams/check-permissions-for-repo-in-org': { needs: need.members, handle: checkPermissions },
};

function teamOf({ world, params }: Call): Team {
  const org = (params['org'] ?? '').toLowerCase();
  const found = world.teams.find(
    (team) => team.organisation.login.toLowerCase() === org && team.slug === params['team_slug'],
  );
  if (found === undefined) throw notFound();
  return found;
}

/** 204 by default; the repository with the team's role for the media type that asks for it. */
function checkPermissions(call: Call): Answer {
  const { world, repository, media } = call;
  const role = world.teamRole(teamOf(call), repository);
  if (role === undefined) throw notFound();
  if (media !== 'repository') return { status: 204 };
  const permissions = {
    pull: true,
    triage: role !== 'read',
    push: role === 'write' || role === 'maintain' || role === 'admin',
    maintain: role === 'maintain' || role === 'admin',
    admin: role === 'admin',
  };
  return ok({ ...presentRepository(world, repository), role_name: role, permissions });
}
