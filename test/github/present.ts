import { accountOfEmail, type Commit, type Signature } from './git.js';
import type { JsonObject } from './json.js';
import type { Account, AppIdentity, Installation, Team } from './account.js';
import type { Repository } from './repository-state.js';
import type { World } from './world.js';

/** A user, organisation or bot. */
export function presentAccount(world: World, account: Account): JsonObject {
  const login = encodeURIComponent(account.login);
  const api = `${world.api}/users/${login}`;
  const lists = ['followers', 'subscriptions', 'repos', 'received_events'] as const;
  return {
    ...Object.fromEntries(lists.map((name) => [`${name}_url`, `${api}/${name}`])),
    organizations_url: `${api}/orgs`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    events_url: `${api}/events{/privacy}`,
    login: account.login,
    id: account.id,
    node_id: `A_${account.id}`,
    type: account.type,
    gravatar_id: '',
    site_admin: false,
    url: api,
    html_url: `${world.url}/${login}`,
    avatar_url: `${world.url}/avatars/${account.id}`,
  };
}

/** An organisation, as webhooks name it beside what happened in it. */
export function presentOrganisation(world: World, { id, login }: Account): JsonObject {
  const url = `${world.api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: `A_${id}`,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/${id}`,
    description: null,
  };
}

/** A repository. A fork of one has the fork owner's name and an id of its own. */
export function presentRepository(world: World, repository: Repository, fork?: Account): JsonObject {
  const owner = fork ?? repository.owner;
  const fullName = `${owner.login}/${repository.name}`;
  return {
    id: fork === undefined ? repository.id : repository.id * 1_000_000 + fork.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: fullName,
    owner: presentAccount(world, owner),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    fork: fork !== undefined,
    default_branch: repository.defaultBranch,
    url: `${world.api}/repos/${fullName}`,
    html_url: `${world.url}/${fullName}`,
    clone_url: `${world.url}/${fullName}.git`,
    archived: false,
    pushed_at: lastPush(repository),
    has_downloads: true,
    is_template: false,
    topics: [],
    web_commit_signoff_required: false,
    custom_properties: {},
    disabled: false,
    permissions: { admin: false, push: false, pull: true },
  };
}

/** The App. */
export function presentApp(world: World, app: AppIdentity): JsonObject {
  return {
    id: app.id,
    slug: app.slug,
    name: app.name,
    node_id: `I_${app.id}`,
    owner: presentAccount(world, world.account('precheck-owner', 'Organization')),
    description: '',
    external_url: world.url,
    html_url: `${world.url}/apps/${app.slug}`,
    permissions: { ...app.permissions },
    events: [...app.events],
    created_at: '2026-01-05T09:00:00Z',
    updated_at: '2026-01-05T09:00:00Z',
  };
}

/** The App on an account. */
export function presentInstallation(
  world: World,
  { id, account, selected, suspendedAt }: Installation,
): JsonObject {
  return {
    id,
    account: presentAccount(world, account),
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...world.app.permissions },
    events: [...world.app.events],
    repository_selection: selected === undefined ? 'all' : 'selected',
    suspended_at: suspendedAt ?? null,
    suspended_by: null,
    single_file_name: null,
    created_at: '2026-01-05T09:00:00Z',
    updated_at: '2026-01-05T09:00:00Z',
    access_tokens_url: `${world.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.api}/installation/repositories`,
    html_url: `${world.url}/organizations/${account.login}/settings/installations/${id}`,
  };
}

/** A team. */
export function presentTeam(world: World, team: Team): JsonObject {
  const url = `${world.api}/organizations/${team.organisation.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: `T_${team.id}`,
    url,
    html_url: `${world.url}/orgs/${team.organisation.login}/teams/${team.slug}`,
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: team.privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: team.parent === undefined ? null : presentTeam(world, team.parent),
    members_count: world.members(team).length,
    repos_count: team.repositories.size,
    organization: presentAccount(world, team.organisation),
    type: 'organization',
  };
}

/** Of a repository in which nothing was proposed yet. */
const LONG_AGO = '2020-01-01T00:00:00Z';

/** Git does not say when it was pushed to; the branch of a pull request was when that last changed. */
function lastPush({ pulls, pushedAt = LONG_AGO }: Repository): string {
  const proposed = [...pulls.values()].map(({ updatedAt }) => updatedAt);
  return [...proposed, pushedAt].sort().at(-1) ?? LONG_AGO;
}

/** A team as asking for it by name gives it: the account of an organisation has other addresses than a person's. */
export function presentWholeTeam(world: World, team: Team): JsonObject {
  const { login } = team.organisation;
  const url = `${world.api}/orgs/${login}`;
  const organization = { ...presentAccount(world, team.organisation), url, events_url: `${url}/events` };
  return { ...presentTeam(world, team), organization };
}

/** A commit, as the repositories API gives it. */
export function presentCommit(world: World, repository: Repository, commit: Commit): JsonObject {
  const api = `${world.api}/repos/${repository.fullName}`;
  const html = `${world.url}/${repository.fullName}/commit`;
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: signature(commit.author),
      committer: signature(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      verification: verificationOf(commit),
    },
    author: accountOf(world, commit.author),
    committer: accountOf(world, commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
}

/** What is committed on GitHub's pages is signed: here, by its committer's address. */
export function verificationOf({ committer }: Commit): JsonObject {
  const verified = committer.email === 'web-flow@users.noreply.github.com';
  return {
    verified,
    reason: verified ? 'valid' : 'unsigned',
    signature: verified ? '-----BEGIN PGP SIGNATURE-----' : null,
    payload: verified ? 'tree' : null,
    verified_at: verified ? committer.date : null,
  };
}

/** A commit's author or committer with the date in GitHub's form. */
export function signature({ name, email, date }: Signature): JsonObject {
  return { name, email, date: new Date(date).toISOString().replace(/\.\d+Z$/, 'Z') };
}

function accountOf(world: World, { email }: Signature): JsonObject | null {
  const login = accountOfEmail(email);
  return login === undefined ? null : presentAccount(world, world.account(login));
}
