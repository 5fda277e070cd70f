import { createHash } from 'node:crypto';

/** Length of a fingerprint's first part, which the file has no share in. */
const KIND_LENGTH = 16;
const FILE_LENGTH = 8;

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
    return hash([id, subject, count]).slice(0, KIND_LENGTH) + hash(file).slice(0, FILE_LENGTH);
  };
}

/** What the same thing in a file of another name has in common with this one. */
export function kindOf(fingerprint: string): string {
  return fingerprint.slice(0, KIND_LENGTH);
}

function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
