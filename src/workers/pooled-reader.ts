/** This folder reads SQL in threads that can be killed. It may not know what is read, or what for. */
import { availableParallelism } from 'node:os';
import type { Piscina } from 'piscina';
import type { ReadRequest, Script } from '../sql/statement.js';
import type { ReadAnswer } from './read-batch.js';
import { BUDGET_MS, isSpent, type BudgetedRead, type ReadingBudget } from './reading-budget.js';
import { stoppedScript, type Stop } from './stopped-script.js';

/** A reader whose work runs in threads that are killed when they overstep. */
export interface PooledReader {
  /** Reviews with a budget take turns, so that the files of one do not stand before all others. */
  readonly readSql: BudgetedRead;
  /** Ends the threads; what is being read comes back as stopped. Without it they end by themselves when idle. */
  close(): Promise<void>;
}

/** Limits and parts that a test may replace. */
export interface PoolOptions {
  readonly threads?: number;
  readonly deadlineMs?: number;
  readonly heapMegabytes?: number;
  /** The module whose `readBatch` the threads run. */
  readonly worker?: URL;
  /** Told of every file that was not read to its end. */
  readonly onStop?: (stop: Stop) => void;
}

/** The hostile texts of the corpus suite end within 3 s each; a loaded machine gets some more. */
const DEADLINE_MS = 10_000;
/** Of JavaScript's heap; WebAssembly's memory is not part of it. */
const HEAP_MEGABYTES = 512;
/** More threads than this would wait for the one that applies what they have read. */
const MOST_THREADS = 8;
/** Threads stay for the next review, and give their memory back in a quiet hour. */
const IDLE_MS = 60_000;
/** A message to a thread costs as much as reading a small file, so that small files share one. */
const BATCH = { files: 16, characters: 64_000 };

interface Waiting {
  readonly request: ReadRequest;
  readonly budget: ReadingBudget | undefined;
  readonly resolve: (script: Script) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads SQL in worker threads, with a deadline and a heap cap for each file. Never rejects for what a text does: a file
 * that oversteps, or crashes its thread, comes back as one unreadable entry, and the next file is read. Threads start
 * when the first text arrives, and do not keep the process alive when they are idle.
 */
export function pooledReader(options: PoolOptions = {}): PooledReader {
  const pool = new ReaderPool(options);
  return {
    readSql: (request, budget) => pool.read(request, budget),
    close: () => pool.close(),
  };
}

/**
 * Hands out no more work than there are threads: so a deadline counts from when a thread takes the work, and none waits
 * in piscina's own queue, which a dying thread may take with it (5.3.2, with `minThreads: 0`).
 */
class ReaderPool {
  private readonly options: Required<Omit<PoolOptions, 'onStop'>>;
  private readonly onStop: (stop: Stop) => void;
  /** What waits, by its budget: whose turn it is comes first. */
  private readonly queues = new Map<ReadingBudget | undefined, Waiting[]>();
  private threads: Promise<Piscina> | undefined;
  private running = 0;
  private isAwake = false;

  constructor({ onStop = () => undefined, ...options }: PoolOptions) {
    this.onStop = onStop;
    this.options = {
      threads: Math.min(availableParallelism(), MOST_THREADS),
      deadlineMs: DEADLINE_MS,
      heapMegabytes: HEAP_MEGABYTES,
      worker: new URL('./read-batch.js', import.meta.url),
      ...options,
    };
  }

  read(request: ReadRequest, budget: ReadingBudget | undefined): Promise<Script> {
    return new Promise((resolve, reject) => {
      const waiting = { request, budget, resolve, reject };
      const queue = this.queues.get(budget);
      if (queue === undefined) this.queues.set(budget, [waiting]);
      else queue.push(waiting);
      if (this.isAwake) return;
      this.isAwake = true;
      // What is asked for in the same turn goes out together.
      queueMicrotask(() => {
        this.isAwake = false;
        this.dispatch();
      });
    });
  }

  async close(): Promise<void> {
    await (await this.threads)?.destroy();
  }

  private dispatch(): void {
    while (this.running < this.options.threads) {
      const batch = this.nextBatch();
      if (batch === undefined) return;
      this.running += 1;
      void this.settle(batch).finally(() => {
        this.running -= 1;
        this.dispatch();
      });
    }
  }

  /** A fair share of what waits for whose turn it is, so that all threads have work; undefined when nothing waits. */
  private nextBatch(): readonly Waiting[] | undefined {
    const [turn] = this.queues;
    if (turn === undefined) return undefined;
    const [budget, queue] = turn;
    const share = Math.ceil(queue.length / this.options.threads);
    const most = Math.min(BATCH.files, share);
    let count = 0;
    let characters = 0;
    while (count < most) {
      characters += queue[count]?.request.text.length ?? 0;
      if (count > 0 && characters > BATCH.characters) break;
      count += 1;
    }
    const batch = queue.splice(0, count);
    this.queues.delete(budget);
    if (queue.length > 0) this.queues.set(budget, queue);
    return batch;
  }

  private async settle(batch: readonly Waiting[]): Promise<void> {
    const [{ budget } = { budget: undefined }] = batch;
    if (budget !== undefined && isSpent(budget)) {
      for (const waiting of batch) this.stopped(waiting, { kind: 'budget', ms: BUDGET_MS });
      return;
    }
    const started = performance.now();
    try {
      const answers = await this.run(batch.map(({ request }) => request));
      if (budget !== undefined) budget.leftMs -= performance.now() - started;
      if ('kind' in answers) await this.settleStopped(batch, answers);
      else
        batch.forEach((waiting, at) => {
          this.deliver(waiting, answers[at]);
        });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Which file of a batch stopped its thread is not known: each is read again, by itself. */
  private async settleStopped(batch: readonly Waiting[], stop: Stop): Promise<void> {
    const [only, ...others] = batch;
    if (only && others.length === 0) this.stopped(only, stop);
    else for (const waiting of batch) await this.settle([waiting]);
  }

  private deliver(waiting: Waiting, answer: ReadAnswer | undefined): void {
    if (answer && 'script' in answer) waiting.resolve(JSON.parse(answer.script) as Script);
    else this.stopped(waiting, { kind: 'crash', message: answer?.failure ?? 'no answer' });
  }

  private stopped({ request, resolve }: Waiting, stop: Stop): void {
    this.onStop(stop);
    resolve(stoppedScript(request.text, stop));
  }

  private async run(requests: readonly ReadRequest[]): Promise<readonly ReadAnswer[] | Stop> {
    const { deadlineMs, heapMegabytes } = this.options;
    const threads = await (this.threads ??= this.start());
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return (await threads.run(requests, { signal })) as readonly ReadAnswer[];
    } catch (error) {
      if (signal.aborted) return { kind: 'deadline', ms: deadlineMs };
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? { kind: 'memory', megabytes: heapMegabytes }
        : { kind: 'crash', message };
    }
  }

  private async start(): Promise<Piscina> {
    const { threads, heapMegabytes, worker } = this.options;
    const { Piscina: Threads } = await import('piscina');
    const pool = new Threads({
      filename: worker.href,
      name: 'readBatch',
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: IDLE_MS,
      // Waiting for the next message must not block a thread: it may be closing.
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      // Parsers need nothing of the environment, which holds the App's secrets.
      env: {},
    });
    // A thread's death is told by the task that it takes along.
    pool.on('error', () => undefined);
    return pool;
  }
}
