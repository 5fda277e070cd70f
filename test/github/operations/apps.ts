import { restricted, suspended, type InstallationGrant } from '../app-auth.js';
import { created, ok, pages, type Call, type Implementation } from '../call.js';
import { presentApp, presentInstallation, presentRepository } from '../present.js';
import { notFound, Refusal } from '../refusal.js';
import type { Installation, Permissions } from '../account.js';
import type { Repository } from '../repository-state.js';
import type { World } from '../world.js';

interface TokenRequest {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
}

/** What concerns the App itself: its identity, its installations, its tokens. */
export const apps: Readonly<Record<string, Implementation>> = {
  'apps/get-authenticated': {
    needs: 'app',
    handle: ({ world }) =>
      ok({ ...presentApp(world, world.app), installations_count: world.installations.size }),
  },
  'apps/list-installations': {
    needs: 'app',
    handle: ({ world }) =>
      pages([...world.installations.values()].map((one) => presentInstallation(world, one))),
  },
  'apps/get-installation': {
    needs: 'app',
    handle: ({ world, params }) =>
      ok(presentInstallation(world, byId(world, Number(params['installation_id'])))),
  },
  'apps/get-repo-installation': {
    needs: 'app',
    handle: ({ world, repository }) =>
      ok(presentInstallation(world, ofAccount(world, repository.owner.login))),
  },
  'apps/get-org-installation': {
    needs: 'app',
    handle: ({ world, params }) => ok(presentInstallation(world, ofAccount(world, params['org']))),
  },
  'apps/get-user-installation': {
    needs: 'app',
    handle: ({ world, params }) => ok(presentInstallation(world, ofAccount(world, params['username']))),
  },
  'apps/create-installation-access-token': { needs: 'app', handle: createToken },
  'apps/revoke-installation-access-token': {
    needs: 'any',
    handle: ({ auth, grant }) => {
      if (grant.kind === 'installation') auth.revoke(grant.token);
      return { status: 204 };
    },
  },
  'apps/list-repos-accessible-to-installation': {
    needs: 'any',
    handle: ({ world, grant }) => {
      if (grant.kind !== 'installation') throw new Refusal(401, 'Requires an installation token');
      const reached = reachable(world, grant);
      return pages(
        reached.map((one) => presentRepository(world, one)),
        'repositories',
      );
    },
  },
};

function byId(world: World, id: number): Installation {
  const found = [...world.installations.values()].find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function ofAccount(world: World, login = ''): Installation {
  const found = world.installations.get(login.toLowerCase());
  if (found === undefined) throw notFound();
  return found;
}

function repositoriesOf(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()].filter((one) => world.installationOf(one) === installation);
}

function reachable(world: World, grant: InstallationGrant): readonly Repository[] {
  const { repositoryIds: ids } = grant;
  const all = repositoriesOf(world, grant.installation);
  return ids === undefined ? all : all.filter((one) => ids.includes(one.id));
}

function createToken({ world, auth, params, body }: Call): ReturnType<Implementation['handle']> {
  const installation = byId(world, Number(params['installation_id']));
  if (installation.suspendedAt !== undefined) throw suspended();
  const asked = body as TokenRequest;
  const selected = select(repositoriesOf(world, installation), asked);
  const permissions = restricted(world.app.permissions, asked.permissions);
  const grant = auth.mint(
    installation,
    permissions,
    selected?.map((one) => one.id),
  );
  return created({
    token: grant.token,
    expires_at: new Date(grant.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    permissions: { ...permissions },
    repository_selection: selected === undefined ? 'all' : 'selected',
    ...(selected === undefined ? {} : { repositories: selected.map((one) => presentRepository(world, one)) }),
  });
}

function select(all: readonly Repository[], asked: TokenRequest): readonly Repository[] | undefined {
  if (asked.repositories === undefined && asked.repository_ids === undefined) return undefined;
  const find = (test: (one: Repository) => boolean): Repository => {
    const found = all.find(test);
    if (found !== undefined) return found;
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  };
  return [
    ...(asked.repositories ?? []).map((name) => find((one) => one.name.toLowerCase() === name.toLowerCase())),
    ...(asked.repository_ids ?? []).map((id) => find((one) => one.id === id)),
  ];
}
