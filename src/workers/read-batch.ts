import { readSql } from '../sql/read.js';
import type { ReadRequest } from '../sql/statement.js';

/** What became of one request: the script as JSON, which costs the receiving thread less than a structured clone, or why not. */
export type ReadAnswer = { readonly script: string } | { readonly failure: string };

/** Reads texts one after the other. Runs in a worker thread; what fails on one of them leaves the others alone. */
export async function readBatch(requests: readonly ReadRequest[]): Promise<readonly ReadAnswer[]> {
  const answers: ReadAnswer[] = [];
  for (const request of requests) answers.push(await readOne(request));
  return answers;
}

async function readOne(request: ReadRequest): Promise<ReadAnswer> {
  try {
    return { script: JSON.stringify(await readSql(request)) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
