/**
 * This folder has merged changes reviewed as if they were proposed, and counts what comes of it. It may not judge by itself, nor
 * choose words.
 */
import type { Finding, Gap, Review, Verdict } from '../engine/finding.js';
import { review, type ReviewTools } from '../engine/review.js';
import type { Blobs } from '../repository/blobs.js';
import { collect, type CollectOptions } from '../repository/collect.js';
import type { LoggedCommit } from '../repository/log.js';
import type { Source } from '../repository/source.js';
import type { MergedChange } from './merged-change.js';

/** A merged change with the review that it would have had. */
export interface ReviewedChange {
  readonly commit: Pick<LoggedCommit, 'id' | 'time' | 'subject'>;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly checked: Review['checked'];
}

/** What a branch merged in a part of its history, reviewed. */
export interface Backtest {
  readonly branch: string;
  /** "since 2025-01-31". */
  readonly range: string;
  /** Commits of the branch in that part, whether they change migrations or not. */
  readonly commits: number;
  /** The oldest first. */
  readonly changes: readonly ReviewedChange[];
  /** Path of the configuration that counted; null: the defaults. */
  readonly configuration: string | null;
  /** The commit at which a shallow clone cuts this part short; null where nothing is missing. */
  readonly shallowFrom: Pick<LoggedCommit, 'id' | 'time'> | null;
}

/** What a backtest needs beside the merged changes. */
export interface BacktestTools {
  readonly blobs: Blobs;
  readonly tools: ReviewTools;
  /** The configuration that counts for every change. */
  readonly options: CollectOptions;
}

/** Reviews a merged change as if it were proposed then. Undefined when it changes no migration. */
export async function reviewMerged(
  { commit, before, after }: MergedChange,
  { blobs, tools, options }: BacktestTools,
): Promise<ReviewedChange | undefined> {
  const source: Source = {
    tree: (name) => Promise.resolve(name === 'before' ? before : after),
    read: (_name, entries) => blobs.read(entries.map(({ id }) => id)),
  };
  const input = await collect(source, { base: 'before', mergeBase: 'before', head: 'after' }, options);
  // What is wrong with today's configuration on the files of that time says nothing about the change.
  const problems = input.problems.filter(({ kind }) => kind !== 'configuration');
  if (input.histories.length === 0 && problems.length === 0) return undefined;
  const { verdict, findings, gaps, checked } = await review({ ...input, problems }, tools);
  const { id, time, subject } = commit;
  return { commit: { id, time, subject }, verdict, findings, gaps, checked };
}
