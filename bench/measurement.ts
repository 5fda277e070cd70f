/** One figure that a bench found. */
export interface Measurement {
  readonly what: string;
  /** NaN where it could not be measured; `what` says why. */
  readonly value: number;
  readonly unit: string;
  /** Set where the project has promised a figure. */
  readonly target?: { readonly bound: 'at least' | 'at most'; readonly value: number } | undefined;
  /** What the figure is made of, to look at when it misses its target. */
  readonly details?: readonly string[];
}

/** A bench: one file, one entry in `main.ts`. */
export interface Bench {
  readonly name: string;
  /** In one line, what it shows. */
  readonly about: string;
  /** Reads the files of the corpus, which not everybody has. */
  readonly needsCorpus: boolean;
  run(): Promise<readonly Measurement[]>;
}

/** Milliseconds of one run: on the clock, and of the processor, which other work on the machine does not lengthen. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** The cheapest of so many runs, each figure by itself: what disturbs, and what is not compiled yet, only adds. */
export async function cheapest(rounds: number, run: () => unknown): Promise<Cost> {
  let wall = Infinity;
  let cpu = Infinity;
  for (let round = 0; round < rounds; round++) {
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    await run();
    wall = Math.min(wall, performance.now() - before);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpu = Math.min(cpu, (user + system) / 1_000);
  }
  return { wall, cpu };
}

/** The cheapest runs of both, taken in turns, so that a busy machine disturbs both alike. */
export async function cheapestInTurns(
  rounds: number,
  one: () => unknown,
  other: () => unknown,
): Promise<readonly [Cost, Cost]> {
  let best: readonly [Cost, Cost] = [
    { wall: Infinity, cpu: Infinity },
    { wall: Infinity, cpu: Infinity },
  ];
  const lower = (known: Cost, found: Cost): Cost => ({
    wall: Math.min(known.wall, found.wall),
    cpu: Math.min(known.cpu, found.cpu),
  });
  for (let round = 0; round < rounds; round++)
    best = [lower(best[0], await cheapest(1, one)), lower(best[1], await cheapest(1, other))];
  return best;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** False when the figure misses its target. */
export function isMet({ value, target }: Measurement): boolean {
  if (!target || Number.isNaN(value)) return true;
  return target.bound === 'at least' ? value >= target.value : value <= target.value;
}
