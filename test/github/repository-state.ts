import type { Account, Role } from './account.js';
import type { CheckRun } from './check-run.js';
import type { FileChange } from './diff.js';
import type { GitObjects } from './git-objects.js';
import type { JsonObject } from './json.js';
import type { PullRequest } from './pull-request.js';
import { notFound } from './refusal.js';

/** Pull requests that the merge queue tries together. */
export interface MergeGroup {
  /** Numbers, in the queue's order. */
  readonly pulls: readonly number[];
  /** `refs/heads/gh-readonly-queue/<base>/pr-<last>-<base sha>`. */
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
}

/** A repository and all that GitHub keeps beside its git objects. */
export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly gitDir: string;
  readonly objects: GitObjects;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly pulls: Map<number, PullRequest>;
  readonly checkRuns: Map<number, CheckRun>;
  /** Suite id by head SHA. */
  readonly suites: Map<string, number>;
  readonly mergeGroups: MergeGroup[];
  readonly roles: Map<string, Role>;
  /** Branches that lie in a fork: the repository itself does not know their names. */
  readonly forkBranches: Set<string>;
  readonly diffs: Map<string, Promise<readonly FileChange[]>>;
  /** When a push was told last; undefined: only by pull requests. */
  pushedAt: string | undefined;
  /** Errors that GET codeowners/errors answers. */
  codeownersErrors: readonly JsonObject[];
  /** Rules that GET rules/branches/{branch} answers. */
  branchRules: readonly JsonObject[];
  /** What GET branches/{branch} says of its protection. */
  branchProtection: JsonObject;
}

/** A pull request by number; 404 when there is none. */
export function pullRequest(repository: Repository, number: number | string): PullRequest {
  const pull = repository.pulls.get(Number(number));
  if (pull === undefined) throw notFound();
  return pull;
}
