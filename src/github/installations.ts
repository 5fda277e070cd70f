import type { GitHubClient } from './client.js';

/** A repository in which the App is installed. */
export interface InstalledRepository {
  readonly installationId: number;
  readonly owner: string;
  readonly repo: string;
  /** Of the last push, ISO 8601; null: never. */
  readonly pushedAt: string | null;
}

/** The installations that are not suspended. `app`: a client with the rights of the App itself. */
export async function readInstallations(app: GitHubClient): Promise<readonly number[]> {
  const installations = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
  return installations.filter(({ suspended_at }) => !suspended_at).map(({ id }) => id);
}

/** What an installation lets the App do, and which events it sends. */
export interface Granted {
  /** "read", "write" or "admin" by GitHub's name of the permission. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly isOrganisation: boolean;
}

/** What was granted, by the App's settings and by the owner of the account. `app`: as above. */
export async function readGranted(app: GitHubClient, installationId: number): Promise<Granted> {
  const { data } = await app.rest.apps.getInstallation({ installation_id: installationId });
  const isOrganisation = data.target_type === 'Organization';
  return { permissions: data.permissions, events: data.events, isOrganisation };
}

/** The repositories of one installation; archived ones have nothing to review. */
export async function readRepositories(
  client: GitHubClient,
  installationId: number,
): Promise<readonly InstalledRepository[]> {
  const repositories = await client.paginate(client.rest.apps.listReposAccessibleToInstallation, {
    per_page: 100,
  });
  return repositories
    .filter(({ archived }) => !archived)
    .map(({ owner, name, pushed_at }) => ({
      installationId,
      owner: owner.login,
      repo: name,
      pushedAt: pushed_at ?? null,
    }));
}
