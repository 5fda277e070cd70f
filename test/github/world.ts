import { EventEmitter } from 'node:events';
import type { Account, AppIdentity, Installation, Role, Team } from './account.js';
import type { CheckRun } from './check-run.js';
import type { JsonObject } from './json.js';
import { notFound } from './refusal.js';
import { RateLimits } from './rate-limits.js';
import type { Repository } from './repository-state.js';

/** Something that a person or the App did; the webhooks are made from it. */
export interface Happening {
  readonly event: string;
  readonly payload: JsonObject;
  readonly repository?: Repository;
  /** The account it happened in when it is about no repository. */
  readonly organisation?: Account;
}

/** Everything that this GitHub knows. */
export class World {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  url = '';
  readonly app: AppIdentity;
  readonly accounts = new Map<string, Account>();
  readonly repositories = new Map<string, Repository>();
  readonly installations = new Map<string, Installation>();
  readonly teams: Team[] = [];
  readonly rates = new RateLimits();
  /** 'check' on every change of a check run, 'happening' on everything that GitHub tells by webhook. */
  readonly changes = new EventEmitter<{ check: [Repository, CheckRun]; happening: [Happening] }>();
  private readonly clock: () => Date;
  private lastId = 1000;

  constructor(app: AppIdentity, clock: () => Date) {
    this.app = app;
    this.clock = clock;
    this.changes.setMaxListeners(0);
  }

  /** The API's address. */
  get api(): string {
    return `${this.url}/api/v3`;
  }

  /** Ids count up, over everything. */
  nextId(): number {
    return ++this.lastId;
  }

  /** Now, as GitHub writes it. */
  now(): string {
    return this.clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  /** The account of a login; made on first mention. */
  account(login: string, type: Account['type'] = login.endsWith('[bot]') ? 'Bot' : 'User'): Account {
    const known = this.accounts.get(login.toLowerCase());
    if (known !== undefined) return known;
    const account: Account = { id: this.nextId(), login, type };
    this.accounts.set(login.toLowerCase(), account);
    return account;
  }

  /** The App's own user. */
  bot(): Account {
    return this.account(`${this.app.slug}[bot]`, 'Bot');
  }

  /** The installation on an account; made on first mention. */
  installation(account: Account): Installation {
    const known = this.installations.get(account.login.toLowerCase());
    if (known !== undefined) return known;
    const installation: Installation = {
      id: this.nextId(),
      account,
      selected: undefined,
      suspendedAt: undefined,
    };
    this.installations.set(account.login.toLowerCase(), installation);
    return installation;
  }

  /** The installation that reaches a repository; undefined for none. */
  installationOf(repository: Repository): Installation | undefined {
    const found = this.installations.get(repository.owner.login.toLowerCase());
    return found?.selected?.has(repository.id) === false ? undefined : found;
  }

  /** A repository by name; 404 when there is none. */
  repository(owner: string, name: string): Repository {
    const repository = this.repositories.get(`${owner}/${name}`.toLowerCase());
    if (repository === undefined) throw notFound();
    return repository;
  }

  /** What a person may do: an explicit role, the best of the teams' roles, or reading. */
  role(repository: Repository, login: string): Role {
    const order: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
    const own = repository.roles.get(login.toLowerCase()) ?? (repository.private ? 'none' : 'read');
    const byTeam = this.teams
      .filter((team) => this.isMember(team, login))
      .map((team) => this.teamRole(team, repository) ?? 'none');
    const owner: Role = repository.owner.login.toLowerCase() === login.toLowerCase() ? 'admin' : 'none';
    return [own, owner, ...byTeam].reduce((best, role) =>
      order.indexOf(role) > order.indexOf(best) ? role : best,
    );
  }

  /** A team of an account by slug. */
  team(organisation: Account, slug: string): Team | undefined {
    return this.teams.find((one) => one.organisation === organisation && one.slug === slug.toLowerCase());
  }

  /** The teams directly below one. */
  childTeams(team: Team): readonly Team[] {
    return this.teams.filter((one) => one.parent === team);
  }

  /** The members of a team and of the teams below it. */
  members(team: Team): readonly Account[] {
    const own = [...team.members].map((login) => this.account(login));
    return [...new Set([...own, ...this.childTeams(team).flatMap((child) => this.members(child))])];
  }

  /** Whether a person belongs to a team or to one below it. */
  isMember(team: Team, login: string): boolean {
    return this.members(team).some((member) => member.login.toLowerCase() === login.toLowerCase());
  }

  /** What a team may do in a repository: its own role, or the one of a team above it; undefined for none. */
  teamRole(team: Team, repository: Repository): Role | undefined {
    const own = team.repositories.get(repository.fullName.toLowerCase());
    return own ?? (team.parent === undefined ? undefined : this.teamRole(team.parent, repository));
  }

  /** Tells those who watch a check run. */
  checkChanged(repository: Repository, run: CheckRun): void {
    this.changes.emit('check', repository, run);
  }

  /** Tells that something happened, for the webhooks. */
  happened(event: string, payload: JsonObject, where: Pick<Happening, 'repository' | 'organisation'>): void {
    this.changes.emit('happening', { event, payload, ...where });
  }
}
