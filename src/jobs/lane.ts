import type { Enqueued, Job } from './job-queue.js';

/** A job in its lane. Times are in milliseconds since 1970. */
export interface Waiting {
  readonly job: Job;
  /** When it was taken. */
  readonly since: number;
  /** It does not start before. */
  readonly due: number;
  /** Runs that began, also in processes that died. */
  readonly starts: number;
  /** Runs that failed for a passing reason. */
  readonly tries: number;
}

/** A job that runs. */
export interface Running extends Waiting {
  /** Names this run, of all runs in all processes. */
  readonly run: string;
  readonly started: number;
}

/** The jobs of one subject, as data: what both queues decide by. The first of `waiting` is the next to run. */
export interface Lane {
  readonly waiting: readonly Waiting[];
  readonly running?: Running | undefined;
  /** The newest `asked` that was taken. */
  readonly newest?: number | undefined;
}

/** Of a subject that nothing was asked about. */
export const EMPTY_LANE: Lane = { waiting: [] };

/** Commands about one pull request that may wait; more of them at a time are no conversation. */
const MAX_OF_SUBJECT = 50;

/** A job that has taken this many processes with it is not started again. */
const MAX_STARTS = 5;

interface Put {
  readonly lane: Lane;
  readonly answer: Exclude<Enqueued, 'closed'>;
  /** What the new job supersedes before it started. */
  readonly superseded: readonly Job[];
  /** The run that must be told that the new job supersedes it. */
  readonly aborts?: string | undefined;
}

/** Puts a job into its lane. */
export function put(lane: Lane, job: Job, now: number, debounceMs: number): Put {
  const { waiting, running, newest } = lane;
  const refused = (answer: Put['answer']): Put => ({ lane, answer, superseded: [] });
  if (running?.job.id === job.id || waiting.some((other) => other.job.id === job.id))
    return refused('duplicate');
  if (job.yields === true && (running !== undefined || waiting.length > 0)) return refused('duplicate');
  const fresh = { job, since: now, starts: 0, tries: 0 };
  if (job.keep === true) {
    if (waiting.length >= MAX_OF_SUBJECT) return refused('full');
    return { ...refused('queued'), lane: { ...lane, waiting: [...waiting, { ...fresh, due: now }] } };
  }
  if (job.asked !== undefined && newest !== undefined && job.asked < newest) return refused('stale');
  const overtaken = waiting.find(isReplaceable);
  const due = overtaken?.tries === 0 ? overtaken.due : now + debounceMs;
  const kept = waiting.filter((other) => other !== overtaken);
  return {
    lane: { running, waiting: [...kept, { ...fresh, due }], newest: job.asked ?? newest },
    answer: 'queued',
    superseded: overtaken === undefined ? [] : [overtaken.job],
    aborts: running !== undefined && isReplaceable(running) ? running.run : undefined,
  };
}

function isReplaceable({ job }: Waiting): boolean {
  return job.keep !== true;
}

/** The job that a run of this lane must make way for. */
export function newerThanRunning({ running, waiting }: Lane): Job | undefined {
  if (running === undefined || !isReplaceable(running)) return undefined;
  return waiting.find(isReplaceable)?.job;
}

interface Taken {
  readonly lane: Lane;
  /** What starts now. */
  readonly taken?: Running;
  /** Nothing may start before. */
  readonly due?: number;
  /** A job that is given up, having been started too often. */
  readonly abandoned?: Waiting;
}

/**
 * Starts the next job of a lane, for one who knows that none of it runs: what seems to run belongs to a process that
 * died, and is the next unless a newer job is here.
 */
export function take(lane: Lane, run: string, now: number): Taken {
  const orphan = lane.running;
  const whole = orphan === undefined ? lane : withReturned(lane, { ...asWaiting(orphan), due: now });
  const [next, ...waiting] = whole.waiting;
  if (next === undefined) return { lane: whole };
  if (next.due > now) return { lane: whole, due: next.due };
  if (next.starts >= MAX_STARTS) return { lane: { ...whole, waiting }, abandoned: next };
  const taken = { ...next, starts: next.starts + 1, run, started: now };
  return { lane: { ...whole, waiting, running: taken }, taken };
}

/** How a run leaves its lane: it is over, or its job waits again until `due`. */
export type Settlement =
  { readonly over: true } | { readonly over: false; readonly due: number; readonly tried: boolean };

/** Ends a run. Undefined when the lane knows of another run or of none: then the job is another process's. */
export function settle(lane: Lane, run: string, settlement: Settlement): Lane | undefined {
  const { running } = lane;
  if (running?.run !== run) return undefined;
  if (settlement.over) return { ...lane, running: undefined };
  const { due, tried } = settlement;
  const { starts, tries } = running;
  const changed = tried ? { tries: tries + 1, starts: 0 } : { starts: starts - 1 };
  return withReturned(lane, { ...asWaiting(running), ...changed, due });
}

/** The lane with what ran at its head again, unless a newer job has come. */
function withReturned(lane: Lane, returned: Waiting): Lane {
  const waiting = newerThanRunning(lane) === undefined ? [returned, ...lane.waiting] : lane.waiting;
  return { ...lane, running: undefined, waiting };
}

function asWaiting({ job, since, due, starts, tries }: Running): Waiting {
  return { job, since, due, starts, tries };
}
