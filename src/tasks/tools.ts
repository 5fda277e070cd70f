import type { Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import type { AppIdentity, GitHubClient } from '../github/client.js';
import type { Experts } from '../github/experts.js';
import type { ContentCache } from '../github/github-source.js';
import type { Granted } from '../github/installations.js';
import type { Reach } from '../github/installation-token.js';
import type { PlanOptions } from '../report/make-plan.js';
import type { CollectOptions, Commits } from '../repository/collect.js';
import type { Source } from '../repository/source.js';
import type { Severities } from '../repository/weakenings.js';
import type { Task } from './task.js';

/** What a task needs of the rest of the program. */
export interface TaskTools {
  readonly appId: number;
  /** A client that reaches one repository, or the list of an installation's. */
  client(reach: Reach): Promise<GitHubClient>;
  identity(): Promise<AppIdentity>;
  granted(installationId: number): Promise<Granted>;
  readonly cache: ContentCache;
  readonly experts: Experts;
  collect(source: Source, commits: Commits, options?: Partial<CollectOptions>): Promise<ReviewInput>;
  /** The organisation's configuration; undefined where none is named. Rejects where it cannot be read. */
  floor(): Promise<CollectOptions['floor']>;
  review(input: ReviewInput): Promise<Review>;
  readonly planning: Pick<PlanOptions, 'docs' | 'markerKey' | 'questions'>;
  /** Signed comments before the webhook's secret was changed; undefined where it was not. */
  readonly previousMarkerKey: string | undefined;
  /** Rules and gaps, by which comments name them. */
  readonly pages: ReadonlyMap<string, { readonly summary: string; readonly markdown: string }>;
  readonly severities: Severities;
  /** Where the check's Details lead. */
  readonly detailsUrl: string;
  /** Hands over another task; `id` makes it known when it is handed over again. Rejects with `NoRoom` where it is not taken. */
  take(task: Task, id: string): Promise<void>;
  /** Whether the queue outlives this process: another one then goes on with what this one leaves. */
  readonly outlives: boolean;
  readonly log: TaskLog;
  readonly measures: Measures;
}

/** What happens to tasks, for the operator. */
export interface TaskLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What is counted. */
export interface Measures {
  /** A check was completed, so many seconds after the change that asked for it; undefined where no change did. */
  checked(conclusion: string, seconds: number | undefined): void;
  /** Findings and gaps of a completed review, by rule or gap id and state. */
  found(id: string, state: 'open' | 'requested' | 'acknowledged'): void;
  /** Experts approved what they were asked about, so many seconds after that. */
  approved(seconds: number): void;
  /** Somebody marked a comment on this rule or gap as not helpful. */
  disliked(id: string): void;
  /** A command or a button. */
  commanded(command: string): void;
}

/** One run of a task. */
export interface Run {
  /** Of the delivery or whatever else asked for it. */
  readonly id: string;
  /** Something of it may be there: an earlier run did not come to its end, or it was announced that it waits. */
  readonly again: boolean;
  readonly signal: AbortSignal;
  /** Rejects where another process has the task by now; undefined where none can. */
  readonly holds?: (() => Promise<void>) | undefined;
}
