import type { ServerSettings } from '../../src/config/env.js';
import { createLog } from '../../src/log.js';
import { readSql } from '../../src/sql/read.js';
import { startServer, type RunningServer, type ServerParts } from '../../src/start-server.js';
import type { LocalRepository } from '../github/local-repository.js';
import { createRepository, type BuiltRepository, type Files } from '../github/repository.js';
import { startLocalGitHub, type LocalGitHub, type LocalGitHubOptions } from '../github/server.js';

const config = `migrations:
  - path: db/migrations
    engine: mysql
    version: "8.0.36"
    session: { lock_wait_timeout: 5 }
`;

const history: Files = {
  '.github/precheck.yml': config,
  'README.md': '# Shop\n',
  'db/migrations/0001_orders.sql':
    "CREATE TABLE orders (\n  id BIGINT PRIMARY KEY,\n  status ENUM('new','paid','failed') NOT NULL\n);\n",
};

/** Removes an ENUM's value: a blocker on its second line. */
export const blocker = "ALTER TABLE orders\n  MODIFY status ENUM('new','paid') NOT NULL;\n";
/** Nothing to say. */
export const harmless = 'ALTER TABLE orders ADD COLUMN note VARCHAR(20) NULL, ALGORITHM=INSTANT;\n';

export const proposed = 'db/migrations/0002_status.sql';

type Act = 'propose' | 'push' | 'check' | 'idle' | 'calls' | 'close';

/** The App and a local GitHub, with one repository of a short history. */
export class AppBesideGitHub {
  readonly github: LocalGitHub;
  readonly built: BuiltRepository;
  readonly repository: LocalRepository;
  readonly server: RunningServer;
  readonly url: string;
  /** Lines of the log. */
  readonly logged: string[];

  private constructor(parts: Omit<AppBesideGitHub, Act>) {
    this.github = parts.github;
    this.built = parts.built;
    this.repository = parts.repository;
    this.server = parts.server;
    this.url = parts.url;
    this.logged = parts.logged;
  }

  static async start(
    options: {
      readonly files?: Files;
      readonly settings?: Partial<ServerSettings>;
      readonly registered?: Pick<LocalGitHubOptions, 'permissions' | 'events'>;
    } & ServerParts = {},
  ): Promise<AppBesideGitHub> {
    const { files, settings, registered = {}, ...parts } = options;
    const [github, built] = await Promise.all([startLocalGitHub(registered), createRepository()]);
    await built.commit({ message: 'history', files: { ...history, ...files } });
    const repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
    const logged: string[] = [];
    const log = createLog('info', { write: (line: string) => void logged.push(line) });
    const server = await startServer(
      { ...settingsFor(github), ...settings },
      {
        log,
        // The threads of the real reader need compiled code; test/workers has them.
        readSql,
        reconcileMs: 3_600_000,
        ...parts,
        // A test waits for what it asks for, not for what may come after it.
        queue: { debounceMs: 0, retryMs: [100, 200, 400], ...parts.queue },
      },
    );
    const url = `http://127.0.0.1:${server.port}`;
    github.setWebhookTarget(`${url}/api/github/webhooks`);
    return new AppBesideGitHub({ github, built, repository, server, url, logged });
  }

  /** Opens a pull request that changes these files. */
  async propose(
    files: Files,
    more: { readonly branch?: string; readonly draft?: boolean; readonly fork?: string } = {},
  ) {
    const { branch = 'change', ...rest } = more;
    await this.built.commit({ message: 'change', files, branch });
    return this.repository.openPullRequest({ base: 'main', head: branch, ...rest });
  }

  /** Pushes to a pull request's branch. */
  async push(number: number, files: Files, how: { readonly from?: string } = {}) {
    const branch = this.repository.pullRequest(number).head.ref;
    await this.built.commit({ message: 'another change', files, branch, ...how });
    return this.repository.synchronize(number);
  }

  /** The completed check of a commit. */
  check(sha: string) {
    return this.repository.waitForCheck({ sha, name: 'precheck', timeoutMs: 60_000 });
  }

  /** Resolves when GitHub has told everything and the App has no work left. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await this.github.settled();
      const text = await (await fetch(`${this.url}/metrics`)).text();
      const busy = [...text.matchAll(/^precheck_queue_jobs\{.*\} (\d+)$/gm)].some(([, jobs]) => jobs !== '0');
      quiet = busy ? 0 : quiet + 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** The operations that the App asked for, in order. */
  calls(): readonly string[] {
    return this.github.requests.map(({ operationId }) => operationId ?? 'unknown');
  }

  async close(): Promise<void> {
    await this.server.stop(10_000);
    await this.github.close();
    this.built.remove();
  }
}

export function settingsFor(github: LocalGitHub): ServerSettings {
  return {
    appId: github.appId,
    privateKey: github.privateKey,
    webhookSecret: github.webhookSecret,
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'https://precheck.example',
    githubApiUrl: github.apiUrl,
    logLevel: 'info',
    redisUrl: undefined,
  };
}
