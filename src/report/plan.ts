/**
 * What Precheck will do on GitHub, as plain JSON: a dry run prints it, `publish` carries it out and decides nothing.
 *
 * Writes are bounded for each push, since GitHub slows down who writes much: one review of at most 20 comments, at most 5
 * comments on files (both together at most 20), 30 edits in 4 requests, 1 new summary comment, and 6 requests for the
 * check. Where GitHub refuses comments, `postReview` adds its own bound.
 */
export interface Plan {
  readonly check: CheckPlan;
  /** At most one review per push; null when there is nothing new to say on a line. */
  readonly review: ReviewPlan | null;
  /** For what stands on no line of the diff. */
  readonly fileComments: readonly FileComment[];
  /** So many comments on lines that GitHub refuses may become comments on their files. */
  readonly fileCommentRoom: number;
  /** Our comments whose words changed. */
  readonly edits: readonly CommentEdit[];
  /** Our comments that have had their day: fixed, moved, or there twice. */
  readonly closed: readonly ClosedComment[];
  /** The one comment that is edited in place; null: none is needed, or the one that is there says the same. */
  readonly summary: SummaryPlan | null;
  /** Handles ("@org/team", "@user") whose review is asked for now. */
  readonly requests: readonly string[];
}

/** How a check ends, in GitHub's words. */
export type Conclusion = 'success' | 'failure' | 'action_required' | 'cancelled';

/** The check run as it is completed. */
export interface CheckPlan {
  readonly conclusion: Conclusion;
  /** Plain text. */
  readonly title: string;
  /** Markdown, at most 65,535 bytes of UTF-8. */
  readonly summary: string;
  /** Markdown, at most 65,535 bytes of UTF-8. */
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  /** At most three; GitHub shows them once the check is completed. */
  readonly buttons: readonly Button[];
}

/** What a check shows before it has an answer. */
export interface Progress {
  /** Plain text. */
  readonly title: string;
  readonly summary: string;
}

/** A button of the check. GitHub takes 20 characters of a label or identifier, and 40 of a description. */
export interface Button {
  readonly identifier: 'rerun' | 'escalate' | 'refresh';
  readonly label: string;
  readonly description: string;
}

/** A finding or gap at its line, in GitHub's list of files. */
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

/** New comments, posted together. */
export interface ReviewPlan {
  readonly body: string;
  readonly comments: readonly InlineComment[];
}

/** A comment on a file as a whole. */
export interface FileComment {
  readonly path: string;
  /** Markdown that names the line; its last line is our signed marker. */
  readonly body: string;
  readonly fingerprint: string;
}

/** A comment on a line of the diff. */
export interface InlineComment {
  readonly path: string;
  readonly line: number;
  /** Absent for one line. */
  readonly startLine?: number | undefined;
  /** Markdown; its last line is our signed marker. */
  readonly body: string;
  readonly fingerprint: string;
  /** Says the same where GitHub takes no comment on the line. */
  readonly onFile: FileComment;
}

/** A comment on a line or a file that gets another text. */
export interface CommentEdit {
  /** For GraphQL. */
  readonly nodeId: string;
  readonly body: string;
}

/** A comment of ours that gets its last text and is folded away. */
export interface ClosedComment extends CommentEdit {
  readonly on: 'diff' | 'conversation';
  /** What GitHub shows as the reason. */
  readonly reason: 'RESOLVED' | 'OUTDATED' | 'DUPLICATE';
}

/** The summary comment. */
export interface SummaryPlan {
  readonly body: string;
  /** Our earlier summary comment, to be edited, for GraphQL; null: create one. */
  readonly nodeId: string | null;
  /** `refused`: needed only where GitHub refuses a comment, which then stands nowhere else. */
  readonly when: 'always' | 'refused';
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
  /** Our own comments on lines and files, verified by their signature; the oldest first. */
  readonly comments: readonly StandingComment[];
  /** Our own summary comments, verified by their signature; the oldest first. More than one is one too many. */
  readonly summaries: readonly SummaryComment[];
}

/** The summary comment as it stands. */
export interface SummaryComment {
  readonly id: number;
  /** For GraphQL. */
  readonly nodeId: string;
  readonly body: string;
}

/** A comment of ours on a line or a file. */
export interface StandingComment extends SummaryComment {
  readonly fingerprint: string;
  readonly state: CommentState;
  readonly path: string;
  /** The commit that it was written for. */
  readonly commitId: string;
  /** Lines that it stands on in the diff as it is now; 0: the file as a whole; null: its lines are gone from the diff. */
  readonly lines: number | null;
  /** A person answered: the thread is theirs. */
  readonly hasReply: boolean;
}

/**
 * What the marker of a comment says of it. `suggestion`: it offers to replace the lines that it stands on. `closed`: it
 * counts no more, and what it said can be said again.
 */
export type CommentState = 'open' | 'suggestion' | 'closed';
