import { createHash } from 'node:crypto';

/**
 * Hands out fingerprints for one review. Built from what a rebase, a line shift or a new wording leaves alone: rule or
 * gap id, file, subject, and the how-manieth of its kind.
 */
export function fingerprints(): (id: string, file: string, subject: string) => string {
  const seen = new Map<string, number>();
  return (id, file, subject) => {
    const key = JSON.stringify([id, file, subject]);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return createHash('sha256')
      .update(JSON.stringify([key, count]))
      .digest('hex')
      .slice(0, 16);
  };
}
