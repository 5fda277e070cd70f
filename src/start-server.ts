import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { registry } from '../rules/index.js';
import { startJobs } from './app.js';
import type { Replay } from './catalog/history.js';
import { packageFacts } from './cli/package-facts.js';
import type { ServerSettings } from './config/env.js';
import { review, type ReviewTools } from './engine/review.js';
import { connectApp, type GitHubApp } from './github/client.js';
import { ContentCache } from './github/github-source.js';
import { Queue } from './jobs/queue.js';
import { createLog } from './log.js';
import { collect } from './repository/collect.js';
import { reviewPullRequest, type Reviewing, type ReviewRequest } from './work/review-pull-request.js';
import type { ReadSql } from './sql/statement.js';
import type { RulePage } from './web/rule-pages.js';
import { createWebServer } from './web/server.js';
import type { WebhookReceiver } from './web/webhook.js';
import { cachingReader } from './workers/caching-reader.js';
import { pooledReader } from './workers/pooled-reader.js';
import { takeTurns } from './workers/take-turns.js';

/** The App, listening. */
export interface RunningServer {
  readonly port: number;
  /**
   * Takes no more requests, lets running reviews end until the deadline, then closes. True when all of them did; what
   * did not is told to stop and ends its check as failed.
   */
  stop(deadlineMs?: number): Promise<boolean>;
}

/** Parts that a test may replace. */
export interface ServerParts {
  readonly log?: Logger;
  readonly reviewing?: Partial<Reviewing>;
  readonly readSql?: ReadSql;
}

/** Reviews at the same time; most of their time they wait for GitHub. */
const CONCURRENCY = 6;
const DRAIN_MS = 25_000;
const GRACE_MS = 5_000;
/** Migrations whose schema is kept, over all histories. Neighbours share what they have in common. */
const REPLAYED_MIGRATIONS = 100_000;

/** Starts the App: resolves when it listens, rejects when it cannot. */
export async function startServer(settings: ServerSettings, parts: ServerParts = {}): Promise<RunningServer> {
  const log = parts.log ?? createLog(settings.logLevel);
  const github = connectApp(settings, log);
  const reader = pooledReader({
    onStop: (stop) => {
      log.warn({ stop }, 'a file was not read to its end');
    },
  });
  const tools = reviewTools(parts.readSql ?? cachingReader(reader.readSql));
  const reviewing = { ...reviewingFor(settings, github, tools, log), ...parts.reviewing };
  const queue = new Queue({
    concurrency: CONCURRENCY,
    onRejected: ({ id, subject }, error) => {
      log.error({ delivery: id, subject, err: error }, 'the check could not be completed');
    },
  });
  listenToEvents(settings, github, queue, reviewing, log);
  const server = createWebServer({
    pages: rulePages(),
    obstacle: async () => {
      if (!queue.accepting) return 'The server is stopping.';
      return (await github.isReachable()) ? undefined : 'GitHub does not answer the App.';
    },
    webhooks: receiver(github, queue),
    log,
  });
  const port = await listening(server, settings);
  log.info({ port }, 'listening');
  return {
    port,
    stop: async (deadlineMs = DRAIN_MS) => {
      const isDrained = await queue.drain(deadlineMs, GRACE_MS);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await reader.close();
      return isDrained;
    },
  };
}

/** What every review shares: what was read and replayed for one serves the next. */
function reviewTools(readSql: ReadSql): ReviewTools {
  const replays = new LRUCache<string, Replay>({
    maxSize: REPLAYED_MIGRATIONS,
    sizeCalculation: ({ steps }) => steps.size + 1,
  });
  return { registry, readSql, replays, pause: takeTurns() };
}

function reviewingFor(
  settings: ServerSettings,
  github: GitHubApp,
  tools: ReviewTools,
  log: Logger,
): Reviewing {
  const { repositoryUrl } = packageFacts();
  const { publicUrl, webhookSecret } = settings;
  const ruleIds = registry.map(({ id }) => id);
  return {
    client: (installationId) => github.client(installationId),
    identity: () => github.identity(),
    cache: new ContentCache(),
    collect: (source, commits) => collect(source, commits, { ruleIds }),
    review: (input) => review(input, tools),
    planning: {
      docs: { publicUrl, repositoryUrl },
      markerKey: createHmac('sha256', webhookSecret).update('precheck comment markers').digest('hex'),
    },
    detailsUrl: publicUrl === undefined ? `${repositoryUrl}/blob/main/rules/README.md` : `${publicUrl}/rules`,
    log,
  };
}

function listenToEvents(
  { appId }: ServerSettings,
  github: GitHubApp,
  queue: Queue,
  reviewing: Reviewing,
  log: Logger,
): void {
  let botLogin: string | undefined;
  github.identity().then(
    (identity) => (botLogin = identity.botLogin),
    (error: unknown) => {
      log.warn({ err: error }, 'GitHub does not answer the App yet');
    },
  );
  const take = (request: ReviewRequest): void => {
    const { id, installationId, owner, repo, number, headSha, updatedAt } = request;
    const taken = queue.enqueue({
      id,
      subject: `${installationId}/${owner}/${repo}/${number}`,
      tenant: String(installationId),
      label: headSha,
      asked: updatedAt === undefined ? undefined : Date.parse(updatedAt),
      run: (signal) => reviewPullRequest(request, reviewing, signal),
    });
    log.info(
      { delivery: id, repository: `${owner}/${repo}`, pullRequest: number, sha: headSha, taken },
      'asked for a review',
    );
  };
  startJobs(github.probot, { review: take }, { appId, botLogin: () => botLogin });
}

function receiver({ probot }: GitHubApp, queue: Queue): WebhookReceiver {
  return {
    accepting: () => queue.accepting,
    verify: async (body, signature) => {
      await probot.ready();
      return probot.webhooks.verify(body, signature);
    },
    receive: async ({ id, name, payload }) => {
      type Event = Parameters<typeof probot.webhooks.receive>[0];
      await probot.webhooks.receive({ id, name, payload } as Event);
    },
  };
}

/** The pages lie beside the compiled rules. An organisation's notes are elsewhere, and are not served. */
function rulePages(): readonly RulePage[] {
  return registry.map((entry) => ({
    id: entry.id,
    summary: entry.summary,
    severity: entry.subject === 'gap' ? undefined : entry.severity,
    offByDefault: entry.subject !== 'gap' && entry.offByDefault === true,
    dialects: entry.dialects,
    markdown: readFileSync(new URL(`../rules/${entry.id}.md`, import.meta.url), 'utf8'),
  }));
}

async function listening(server: Server, { port, host }: ServerSettings): Promise<number> {
  server.listen({ port, ...(host !== undefined && { host }) });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
