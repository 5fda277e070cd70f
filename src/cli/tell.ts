import { clean } from '../report/prose.js';

/**
 * Says on standard error what is wrong at a place, as "file:line:column: reason". Both may stand in a repository, whose text
 * must not command the terminal.
 */
export function tell(file: string, at: readonly (number | null)[], reason: string): void {
  const place = [clean(file), ...at.filter((part) => part !== null)].join(':');
  process.stderr.write(`${place}: ${clean(reason)}\n`);
}
