const PAUSE_MS = 60_000;
const MOST_KINDS = 100;

/**
 * Passes on the first of several faults that say the same, and then one a minute: what is tried every second fails every
 * second. `kindOf` gives what counts as the same; by default that is the message.
 */
export function sparing(
  onFault: (reason: unknown) => void,
  kindOf: (reason: unknown) => string = String,
): (reason: unknown) => void {
  const told = new Map<string, number>();
  return (reason) => {
    const kind = kindOf(reason);
    const now = Date.now();
    if (now - (told.get(kind) ?? -Infinity) < PAUSE_MS) return;
    if (told.size >= MOST_KINDS) told.clear();
    told.set(kind, now);
    onFault(reason);
  };
}
