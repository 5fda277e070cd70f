import type { Review } from '../engine/finding.js';

/** The exit statuses of the command line; part of the public interface. */
export const EXIT = { clear: 0, blocked: 1, usage: 2, incomplete: 3 } as const;

/** Something is wrong with how the command was called, or with a file that it was given. Says what, and the remedy. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** 1 outranks 3; in observe mode nothing blocks. */
export function exitStatusOf(review: Review, mode: 'enforce' | 'observe'): number {
  if (mode === 'observe') return EXIT.clear;
  if (review.verdict === 'blocked') return EXIT.blocked;
  return review.verdict === 'incomplete' ? EXIT.incomplete : EXIT.clear;
}
