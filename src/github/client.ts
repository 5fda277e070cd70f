/** This folder reads and writes GitHub. It may not decide anything. */
import type { Octokit } from '@octokit/rest';
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import type { ServerSettings } from '../config/env.js';
import { isRequestFailure } from './errors.js';
import { InstallationTokens, tokenStrategy, type Reach } from './installation-token.js';

/** What Precheck uses of GitHub's client. Probot's fits, and so does a plain Octokit. */
export type GitHubClient = Pick<Octokit, 'rest' | 'paginate' | 'graphql'>;

/** Who the App is on GitHub. */
export interface AppIdentity {
  readonly slug: string;
  /** The login under which the App writes. */
  readonly botLogin: string;
}

/** The App's connection to GitHub. */
export interface GitHubApp {
  readonly probot: Probot;
  /** A client that reaches one repository, or the list of an installation's; its tokens are renewed by themselves. */
  client(reach: Reach): Promise<GitHubClient>;
  /** Asked once, then remembered; asked again after a failure. */
  identity(): Promise<AppIdentity>;
  /** Whether GitHub answers the App; asks at most every 30 seconds. */
  isReachable(): Promise<boolean>;
}

type ConnectionSettings = Pick<ServerSettings, 'appId' | 'privateKey' | 'webhookSecret' | 'githubApiUrl'>;

/** How patient the App is with GitHub. */
export interface Patience {
  /** A request without an answer, and without a signal of its own, is given up after so many milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds before a read is repeated; before the second and third time, four and nine times as long. */
  readonly retryMs: number;
}

const PATIENCE: Patience = { timeoutMs: 30_000, retryMs: 1000 };
const REACHABLE_FOR_MS = 30_000;
const PROBE_TIMEOUT_MS = 5_000;
const LONGEST_WAIT_S = 3_600;
const MOST_WAITS = 4;

/**
 * Connects the App: authentication, retries and GitHub's rate limits are dealt with from here on. `onAnswer` hears of each
 * answer, by the path's template ("/repos/{owner}/{repo}") and with 0 for none. Only a test is less patient.
 */
export function connectApp(
  settings: ConnectionSettings,
  log: Logger,
  onAnswer: (route: string, status: number) => void = () => undefined,
  patience: Patience = PATIENCE,
): GitHubApp {
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.githubApiUrl,
    Octokit: clientClass(settings.githubApiUrl, patience.retryMs, onAnswer),
    request: { fetch: fetchWithin(patience.timeoutMs) },
    // At its debug level, Probot logs the bodies of requests.
    log: log.isLevelEnabled('debug') ? log.child({}, { level: 'info' }) : log,
  });
  const askIdentity = async (request: object = {}): Promise<AppIdentity> => {
    const { data } = await (await probot.auth()).rest.apps.getAuthenticated({ request });
    if (data?.slug === undefined) throw new Error('GitHub does not say who the App is');
    return { slug: data.slug, botLogin: `${data.slug}[bot]` };
  };
  const tokens = new InstallationTokens(() => probot.auth());
  return {
    probot,
    client: async (reach) => {
      const Client = (await probot.auth()).constructor as typeof ProbotOctokit;
      return new Client({
        authStrategy: tokenStrategy(tokens, reach),
        throttle: { id: String(reach.installationId) },
      });
    },
    identity: remembered(() => askIdentity(), Infinity),
    isReachable: remembered(async () => {
      try {
        const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
        return Boolean(await askIdentity({ retries: 0, signal }));
      } catch {
        return false;
      }
    }, REACHABLE_FOR_MS),
  };
}

function clientClass(
  apiUrl: string,
  retryMs: number,
  onAnswer: (route: string, status: number) => void,
): typeof ProbotOctokit {
  // A GitHub on this machine has no limits to spare; waiting seconds between writes would only slow a demo.
  const throttle = isLoopback(apiUrl)
    ? { enabled: false }
    : { enabled: true, onRateLimit: waits, onSecondaryRateLimit: waits };
  // A function, because Probot puts its own handlers on top of anything else, and those do not wait.
  const options = (given: Readonly<Record<string, unknown>>) => ({
    ...given,
    throttle: { ...(given['throttle'] as object | undefined), ...throttle },
    retry: { ...(given['retry'] as object | undefined), retryAfterBaseValue: retryMs },
  });
  const counting = (octokit: Pick<Octokit, 'hook'>): void => {
    octokit.hook.after('request', ({ status }, { url }) => {
      onAnswer(url, status);
    });
    octokit.hook.error('request', (error, { url }) => {
      onAnswer(url, isRequestFailure(error) && error.response !== undefined ? error.status : 0);
      throw error;
    });
  };
  return ProbotOctokit.plugin(counting).defaults(options);
}

/** Whether to wait until a rate limit is over: the alternative is a check that fails for no reason of the author's. */
function waits(retryAfterSeconds: number, _request: unknown, _client: unknown, retryCount: number): boolean {
  return retryAfterSeconds <= LONGEST_WAIT_S && retryCount < MOST_WAITS;
}

function fetchWithin(timeoutMs: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) });
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

/** Asks at most once in this time; a failure is not remembered. */
function remembered<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { readonly answer: Promise<T>; readonly at: number } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at > forMs) {
      const answer = ask();
      last = { answer, at: Date.now() };
      answer.catch(() => (last = undefined));
    }
    return last.answer;
  };
}
