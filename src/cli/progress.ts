/** Says on a terminal how far a long work is. */
export interface Progress {
  /** The next change is looked at; `time` of its commit, in seconds since 1970. */
  step(time: number): void;
  /** Takes the line away. */
  end(): void;
}

/** Often enough to see that it moves. */
const EVERY_MS = 100;

/** One line on standard error, rewritten in place; nothing where that is no terminal. */
export function progressLine(total: number): Progress {
  let done = 0;
  let last = 0;
  const write = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  };
  return {
    step: (time) => {
      done += 1;
      if (performance.now() - last < EVERY_MS) return;
      last = performance.now();
      const date = new Date(time * 1000).toISOString().slice(0, 10);
      write(`Reviewing ${String(done)} of ${String(total)} changes, ${date}`);
    },
    end: () => {
      write('');
    },
  };
}
