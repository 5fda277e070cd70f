import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { JobQueue, QueueHooks } from './jobs/job-queue.js';
import type { Measures } from './tasks/tools.js';

/** What the App counts, for `GET /metrics`. */
export interface Metrics {
  readonly measures: Measures;
  readonly hooks: Pick<QueueHooks, 'onEnqueued' | 'onStarted' | 'onFinished'>;
  /** The queue whose jobs are counted. */
  watch(queue: JobQueue): void;
  /** A webhook was answered with this status. */
  delivered(event: string, status: number): void;
  /** GitHub answered a request. `route`: the path's template, never a name. */
  called(route: string, status: number): void;
  /** All of it in Prometheus's text format. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
}

const SECONDS = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 900];
/** From five minutes to a week: people. */
const PATIENT_SECONDS = [300, 900, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 3 * 24 * 3600, 7 * 24 * 3600];

/** Metrics without names of repositories or people; rules and events are few. */
export function createMetrics(): Metrics {
  let queue: JobQueue | undefined;
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `precheck_${name}`, help, labelNames, registers });
  const deliveries = counter(
    'deliveries_total',
    'Webhooks, by event and the status they were answered with',
    ['event', 'status'],
  );
  const jobs = counter('jobs_total', 'Jobs handed in, by what became of them', ['answer']);
  const runs = counter('job_runs_total', 'Runs of jobs, by how they ended', ['outcome']);
  const checks = counter('checks_total', 'Completed checks, by conclusion', ['conclusion']);
  const found = counter('findings_total', 'Findings and gaps of completed reviews, by rule and state', [
    'rule',
    'state',
  ]);
  const disliked = counter(
    'disliked_comments_total',
    'Comments that somebody marked with 👎 before the pull request was closed, by rule',
    ['rule'],
  );
  const commands = counter('commands_total', 'Commands and buttons', ['command']);
  const calls = counter('github_requests_total', 'Requests to GitHub, by route and status', [
    'route',
    'status',
  ]);
  const seconds = (name: string, help: string, buckets = SECONDS) =>
    new Histogram({ name: `precheck_${name}_seconds`, help, buckets, registers });
  const lag = seconds('job_wait', 'From a job handed in to its start');
  const run = seconds('job_run', 'Length of a job’s run');
  const toCheck = seconds('time_to_check', 'From a pull request’s change to its completed check');
  const toExpert = seconds('time_to_expert', 'From experts asked to their approval', PATIENT_SECONDS);
  new Gauge({
    name: 'precheck_queue_jobs',
    help: 'Jobs of all processes',
    labelNames: ['state'],
    registers,
    async collect() {
      const size = await queue?.size();
      this.set({ state: 'running' }, size?.running ?? 0);
      this.set({ state: 'waiting' }, size?.waiting ?? 0);
    },
  });
  new Gauge({
    name: 'precheck_queue_oldest_seconds',
    help: 'How long the oldest waiting job has waited',
    registers,
    async collect() {
      this.set(((await queue?.oldestWaitingMs()) ?? 0) / 1000);
    },
  });
  return {
    measures: {
      checked: (conclusion, sinceChange) => {
        checks.inc({ conclusion });
        if (sinceChange !== undefined) toCheck.observe(Math.max(0, sinceChange));
      },
      found: (rule, state) => {
        found.inc({ rule, state });
      },
      approved: (sinceAsked) => {
        toExpert.observe(Math.max(0, sinceAsked));
      },
      disliked: (rule) => {
        disliked.inc({ rule });
      },
      commanded: (command) => {
        commands.inc({ command });
      },
    },
    hooks: {
      onEnqueued: (_job, answer) => {
        jobs.inc({ answer });
      },
      onStarted: (_job, waitedMs) => {
        lag.observe(waitedMs / 1000);
      },
      onFinished: (_job, ms, outcome) => {
        runs.inc({ outcome });
        run.observe(ms / 1000);
      },
    },
    watch: (watched) => {
      queue = watched;
    },
    delivered: (event, status) => {
      deliveries.inc({ event, status });
    },
    called: (route, status) => {
      calls.inc({ route, status });
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
