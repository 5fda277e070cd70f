import { ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { git } from '../git.js';
import { presentAccount, presentCommit, presentRepository, presentTeam } from '../present.js';
import { notFound } from '../refusal.js';
import { commitAt, findRevision } from '../revisions.js';
import type { Role } from '../account.js';
import { need } from './needs.js';

/** Repositories, their branches and people. */
export const repositories: Readonly<Record<string, Implementation>> = {
  'repos/get': {
    needs: need.metadata,
    handle: ({ world, repository }) => ok(presentRepository(world, repository)),
  },
  'repos/get-branch': { needs: need.contents, handle: getBranch },
  'repos/list-branches': {
    needs: need.contents,
    handle: async ({ world, repository }) => {
      const args = ['for-each-ref', '--format=%(refname:strip=2) %(objectname)', 'refs/heads/'];
      const lines = (await git(repository.gitDir, args)).toString('utf8').split('\n');
      const branches = lines
        .map((line) => line.split(' '))
        .filter(([name = '']) => name !== '' && !repository.forkBranches.has(name));
      const api = `${world.api}/repos/${repository.fullName}/commits`;
      return pages(
        branches.map(([name, sha = '']) => ({
          name,
          commit: { sha, url: `${api}/${sha}` },
          protected: false,
        })),
      );
    },
  },
  'repos/get-branch-rules': {
    needs: need.metadata,
    handle: ({ repository }) => pages(repository.branchRules),
  },
  'repos/get-collaborator-permission-level': { needs: need.metadata, handle: permission },
  'repos/list-teams': {
    needs: need.metadata,
    handle: ({ world, repository }) => {
      const name = repository.fullName.toLowerCase();
      const teams = world.teams.filter((team) => team.repositories.has(name));
      return pages(
        teams.map((team) => ({
          ...presentTeam(world, team),
          permission: asOld[team.repositories.get(name) ?? 'read'],
        })),
      );
    },
  },
};

async function getBranch({ world, repository, params }: Call): Promise<Answer> {
  const name = params['branch'] ?? '';
  const sha = await findRevision(repository, `refs/heads/${name}`);
  if (sha === undefined) throw notFound();
  const self = `${world.api}/repos/${repository.fullName}/branches/${name}`;
  return ok({
    name,
    commit: presentCommit(world, repository, await commitAt(repository, sha)),
    _links: { self, html: `${world.url}/${repository.fullName}/tree/${name}` },
    protected: false,
    protection: repository.branchProtection,
    protection_url: `${self}/protection`,
  });
}

/** `permission` knows only the four old words; `role_name` has the new ones. */
const asOld: Readonly<Record<Role, string>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

function permission({ world, repository, params }: Call): Answer {
  const login = params['username'] ?? '';
  if (!world.accounts.has(login.toLowerCase())) throw notFound();
  const role = world.role(repository, login);
  const level = asOld[role];
  return ok({
    permission: level,
    role_name: role,
    user: {
      ...presentAccount(world, world.account(login)),
      role_name: role,
      permissions: {
        pull: level !== 'none',
        triage: role !== 'none' && role !== 'read',
        push: level === 'write' || level === 'admin',
        maintain: role === 'maintain' || role === 'admin',
        admin: role === 'admin',
      },
    },
  });
}

/** What the App's token may see of itself. */
export const rateLimit: Implementation = {
  needs: 'any',
  handle: ({ world, grant }) => {
    const id = grant.kind === 'app' ? 0 : grant.installation.id;
    const core = world.rates.rate('core', id);
    return ok({ resources: { core, search: core, graphql: world.rates.rate('graphql', id) }, rate: core });
  },
};

/** A user by login. */
export function user({ world, params }: Call): Answer {
  const account = world.accounts.get((params['username'] ?? '').toLowerCase());
  if (account === undefined) throw notFound();
  return ok({ ...presentAccount(world, account), name: account.login });
}
