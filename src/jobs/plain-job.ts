import { MAX_JOB_BYTES, type Job } from './job-queue.js';

/**
 * The job as every store gives it back: a copy through JSON, so that both queues show a performer the same.
 * @throws RangeError when its JSON is longer than `MAX_JOB_BYTES`
 */
export function plainJob(job: Job): Job {
  const json = JSON.stringify(job);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_JOB_BYTES) {
    throw new RangeError(`The job ${job.id.slice(0, 80)} has ${bytes} bytes; ${MAX_JOB_BYTES} are allowed`);
  }
  return JSON.parse(json) as Job;
}
