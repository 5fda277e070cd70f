/** What went wrong at GitHub, as far as somebody can act on it. */
export interface GitHubProblem {
  readonly kind: 'credentials' | 'permission' | 'not-found' | 'rate-limit' | 'refused' | 'unavailable';
  /** What is wrong and what to do, in plain sentences; without anything that the request carried. */
  readonly advice: string;
}

interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly request?: { readonly method?: string; readonly url?: string } | undefined;
  readonly response?:
    { readonly headers?: Readonly<Record<string, string | number | undefined>> | undefined } | undefined;
}

/** True for an answer of GitHub's API (or the lack of one) with this status, or any. Network failures have 500. */
export function isRequestFailure(error: unknown, status?: number): error is RequestFailure & Error {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false;
  return status === undefined || error.status === status;
}

/** True when a write may have taken effect although no good answer came. */
export function mayHaveHappened(error: unknown): boolean {
  return isRequestFailure(error) && error.status >= 500;
}

/** True for what is worth another try later: no answer, an error inside GitHub, a rate limit. */
export function isPassing(error: unknown): boolean {
  const kind = githubProblem(error)?.kind;
  return kind === 'unavailable' || kind === 'rate-limit';
}

/**
 * True when the App may no longer enter: it was uninstalled or suspended, or the repository was taken from it. Nobody there
 * waits for an answer.
 */
export function isOutOfReach(error: unknown): boolean {
  if (!isRequestFailure(error)) return false;
  if (error.status === 403 && /\binstallation has been suspended\b/.test(error.message)) return true;
  const isToken = error.request?.url?.endsWith('/access_tokens') === true;
  return isToken && [403, 404, 422].includes(error.status);
}

/** What to tell people about a failure; undefined when it did not come from GitHub. */
export function githubProblem(error: unknown): GitHubProblem | undefined {
  if (!isRequestFailure(error)) return graphqlProblem(error);
  const { status } = error;
  const headers = error.response?.headers ?? {};
  if (status === 401) {
    return {
      kind: 'credentials',
      advice:
        'GitHub refuses the App’s credentials: check APP_ID and the private key, and the server’s clock.',
    };
  }
  if (status === 429 || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(error.message)) {
    return RATE_LIMIT;
  }
  if (status === 403) {
    const needed = headers['x-accepted-github-permissions'];
    const which = typeof needed === 'string' && /^[\w=,; -]{1,200}$/.test(needed) ? ` (${needed})` : '';
    return {
      kind: 'permission',
      advice: `The App lacks a permission${which}: an owner must accept its permissions in the settings of the installation.`,
    };
  }
  if (status === 404 || status === 410) {
    return {
      kind: 'not-found',
      advice:
        'GitHub shows the App no such thing: it was deleted, or the App is not installed on this repository.',
    };
  }
  if (status >= 500) return UNAVAILABLE;
  return { kind: 'refused', advice: `GitHub refuses a request with status ${status}.` };
}

const RATE_LIMIT: GitHubProblem = {
  kind: 'rate-limit',
  advice: 'GitHub’s rate limit is used up: re-run the check later.',
};
const UNAVAILABLE: GitHubProblem = {
  kind: 'unavailable',
  advice: 'GitHub did not answer: re-run the check later.',
};

/** GraphQL answers with status 200 and says in the answer what failed; its own faults have no type there. */
function graphqlProblem(error: unknown): GitHubProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  // So says Octokit's throttling when it has waited often enough.
  if (error.message === 'GraphQL Rate Limit Exceeded') return RATE_LIMIT;
  if (error.name !== 'GraphqlResponseError' || !('errors' in error) || !Array.isArray(error.errors))
    return undefined;
  const types = error.errors.map((one: unknown) =>
    typeof one === 'object' && one !== null && 'type' in one ? one.type : undefined,
  );
  if (types.includes('RATE_LIMITED')) return RATE_LIMIT;
  return types.includes(undefined) ? UNAVAILABLE : undefined;
}

/** An error as the log may hold it: neither request nor answer, since those carry file contents and tokens. */
export function loggable(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  const said = { type: error.name, message: unquoted(error.message.slice(0, 200)), frames };
  if (error instanceof AggregateError) return { ...said, errors: error.errors.slice(0, 5).map(loggable) };
  if (!isRequestFailure(error)) return said;
  return {
    ...said,
    status: error.status,
    method: error.request?.method,
    path: error.request?.url === undefined ? undefined : pathOf(error.request.url),
    githubRequestId: error.response?.headers?.['x-github-request-id'],
  };
}

/** A message may quote what was sent: literals out of SQL stand in quotes, passwords among them. */
function unquoted(message: string): string {
  return message.replace(/'[^']*(?:'|$)/g, "'…'");
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}
