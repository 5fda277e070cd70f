import { CHECK_NAME } from './check-run.js';
import type { GitHubClient } from './client.js';
import { githubProblem, isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';

/** How a branch requires the check `precheck`. */
export interface Requirement {
  readonly by: 'rule set' | 'branch protection';
  /** Only runs of this App count; null: anybody's, statuses of people too. */
  readonly appId: number | null;
}

/** An App that writes the check `precheck`. */
export interface CheckWriter {
  readonly appId: number;
  readonly slug: string;
}

/** The rule sets and the branch protection that require our check on a branch; empty: nothing does. */
export async function readRequirements(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  branch: string,
): Promise<readonly Requirement[]> {
  const rules = await orNone(
    client.paginate(client.rest.repos.getBranchRules, { owner, repo, branch, per_page: 100 }),
  );
  const byRules = (rules ?? []).flatMap((rule): readonly Requirement[] =>
    rule.type === 'required_status_checks'
      ? (rule.parameters?.required_status_checks ?? [])
          .filter(({ context }) => context === CHECK_NAME)
          .map(({ integration_id: id }) => ({ by: 'rule set', appId: id ?? null }))
      : [],
  );
  const { data } = await client.rest.repos.getBranch({ owner, repo, branch });
  // Older servers list the names alone.
  const { checks, contexts = [] } = data.protection.required_status_checks ?? {};
  const all = checks ?? contexts.map((context) => ({ context, app_id: null }));
  const byProtection = all
    .filter(({ context }) => context === CHECK_NAME)
    .map(({ app_id: id }): Requirement => ({ by: 'branch protection', appId: id }));
  return [...byRules, ...byProtection];
}

/** Pull requests that are looked at for a run of our check. */
const LATEST = 5;

/**
 * The Apps that wrote our check on this commit, or on the latest pull requests; undefined where the client may not see
 * checks.
 */
export async function readCheckWriters(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  sha: string,
): Promise<readonly CheckWriter[] | undefined> {
  const latest = { owner, repo, state: 'all', sort: 'updated', direction: 'desc', per_page: LATEST } as const;
  const commits = async function* (): AsyncGenerator<string> {
    yield sha;
    const { data } = await client.rest.pulls.list(latest);
    for (const { head } of data) yield head.sha;
  };
  for await (const ref of commits()) {
    const runs = await orNone(client.rest.checks.listForRef({ owner, repo, ref, check_name: CHECK_NAME }));
    if (runs === undefined) return undefined;
    const writers = runs.data.check_runs.flatMap(({ app }): readonly (readonly [number, CheckWriter])[] =>
      app === null ? [] : [[app.id, { appId: app.id, slug: app.slug ?? '' }]],
    );
    if (writers.length > 0) return [...new Map(writers).values()];
  }
  return [];
}

/** Rule sets are no part of some plans and of old servers, checks not of every token. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isRequestFailure(error, 404) || githubProblem(error)?.kind === 'permission') return undefined;
    throw error;
  }
}
