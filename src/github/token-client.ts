import { Octokit } from '@octokit/rest';
import type { GitHubClient } from './client.js';

const TIMEOUT_MS = 30_000;

/** A client with the rights of a person's token. Nothing is repeated: a person waits for the answer. */
export function tokenClient(settings: {
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly userAgent: string;
}): GitHubClient {
  const { token, apiUrl, userAgent } = settings;
  const silent = (): void => undefined;
  return new Octokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent,
    // What GitHub refuses is said once, in our words.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(TIMEOUT_MS) }),
    },
  });
}
