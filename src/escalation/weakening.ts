/** One way in which a change makes the review of migrations weaker. */
export interface Weakening {
  /** The file that the change is in: the configuration, or CODEOWNERS. */
  readonly file: string;
  readonly kind:
    | 'mode'
    | 'rule'
    | 'experts-removed'
    | 'route-removed'
    | 'when'
    | 'acknowledge'
    | 'history-removed'
    | 'history-changed'
    | 'tables'
    | 'unreadable'
    | 'owner-removed'
    | 'owners-removed';
  /** What it is about: a rule, "acknowledge.blocker", a history's path, a migration's path. */
  readonly subject: string;
  /** Before and after, as the file writes it; empty: nothing. */
  readonly was: string;
  readonly becomes: string;
}
