import type { Account } from './account.js';
import type { Side } from './hunks.js';

/** One end of a pull request. */
export interface PullRequestEnd {
  readonly ref: string;
  sha: string;
  readonly owner: Account;
}

/** A pull request. */
export interface PullRequest {
  readonly number: number;
  readonly id: number;
  readonly author: Account;
  title: string;
  readonly body: string | null;
  readonly createdAt: string;
  updatedAt: string;
  state: 'open' | 'closed';
  merged: boolean;
  draft: boolean;
  base: PullRequestEnd;
  readonly head: PullRequestEnd;
  /** Where the head lives: here, in a fork, or in a fork that is gone. */
  readonly headRepository: 'same' | 'fork' | 'deleted';
  readonly labels: string[];
  readonly requestedUsers: string[];
  readonly requestedTeams: string[];
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  readonly issueComments: IssueComment[];
  /** Who resolved a thread, by the id of its first comment. */
  readonly resolvedThreads: Map<number, Account>;
  readonly timeline: ReviewRequestChange[];
}

/** A request for a review that was made or withdrawn. */
export interface ReviewRequestChange {
  readonly id: number;
  readonly kind: 'requested' | 'removed';
  readonly actor: Account;
  readonly createdAt: string;
  /** A login, or a team's slug. */
  readonly reviewer: { readonly user: string } | { readonly team: string };
}

/** A review of a pull request. */
export interface Review {
  readonly id: number;
  readonly author: Account;
  body: string;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
  readonly commitId: string;
  submittedAt: string | undefined;
  lastEditedAt: string | undefined;
  readonly reactions: Reaction[];
  /** Slugs of the requested teams that it answers for. */
  readonly onBehalfOf: readonly string[];
  minimized: Minimized | undefined;
}

/** Why a comment is hidden, as GraphQL's minimizedReason words it. */
export type Minimized = 'abuse' | 'duplicate' | 'off-topic' | 'outdated' | 'resolved' | 'spam';

/** A comment on a line, or on a file when it has none. */
export interface ReviewComment {
  readonly id: number;
  readonly reviewId: number;
  readonly author: Account;
  body: string;
  readonly path: string;
  readonly side: Side;
  readonly startSide: Side | undefined;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly position: number | undefined;
  readonly commitId: string;
  readonly diffHunk: string;
  readonly inReplyTo: number | undefined;
  readonly reactions: Reaction[];
  readonly createdAt: string;
  updatedAt: string;
  lastEditedAt: string | undefined;
  /** Who changed it last; undefined for who wrote it. */
  editor?: Account | undefined;
  minimized: Minimized | undefined;
}

/** A comment in the conversation. */
export interface IssueComment {
  readonly id: number;
  readonly author: Account;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  lastEditedAt: string | undefined;
  /** Who changed it last; undefined for who wrote it. */
  editor?: Account | undefined;
  minimized: Minimized | undefined;
  readonly reactions: Reaction[];
}

/** A reaction to a comment. */
export interface Reaction {
  readonly id: number;
  readonly author: Account;
  readonly content: string;
  readonly createdAt: string;
}
