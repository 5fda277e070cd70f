import { EventEmitter } from 'node:events';
import type { FileChange } from './diff.js';
import type { GitObjects } from './git-objects.js';
import type { Side } from './hunks.js';
import { notFound } from './refusal.js';
import type { JsonObject } from './json.js';

/** A level of access that an App asks for, by permission name. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

/** A user, organisation or bot. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

/** What a person may do in a repository. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** A team of an organisation. */
export interface Team {
  readonly id: number;
  readonly organisation: Account;
  readonly name: string;
  readonly slug: string;
  readonly privacy: 'closed' | 'secret';
  readonly members: Set<string>;
  /** Role by lower-case full repository name. */
  readonly repositories: Map<string, Role>;
}

/** The App on one account. */
export interface Installation {
  readonly id: number;
  readonly account: Account;
}

/** One end of a pull request. */
export interface PullRequestEnd {
  readonly ref: string;
  sha: string;
  readonly owner: Account;
}

/** A pull request. */
export interface PullRequest {
  readonly number: number;
  readonly id: number;
  readonly author: Account;
  readonly title: string;
  readonly body: string | null;
  readonly createdAt: string;
  updatedAt: string;
  state: 'open' | 'closed';
  merged: boolean;
  draft: boolean;
  readonly base: PullRequestEnd;
  readonly head: PullRequestEnd;
  /** Where the head lives: here, in a fork, or in a fork that is gone. */
  readonly headRepository: 'same' | 'fork' | 'deleted';
  readonly labels: string[];
  readonly requestedUsers: string[];
  readonly requestedTeams: string[];
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  readonly issueComments: IssueComment[];
}

/** A review of a pull request. */
export interface Review {
  readonly id: number;
  readonly author: Account;
  body: string;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
  readonly commitId: string;
  submittedAt: string | undefined;
}

/** A comment on a line, or on a file when it has none. */
export interface ReviewComment {
  readonly id: number;
  readonly reviewId: number;
  readonly author: Account;
  body: string;
  readonly path: string;
  readonly side: Side;
  readonly startSide: Side | undefined;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly position: number | undefined;
  readonly commitId: string;
  readonly diffHunk: string;
  readonly inReplyTo: number | undefined;
  readonly createdAt: string;
  updatedAt: string;
}

/** A comment in the conversation. */
export interface IssueComment {
  readonly id: number;
  readonly author: Account;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly reactions: Reaction[];
}

/** A reaction to a comment. */
export interface Reaction {
  readonly id: number;
  readonly author: Account;
  readonly content: string;
  readonly createdAt: string;
}

/** An annotation of a check run, as it was sent. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

/** A button of a check run. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** A check run. */
export interface CheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  detailsUrl: string;
  externalId: string;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
}

/** A repository and all that GitHub keeps beside its git objects. */
export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly gitDir: string;
  readonly objects: GitObjects;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly pulls: Map<number, PullRequest>;
  readonly checkRuns: Map<number, CheckRun>;
  /** Suite id by head SHA. */
  readonly suites: Map<string, number>;
  readonly roles: Map<string, Role>;
  /** Branches that lie in a fork: the repository itself does not know their names. */
  readonly forkBranches: Set<string>;
  readonly diffs: Map<string, Promise<readonly FileChange[]>>;
  /** Errors that GET codeowners/errors answers. */
  codeownersErrors: readonly JsonObject[];
  /** Rules that GET rules/branches/{branch} answers. */
  branchRules: readonly JsonObject[];
}

/** Something that a person or the App did; the webhooks are made from it. */
export interface Happening {
  readonly event: string;
  readonly payload: JsonObject;
  readonly repository: Repository | undefined;
}

/** Who the App is. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
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
  account(login: string, type: Account['type'] = 'User'): Account {
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
    const installation: Installation = { id: this.nextId(), account };
    this.installations.set(account.login.toLowerCase(), installation);
    return installation;
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
      .filter((team) => [...team.members].some((member) => member.toLowerCase() === login.toLowerCase()))
      .map((team) => team.repositories.get(repository.fullName.toLowerCase()) ?? 'none');
    const owner: Role = repository.owner.login.toLowerCase() === login.toLowerCase() ? 'admin' : 'none';
    return [own, owner, ...byTeam].reduce((best, role) =>
      order.indexOf(role) > order.indexOf(best) ? role : best,
    );
  }

  /** Tells those who watch a check run. */
  checkChanged(repository: Repository, run: CheckRun): void {
    this.changes.emit('check', repository, run);
  }

  /** Tells that something happened, for the webhooks. */
  happened(event: string, payload: JsonObject, repository?: Repository): void {
    this.changes.emit('happening', { event, payload, repository });
  }
}

/** A pull request by number; 404 when there is none. */
export function pullRequest(repository: Repository, number: number | string): PullRequest {
  const pull = repository.pulls.get(Number(number));
  if (pull === undefined) throw notFound();
  return pull;
}
