/** What GitHub counts calls against. */
export type RateResource = 'core' | 'graphql';

/** How many calls there are in a window, and how long one lasts. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

interface Bucket {
  used: number;
  resetMs: number;
}

/** Calls of each installation by resource, on the real clock. */
export class RateLimits {
  setting: RateLimit = { limit: 1_000_000, windowMs: 3_600_000 };
  private readonly buckets = new Map<string, Bucket>();

  /** Whether the window has no call left. */
  isSpent(resource: RateResource, installation: number): boolean {
    return this.bucket(resource, installation).used >= this.setting.limit;
  }

  /** Counts a call. */
  spend(resource: RateResource, installation: number): void {
    this.bucket(resource, installation).used += 1;
  }

  /** As `GET /rate_limit` has it; `reset` in seconds. */
  rate(resource: RateResource, installation: number) {
    const { used, resetMs } = this.bucket(resource, installation);
    const { limit } = this.setting;
    return { limit, remaining: Math.max(0, limit - used), used, reset: Math.ceil(resetMs / 1000) };
  }

  /** As headers of an answer. */
  headers(resource: RateResource, installation: number): Record<string, string> {
    const rate = Object.entries(this.rate(resource, installation));
    return {
      ...Object.fromEntries(rate.map(([name, value]) => [`x-ratelimit-${name}`, String(value)])),
      'x-ratelimit-resource': resource,
    };
  }

  private bucket(resource: RateResource, installation: number): Bucket {
    const key = `${resource} ${installation}`;
    const known = this.buckets.get(key);
    if (known !== undefined && known.resetMs > Date.now()) return known;
    const fresh = { used: 0, resetMs: Date.now() + this.setting.windowMs };
    this.buckets.set(key, fresh);
    return fresh;
  }
}
