/** Work that is done now and then, and never twice at the same time. */
export interface Periodic {
  /** Ends the period, tells what runs to stop, and resolves when it has. */
  stop(reason: Error): Promise<void>;
}

/**
 * Calls `work` at once and then every `ms`; while it runs, its time to be called passes. A rejection goes to `onFault`.
 */
export function periodically(
  ms: number,
  work: (signal: AbortSignal) => Promise<void>,
  onFault: (reason: unknown) => void,
): Periodic {
  const abort = new AbortController();
  let running: Promise<void> | undefined;
  const call = () => {
    running ??= work(abort.signal)
      .catch(onFault)
      .finally(() => (running = undefined));
  };
  call();
  const timer = setInterval(call, ms);
  return {
    stop: async (reason) => {
      clearInterval(timer);
      abort.abort(reason);
      await running;
    },
  };
}
