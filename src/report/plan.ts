/**
 * What Precheck will do on GitHub, as plain JSON: a dry run prints it, `publish` carries it out and decides nothing.
 */
export interface Plan {
  readonly check: CheckPlan;
  /** At most one review per push; null when there is nothing new to say on a line. */
  readonly review: ReviewPlan | null;
  /** The one comment that is edited in place; null: none is needed and none is there. */
  readonly summary: SummaryPlan | null;
}

export type Conclusion = 'success' | 'failure' | 'action_required' | 'cancelled';

export interface CheckPlan {
  readonly conclusion: Conclusion;
  /** Plain text. */
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
}

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'failure' | 'warning' | 'notice';
  /** Plain text, at most 255 characters. */
  readonly title: string;
  /** Plain text, with the page's address. */
  readonly message: string;
}

export interface ReviewPlan {
  readonly body: string;
  readonly comments: readonly InlineComment[];
}

export interface InlineComment {
  readonly path: string;
  readonly line: number;
  /** Absent for one line. */
  readonly startLine?: number | undefined;
  /** Markdown; its last line is our signed marker. */
  readonly body: string;
  readonly fingerprint: string;
}

export interface SummaryPlan {
  readonly body: string;
  /** Our earlier summary comment, to be edited; null: create one. */
  readonly commentId: number | null;
}

/** A pull request as the planning needs it. Plain JSON. */
export interface PullRequestFacts {
  /** "owner/name". */
  readonly repository: string;
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
  readonly draft: boolean;
  /** Web address of the repository, without a slash at its end. */
  readonly htmlUrl: string;
  /** Changed files; `patch` undefined where GitHub gives none (binary or large). */
  readonly files: readonly { readonly path: string; readonly patch?: string | undefined }[];
  /** Fingerprints of our own inline comments that already stand, verified by their signature. */
  readonly commented: readonly string[];
  readonly summaryCommentId: number | null;
}
