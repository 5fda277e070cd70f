import { generateKeyPairSync } from 'node:crypto';
import { LocalOrganisation } from './acts/organisation.js';
import { Api, type ContractError } from './api.js';
import { AppAuth } from './app-auth.js';
import { sharedContract } from './contract.js';
import { GitObjects } from './git-objects.js';
import { listen, type Faults, type LoggedRequest } from './http.js';
import type { JsonObject } from './json.js';
import { LocalRepository } from './local-repository.js';
import type { RateLimit } from './rate-limits.js';
import { Webhooks, type Delivery, type DeliveryFaults } from './webhooks.js';
import type { Permissions, Role } from './account.js';
import type { Repository } from './repository-state.js';
import { World } from './world.js';

/** How a local GitHub is set up; everything has a default. */
export interface LocalGitHubOptions {
  /** Port on 127.0.0.1; default: a free one. */
  readonly port?: number;
  readonly appId?: number;
  readonly appSlug?: string;
  /** `default_permissions` and `default_events` of the manifest; default: those that Precheck's design names. */
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly webhookSecret?: string;
  /** The clock of what is shown; tokens and signatures use the real one. */
  readonly now?: () => Date;
  readonly tokenLifetimeMs?: number;
  readonly faults?: Faults;
  /** Added to every API request. */
  readonly latencyMs?: number;
}

/** A repository to serve. */
export interface NewRepository {
  readonly fullName: string;
  /** A git repository on disk, bare or not. It is only read. */
  readonly gitDir: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** Whose account the owner is; default: an organisation's. */
  readonly ownerType?: 'User' | 'Organization';
}

/** A team to make. */
export interface NewTeam {
  readonly organisation: string;
  readonly slug: string;
  readonly members: readonly string[];
  /** Slug of the team above it. */
  readonly parent?: string;
  readonly privacy?: 'closed' | 'secret';
  /** Role by full repository name. */
  readonly repositories?: Readonly<Record<string, Role>>;
}

/** A running local GitHub. */
export interface LocalGitHub {
  /** The pages, without a slash at the end. */
  readonly url: string;
  /** The REST API: GITHUB_API_URL, Octokit's `baseUrl`. */
  readonly apiUrl: string;
  readonly appId: number;
  readonly appSlug: string;
  /** The App's private key, PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly addRepository: (repository: NewRepository) => LocalRepository;
  readonly addTeam: (team: NewTeam) => void;
  /** An organisation: its installation of the App, its teams' members and access. */
  readonly organisation: (login: string) => LocalOrganisation;
  /** Where the App listens for webhooks; undefined for nowhere. */
  readonly setWebhookTarget: (url: string | undefined) => void;
  /** Sends any event, signed; resolves with what the App answered. */
  readonly deliver: (event: string, payload: JsonObject) => Promise<Delivery>;
  /** Resolves when the webhooks under way have been answered. */
  readonly settled: () => Promise<void>;
  readonly setFaults: (faults: Faults | undefined) => void;
  /** Webhooks doubled and late by chance; undefined ends it. */
  readonly setDeliveryFaults: (faults: DeliveryFaults | undefined) => void;
  readonly setLatency: (ms: number) => void;
  /** Calls in a window for each installation, REST and GraphQL apart. Default: more than a test makes. */
  readonly setRateLimit: (limit: RateLimit) => void;
  /** Every installation token ends at once. */
  readonly revokeTokens: () => void;
  readonly requests: readonly LoggedRequest[];
  /** How often each operation was asked, by operation id. */
  readonly calls: ReadonlyMap<string, number>;
  /** Requests and answers that broke GitHub's description, and operations that are missing here. */
  readonly contractErrors: readonly ContractError[];
  readonly deliveries: readonly Delivery[];
  readonly close: () => Promise<void>;
}

const defaults = {
  appId: 4242,
  appSlug: 'precheck',
  permissions: {
    metadata: 'read',
    contents: 'read',
    pull_requests: 'write',
    checks: 'write',
    members: 'read',
    merge_queues: 'read',
    issues: 'read',
  },
  events: [
    ...['pull_request', 'pull_request_review', 'pull_request_review_comment', 'issue_comment', 'check_run'],
    ...['check_suite', 'merge_group', 'push', 'membership', 'team'],
  ],
  webhookSecret: 'a secret of the local GitHub',
  tokenLifetimeMs: 60 * 60 * 1000,
} as const;

/** Starts a GitHub on loopback that serves git repositories on disk. */
export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const { appId, appSlug, webhookSecret, tokenLifetimeMs, permissions, events } = { ...defaults, ...options };
  const privateKey = signingKey();
  const app = { id: appId, slug: appSlug, name: appSlug, permissions, events };
  const world = new World(app, options.now ?? ((): Date => new Date()));
  const contract = sharedContract();
  const auth = new AppAuth(appId, privateKey, tokenLifetimeMs);
  const webhooks = new Webhooks(world, contract, webhookSecret);
  const api = new Api(world, contract, auth, webhooks);
  const requests: LoggedRequest[] = [];
  const calls = new Map<string, number>();
  let { faults, latencyMs = 0 } = options;
  const settings = { faults: () => faults, latencyMs: () => latencyMs, requests, calls };
  const listening = await listen(world, api, settings, options.port ?? 0);
  world.url = `http://127.0.0.1:${listening.port}`;

  return {
    url: world.url,
    apiUrl: world.api,
    appId,
    appSlug,
    privateKey,
    webhookSecret,
    requests,
    calls,
    contractErrors: api.contractErrors,
    deliveries: webhooks.deliveries,
    addRepository: (asked) => new LocalRepository(world, newRepository(world, asked), webhooks),
    organisation: (login) => new LocalOrganisation(world, auth, webhooks, login),
    addTeam: (asked) => {
      newTeam(world, asked);
    },
    setWebhookTarget: (url) => {
      webhooks.target = url;
    },
    deliver: (event, payload) => webhooks.deliver(event, payload),
    settled: () => webhooks.drained(),
    setFaults: (next) => {
      faults = next;
    },
    setDeliveryFaults: (next) => {
      webhooks.faults = next;
    },
    setLatency: (ms) => {
      latencyMs = ms;
    },
    setRateLimit: (limit) => {
      world.rates.setting = limit;
    },
    revokeTokens: () => {
      auth.revoke();
    },
    close: async () => {
      webhooks.close();
      await webhooks.drained();
      await listening.close();
      for (const repository of world.repositories.values()) repository.objects.close();
    },
  };
}

let key: string | undefined;

/** Making a key takes long: every local GitHub of this process has the same. */
function signingKey(): string {
  key ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey;
  return key;
}

function newRepository(world: World, asked: NewRepository): Repository {
  const [ownerLogin = '', name = ''] = asked.fullName.split('/');
  const owner = world.account(ownerLogin, asked.ownerType ?? 'Organization');
  world.installation(owner);
  const repository: Repository = {
    id: world.nextId(),
    owner,
    name,
    fullName: `${owner.login}/${name}`,
    gitDir: asked.gitDir,
    objects: new GitObjects(asked.gitDir),
    defaultBranch: asked.defaultBranch ?? 'main',
    private: asked.private ?? true,
    pulls: new Map(),
    checkRuns: new Map(),
    suites: new Map(),
    mergeGroups: [],
    roles: new Map(),
    forkBranches: new Set(),
    diffs: new Map(),
    pushedAt: undefined,
    codeownersErrors: [],
    branchRules: [],
    branchProtection: {},
  };
  world.repositories.set(repository.fullName.toLowerCase(), repository);
  return repository;
}

function newTeam(world: World, asked: NewTeam): void {
  const organisation = world.account(asked.organisation, 'Organization');
  for (const login of asked.members) world.account(login);
  world.teams.push({
    id: world.nextId(),
    organisation,
    name: asked.slug,
    slug: asked.slug,
    privacy: asked.privacy ?? 'closed',
    parent: asked.parent === undefined ? undefined : world.team(organisation, asked.parent),
    members: new Set(asked.members.map((login) => login.toLowerCase())),
    repositories: new Map(
      Object.entries(asked.repositories ?? {}).map(([name, role]) => [name.toLowerCase(), role]),
    ),
  });
}
