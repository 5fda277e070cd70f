import type { Account, Installation, Role, Team } from '../account.js';
import type { AppAuth } from '../app-auth.js';
import type { JsonObject } from '../json.js';
import { presentAccount, presentInstallation, presentRepository, presentTeam } from '../present.js';
import type { Repository } from '../repository-state.js';
import type { Webhooks } from '../webhooks.js';
import type { World } from '../world.js';
import { someone } from './pull-requests.js';

/** An account that owns repositories: its installation of the App, its teams. Acts wait for the webhook's answer. */
export class LocalOrganisation {
  readonly account: Account;
  private readonly world: World;
  private readonly auth: AppAuth;
  private readonly webhooks: Webhooks;

  constructor(world: World, auth: AppAuth, webhooks: Webhooks, login: string) {
    this.world = world;
    this.auth = auth;
    this.webhooks = webhooks;
    this.account = world.account(login, 'Organization');
  }

  /** Installs the App on all repositories, or on those named: `installation.created`. */
  async install(fullNames?: readonly string[]): Promise<Installation> {
    const installation = this.world.installation(this.account);
    installation.selected = fullNames && new Set(fullNames.map((name) => this.repository(name).id));
    await this.tellInstallation(installation, 'created', { requester: null });
    return installation;
  }

  /** Removes the App: its tokens end, `installation.deleted`. */
  async uninstall(): Promise<void> {
    const installation = this.installation();
    this.world.installations.delete(this.account.login.toLowerCase());
    this.auth.revokeOf(installation);
    await this.tellInstallation(installation, 'deleted');
  }

  /** Suspends the App: its tokens are refused, `installation.suspend`. */
  async suspend(): Promise<void> {
    const installation = this.installation();
    installation.suspendedAt = this.world.now();
    await this.tellInstallation(installation, 'suspend');
  }

  /** Ends the suspension. */
  async unsuspend(): Promise<void> {
    const installation = this.installation();
    installation.suspendedAt = undefined;
    await this.tellInstallation(installation, 'unsuspend');
  }

  /** Lets the App into more repositories: `installation_repositories.added`. */
  async addRepositories(...fullNames: readonly string[]): Promise<void> {
    const { selected } = this.installation();
    for (const name of fullNames) selected?.add(this.repository(name).id);
    await this.tellRepositories('added', fullNames);
  }

  /** Takes repositories away from the App, which then has only selected ones. */
  async removeRepositories(...fullNames: readonly string[]): Promise<void> {
    const installation = this.installation();
    installation.selected ??= new Set(this.repositories().map(({ id }) => id));
    for (const name of fullNames) installation.selected.delete(this.repository(name).id);
    await this.tellRepositories('removed', fullNames);
  }

  /** A person joins a team: `membership.added`. */
  async addMember(slug: string, login: string): Promise<void> {
    const team = this.team(slug);
    this.world.account(login);
    team.members.add(login.toLowerCase());
    await this.tellMembership('added', team, login);
  }

  /** A person leaves a team: `membership.removed`. */
  async removeMember(slug: string, login: string): Promise<void> {
    const team = this.team(slug);
    team.members.delete(login.toLowerCase());
    await this.tellMembership('removed', team, login);
  }

  /** Gives a team a role in a repository, or takes it away: `team.added_to_repository`, `team.removed_from_repository`. */
  async setAccess(slug: string, fullName: string, role: Role | undefined): Promise<void> {
    const team = this.team(slug);
    const repository = this.repository(fullName);
    if (role === undefined) team.repositories.delete(fullName.toLowerCase());
    else team.repositories.set(fullName.toLowerCase(), role);
    const action = role === undefined ? 'removed_from_repository' : 'added_to_repository';
    const payload = { action, team: presentTeam(this.world, team), sender: this.sender() };
    this.world.happened('team', payload, { repository });
    await this.webhooks.settled();
  }

  /** Deletes a team: `team.deleted`. */
  async deleteTeam(slug: string): Promise<void> {
    const team = this.team(slug);
    this.world.teams.splice(this.world.teams.indexOf(team), 1);
    await this.tell('team', { action: 'deleted', team: presentTeam(this.world, team) });
  }

  private installation(): Installation {
    const found = this.world.installations.get(this.account.login.toLowerCase());
    if (found === undefined) throw new Error(`the App is not installed on ${this.account.login}`);
    return found;
  }

  private repositories(): readonly Repository[] {
    return [...this.world.repositories.values()].filter((one) => one.owner === this.account);
  }

  private repository(fullName: string): Repository {
    const [owner = '', name = ''] = fullName.split('/');
    return this.world.repository(owner, name);
  }

  private team(slug: string): Team {
    const team = this.world.team(this.account, slug);
    if (team === undefined) throw new Error(`no team ${slug} in ${this.account.login}`);
    return team;
  }

  private sender(): JsonObject {
    return presentAccount(this.world, this.world.account(someone));
  }

  private tellMembership(action: string, team: Team, login: string): Promise<void> {
    const member = presentAccount(this.world, this.world.account(login));
    return this.tell('membership', { action, scope: 'team', member, team: presentTeam(this.world, team) });
  }

  private async tell(event: string, payload: JsonObject): Promise<void> {
    this.world.happened(event, { ...payload, sender: this.sender() }, { organisation: this.account });
    await this.webhooks.settled();
  }

  private tellInstallation(installation: Installation, action: string, more: JsonObject = {}): Promise<void> {
    const reached = this.repositories().filter((one) => installation.selected?.has(one.id) ?? true);
    return this.tell('installation', {
      action,
      installation: presentInstallation(this.world, installation),
      repositories: reached.map((one) => this.minimal(one)),
      ...more,
    });
  }

  private tellRepositories(action: 'added' | 'removed', fullNames: readonly string[]): Promise<void> {
    const named = fullNames.map((name) => this.minimal(this.repository(name)));
    const installation = this.installation();
    return this.tell('installation_repositories', {
      action,
      installation: presentInstallation(this.world, installation),
      repository_selection: installation.selected === undefined ? 'all' : 'selected',
      repositories_added: action === 'added' ? named : [],
      repositories_removed: action === 'removed' ? named : [],
      requester: null,
    });
  }

  private minimal(repository: Repository): JsonObject {
    const { id, node_id, name, full_name, private: isPrivate } = presentRepository(this.world, repository);
    return { id, node_id, name, full_name, private: isPrivate };
  }
}
