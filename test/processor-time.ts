/** Starts a watch that tells the milliseconds of processor time since then; other programs of the machine do not lengthen it. */
export function processorTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
