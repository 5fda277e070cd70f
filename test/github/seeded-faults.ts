import { createHash } from 'node:crypto';
import type { Fault, Faults } from './http.js';

/** How often each fault happens, as parts of 1. Their sum is the part of requests that fail. */
export interface FaultRates {
  /** 500, and nothing was done. */
  readonly serverError?: number;
  /** 502 after the request took effect; of a read, just a 502. */
  readonly lostAnswer?: number;
  /** 403 with the words of a secondary rate limit and a short `retry-after`. */
  readonly secondaryLimit?: number;
  /** No answer ever; the connection stays open. */
  readonly timeout?: number;
  /** The connection is reset before anything was done. */
  readonly reset?: number;
  /** The connection is reset after the request took effect. */
  readonly lostConnection?: number;
}

/** A tenth of all requests, each kind as often. */
export const aTenth: FaultRates = {
  serverError: 0.02,
  lostAnswer: 0.02,
  secondaryLimit: 0.02,
  timeout: 0.01,
  reset: 0.02,
  lostConnection: 0.01,
};

const secondaryLimit: Fault = {
  status: 403,
  body: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    documentation_url: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
  },
  headers: { 'retry-after': '1' },
};

const faults: Readonly<Record<keyof FaultRates, Fault>> = {
  serverError: { status: 500 },
  lostAnswer: { status: 502, afterWrite: true },
  secondaryLimit,
  timeout: { hang: true },
  reset: { drop: true },
  lostConnection: { drop: true, afterWrite: true },
};

/**
 * Faults by chance that come again with the same seed: whether a request fails depends on the seed, the request and
 * how often it was made before, not on what happens beside it.
 */
export function seededFaults(seed: string, rates: FaultRates): Faults {
  const times = new Map<string, number>();
  return ({ method, path }) => {
    const request = `${method} ${path}`;
    const nth = (times.get(request) ?? 0) + 1;
    times.set(request, nth);
    let left = chance(`${seed} ${request} ${nth}`);
    for (const [kind, rate = 0] of Object.entries(rates) as [keyof FaultRates, number | undefined][]) {
      if (left < rate) return faults[kind];
      left -= rate;
    }
    return undefined;
  };
}

/** A number from 0 up to 1, the same for the same words. */
export function chance(words: string): number {
  return createHash('sha256').update(words).digest().readUInt32BE(0) / 2 ** 32;
}
