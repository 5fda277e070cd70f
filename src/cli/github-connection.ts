import type { GitHubClient } from '../github/client.js';
import { isRequestFailure } from '../github/errors.js';
import type { RepositoryAddress } from '../github/github-source.js';
import { tokenClient } from '../github/token-client.js';
import { TruncatedTree } from '../repository/source.js';
import { UsageError } from './exit.js';
import { packageFacts } from '../package-facts.js';

const PUBLIC_API = 'https://api.github.com';

/** GitHub as a person's token shows it. */
export interface Connection {
  readonly client: GitHubClient;
  /** Where the API is, without a slash at its end. */
  readonly apiUrl: string;
  /** Where the pages are: "github.com". */
  readonly host: string;
}

/** "owner/repo". Throws `UsageError` for anything else. */
export function repositoryAddress(text: string, name: string): RepositoryAddress {
  const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? [];
  if (owner === undefined || repo === undefined) {
    throw new UsageError(`${name} ${text}: give the repository as OWNER/REPO.`);
  }
  return { owner, repo };
}

/** Connects with GITHUB_TOKEN to GITHUB_API_URL. Throws `UsageError` where one of them cannot be used. */
export function connect(environment: Readonly<Record<string, string | undefined>>): Connection {
  const token = environment['GITHUB_TOKEN']?.trim() ?? '';
  if (token === '') {
    throw new UsageError(
      '--github needs a token in GITHUB_TOKEN: `export GITHUB_TOKEN=$(gh auth token)`, or one with the scopes `repo` and `read:org` (fine-grained: Contents, Pull requests and Metadata of the repository, Members of the organisation, all read).',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('GITHUB_TOKEN holds blanks or other characters that no token has: copy it anew.');
  }
  const given = environment['GITHUB_API_URL']?.trim() ?? '';
  const apiUrl = (given === '' ? PUBLIC_API : given).replace(/\/+$/, '');
  if (!/^https?:\/\/\S+$/.test(apiUrl) || !URL.canParse(apiUrl)) {
    throw new UsageError(
      `GITHUB_API_URL ${apiUrl}: give the address of the API, for GitHub Enterprise Server https://HOST/api/v3.`,
    );
  }
  const { host } = new URL(apiUrl);
  const userAgent = `precheck/${packageFacts().version}`;
  return { client: tokenClient({ token, apiUrl, userAgent }), apiUrl, host: host.replace(/^api\./, '') };
}

/** An error as what to do about it, where GitHub or the way to it is the cause; else as it is. */
export function explained(error: unknown, { owner, repo }: RepositoryAddress, apiUrl: string): unknown {
  if (error instanceof TruncatedTree) return new UsageError(error.message);
  if (!isRequestFailure(error)) return error;
  const { status, response } = error;
  const headers = response?.headers ?? {};
  const name = `${owner}/${repo}`;
  if (response === undefined) {
    return new UsageError(
      `${apiUrl} does not answer (${error.message.slice(0, 200)}): look at the network, at GITHUB_API_URL and at a proxy.`,
    );
  }
  if (status === 401) {
    return new UsageError(
      'GitHub refuses the token in GITHUB_TOKEN (401): it is wrong, expired or revoked. Make another one.',
    );
  }
  if (status === 429 || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(error.message)) {
    return new UsageError(`GitHub’s rate limit for this token is used up${resetWords(headers)}.`);
  }
  if (status === 403) return new UsageError(forbiddenWords(name, headers));
  if (status === 404) {
    return new UsageError(
      `GitHub shows this token no ${name} (404): the name is wrong, or the token may not see it. Give a fine-grained token this repository; of a classic one the scope is \`repo\`.`,
    );
  }
  return new UsageError(`GitHub answers with status ${String(status)}: try again later.`);
}

type Headers = Readonly<Record<string, string | number | undefined>>;

function resetWords({ 'x-ratelimit-reset': reset }: Headers): string {
  const at = new Date(Number(reset) * 1000);
  return Number.isNaN(at.getTime()) ? '' : ` until ${at.toISOString().slice(11, 16)} UTC`;
}

function forbiddenWords(
  name: string,
  { 'x-github-sso': sso, 'x-accepted-github-permissions': needed }: Headers,
): string {
  const page = /\burl=(https:\/\/\S+)/.exec(String(sso))?.[1];
  if (page !== undefined) {
    return `The organisation of ${name} wants the token authorised for its single sign-on (403): open ${page}`;
  }
  const which =
    typeof needed === 'string' && /^[\w=,; -]{1,200}$/.test(needed) ? ` It needs: ${needed}.` : '';
  return `The token in GITHUB_TOKEN may not read ${name} (403).${which}`;
}
