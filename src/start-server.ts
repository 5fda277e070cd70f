import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { registry } from '../rules/index.js';
import { startJobs, type Jobs } from './app.js';
import type { Replay } from './catalog/history.js';
import { packageFacts } from './package-facts.js';
import type { ServerSettings } from './config/env.js';
import type { Severity } from './engine/finding.js';
import type { RegistryEntry } from './engine/rule.js';
import { review, type ReviewTools } from './engine/review.js';
import { connectApp, type GitHubApp, type Patience } from './github/client.js';
import { isPassing } from './github/errors.js';
import { Experts } from './github/experts.js';
import { ContentCache } from './github/github-source.js';
import { readGranted } from './github/installations.js';
import { OrgConfig } from './github/org-config.js';
import type { Enqueued, Job, JobQueue, QueueOptions } from './jobs/job-queue.js';
import { LocalQueue } from './jobs/local-queue.js';
import { connectRedisQueue } from './jobs/redis/redis-queue.js';
import { createLog } from './log.js';
import { createMetrics, type Metrics } from './metrics.js';
import { questionsOf } from './report/questions.js';
import { collect } from './repository/collect.js';
import type { ReadSql } from './sql/statement.js';
import type { RulePage } from './web/rule-page.js';
import { createWebServer } from './web/server.js';
import { isSigned } from './web/signature.js';
import { NotTaken, type WebhookReceiver } from './web/webhook.js';
import { NoRoom } from './tasks/no-room.js';
import { perform } from './tasks/perform.js';
import { hooksFor } from './tasks/queue-hooks.js';
import { Reconciler } from './tasks/reconcile.js';
import type { TaskTools } from './tasks/tools.js';
import { orderOf, type Task } from './tasks/task.js';
import { cachingReader } from './workers/caching-reader.js';
import { pooledReader } from './workers/pooled-reader.js';
import { budgetedReader } from './workers/reading-budget.js';
import { takeTurns } from './workers/take-turns.js';

/** The App, listening. */
export interface RunningServer {
  readonly port: number;
  /**
   * Takes no more requests, lets running work end until the deadline, then closes. True when all of it did; what did not
   * is told to stop: its check is ended, or handed to another process where the queue is shared.
   */
  stop(deadlineMs?: number): Promise<boolean>;
}

/** Parts that a test may replace. */
export interface ServerParts {
  readonly log?: Logger;
  readonly tools?: Partial<TaskTools>;
  readonly readSql?: ReadSql;
  readonly queue?: Partial<Pick<QueueOptions, 'debounceMs' | 'retryMs' | 'waitingTooLongMs'>>;
  /** Between two looks for what was lost, in milliseconds; the first comes at once. */
  readonly reconcileMs?: number;
  readonly patience?: Patience;
}

/** Jobs at the same time; most of their time they wait for GitHub. */
const CONCURRENCY = 6;
const DRAIN_MS = 25_000;
const GRACE_MS = 5_000;
const RECONCILE_MS = 300_000;
/** Migrations whose schema is kept, over all histories. Neighbours share what they have in common. */
const REPLAYED_MIGRATIONS = 100_000;

/** Starts the App: resolves when it listens, rejects when it cannot. */
export async function startServer(settings: ServerSettings, parts: ServerParts = {}): Promise<RunningServer> {
  const log = parts.log ?? createLog(settings.logLevel);
  const metrics = createMetrics();
  const onAnswer = (route: string, status: number) => {
    metrics.called(route, status);
  };
  const github = connectApp(settings, log, onAnswer, parts.patience);
  const reader = pooledReader({
    onStop: (stop) => {
      log.warn({ stop }, 'a file was not read to its end');
    },
  });
  const reviewing = reviewTools(parts.readSql ?? cachingReader(reader.readSql));
  const { queue, jobs, tools } = await openQueue({ settings, parts, github, reviewing, metrics, log });
  listenToEvents(settings, github, jobs, log);
  const server = createWebServer({
    pages: rulePages(),
    obstacle: obstacleOf(queue, github),
    webhooks: receiver(settings, github, queue),
    metrics,
    log,
  });
  const port = await listening(server, settings).catch(async (error: unknown) => {
    await Promise.all([queue.drain(0, 0), reader.close()]);
    throw error;
  });
  const { reconcileMs = RECONCILE_MS } = parts;
  const reconciler = new Reconciler(tools, settings.appId, async () => github.probot.auth(), reconcileMs);
  queue.everyMs('reconcile', reconcileMs, (signal) => reconciler.run(signal));
  log.info({ port, version: packageFacts().version }, 'listening');
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

/** What the parts of the App are made from. */
interface Making {
  readonly settings: ServerSettings;
  readonly parts: ServerParts;
  readonly github: GitHubApp;
  readonly reviewing: ReviewTools;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The queue, and the tools of the tasks that it does, which may hand it more. */
async function openQueue(
  making: Making,
): Promise<{ readonly queue: JobQueue; readonly jobs: Jobs; readonly tools: TaskTools }> {
  const { settings, parts, metrics, log } = making;
  const tools: TaskTools = {
    ...toolsFor(making),
    take: async (task, id) => {
      const taken = await handOver(queue, log, task, id);
      if (taken === 'full' || taken === 'closed') throw new NoRoom(taken);
    },
    ...parts.tools,
  };
  const options: QueueOptions = {
    concurrency: CONCURRENCY,
    ...parts.queue,
    perform: ({ id, work: task }, signal, again, holds) => perform(task, tools, { id, signal, again, holds }),
    isPassing: (reason) => reason instanceof NoRoom || isPassing(reason),
    hooks: { ...metrics.hooks, ...hooksFor(tools) },
  };
  const { redisUrl } = settings;
  const queue = redisUrl === undefined ? new LocalQueue(options) : await connectRedisQueue(redisUrl, options);
  const jobs = jobsOf(queue, log);
  metrics.watch(queue);
  return { queue, jobs, tools };
}

async function handOver(queue: JobQueue, log: Logger, task: Task, id: string): Promise<Enqueued> {
  const job: Job = { id, ...orderOf(task), work: task };
  const taken = await queue.enqueue(job);
  log.info({ delivery: id, kind: task.kind, subject: job.subject, taken }, 'asked for a task');
  return taken;
}

/** Hands tasks to the queue. One that is not taken is refused to who hands it over, and comes back later. */
function jobsOf(queue: JobQueue, log: Logger): Jobs {
  return {
    take: async (task, id) => {
      const taken = await handOver(queue, log, task, id);
      if (taken === 'full' || taken === 'closed') throw new NotTaken(taken);
    },
  };
}

function obstacleOf(queue: JobQueue, github: GitHubApp): () => Promise<string | undefined> {
  return async () => {
    if (!queue.accepting) return 'The server is stopping.';
    if (!(await queue.isReachable())) return 'The queue (REDIS_URL) does not answer.';
    return (await github.isReachable()) ? undefined : 'GitHub does not answer the App.';
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

function toolsFor({ settings, github, reviewing, metrics, log }: Making): Omit<TaskTools, 'take'> {
  const { repositoryUrl } = packageFacts();
  const { publicUrl, webhookSecret, previousWebhookSecret } = settings;
  const ruleIds = registry.map(({ id }) => id);
  const floor = floorOf(settings, github);
  return {
    appId: settings.appId,
    client: (reach) => github.client(reach),
    identity: () => github.identity(),
    granted: async (installationId) => readGranted(await github.probot.auth(), installationId),
    cache: new ContentCache(),
    experts: new Experts(),
    collect: async (source, commits, options) =>
      collect(source, commits, { ruleIds, floor: await floor(), ...options }),
    floor,
    review: (input) => {
      const proposed = new Set(input.histories.flatMap((history) => history.proposed.map(({ sql }) => sql)));
      return review(input, { ...reviewing, readSql: budgetedReader(reviewing.readSql, proposed) });
    },
    planning: {
      docs: { publicUrl, repositoryUrl },
      questions: questionsOf(registry),
      markerKey: markerKeyOf(webhookSecret),
    },
    previousMarkerKey: previousWebhookSecret === undefined ? undefined : markerKeyOf(previousWebhookSecret),
    pages: new Map(rulePages().map(({ id, summary, markdown }) => [id, { summary, markdown }])),
    severities: new Map(registry.map((entry) => [entry.id, weightOf(entry)])),
    detailsUrl: publicUrl === undefined ? `${repositoryUrl}/blob/main/rules/README.md` : `${publicUrl}/rules`,
    outlives: settings.redisUrl !== undefined,
    measures: metrics.measures,
    log,
  };
}

/** The organisation's configuration, where one is named. */
function floorOf({ orgConfig }: ServerSettings, github: GitHubApp): TaskTools['floor'] {
  if (orgConfig === undefined) return () => Promise.resolve(undefined);
  const config = new OrgConfig(
    async () => github.probot.auth(),
    (reach) => github.client(reach),
  );
  const path = `${orgConfig.owner}/${orgConfig.repo}`;
  return async () => ({ path, text: await config.text(orgConfig) });
}

/** A gap holds like a blocker. */
function weightOf(entry: RegistryEntry): Severity | 'off' {
  if (entry.subject === 'gap') return 'blocker';
  return entry.offByDefault === true ? 'off' : entry.severity;
}

/** Nobody who sees our markers learns the secret, and nobody without it makes one. */
function markerKeyOf(webhookSecret: string): string {
  return createHmac('sha256', webhookSecret).update('precheck comment markers').digest('hex');
}

function listenToEvents({ appId }: ServerSettings, github: GitHubApp, jobs: Jobs, log: Logger): void {
  let known: string | undefined;
  const ask = (): void => {
    github.identity().then(
      ({ botLogin }) => (known = botLogin),
      (error: unknown) => {
        log.warn({ err: error }, 'GitHub does not answer the App yet');
      },
    );
  };
  const botLogin = (): string | undefined => {
    if (known === undefined) ask();
    return known;
  };
  ask();
  startJobs(github.probot, jobs, { appId, botLogin });
}

function receiver(settings: ServerSettings, { probot }: GitHubApp, queue: JobQueue): WebhookReceiver {
  const { webhookSecret, previousWebhookSecret } = settings;
  const secrets = [webhookSecret, ...(previousWebhookSecret === undefined ? [] : [previousWebhookSecret])];
  return {
    accepting: () => queue.accepting,
    verify: (body, signature) => Promise.resolve(isSigned(body, signature, secrets)),
    receive: async ({ id, name, payload }) => {
      await probot.ready();
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
    question: entry.question,
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
