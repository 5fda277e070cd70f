import type { Job } from './job-queue.js';
import type { Waiting } from './lane.js';
import type { Settings } from './run-job.js';

/** Each telling is a request to GitHub, which paces who writes: the jobs that run need it more. */
const MOST_AT_ONCE = 4;

/** Tells of jobs that wait for long, a few at a time. */
export class Tellings {
  private readonly hooks: Settings['hooks'];
  private active = 0;

  constructor(hooks: Settings['hooks']) {
    this.hooks = hooks;
  }

  /** How many more may be told of now. */
  get room(): number {
    return Math.max(0, MOST_AT_ONCE - this.active);
  }

  /** Resolves when it is told, or took too long. Never rejects. */
  async tell(job: Job, waitedMs: number): Promise<void> {
    this.active += 1;
    await this.hooks.onWaiting(job, waitedMs);
    this.active -= 1;
  }
}

/** Whether a job waits for its first run: of one that ran, there is something to see. */
export function isNew({ starts, tries }: Waiting): boolean {
  return starts === 0 && tries === 0;
}
