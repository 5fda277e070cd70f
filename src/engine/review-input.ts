import type { Dialect } from '../sql/dialect.js';
import type { Notice, Severity } from './finding.js';

/** Everything a review depends on, as plain JSON: saved, it reproduces a production verdict on a laptop. */
export interface ReviewInput {
  readonly version: 1;
  readonly settings: ReviewSettings;
  readonly histories: readonly HistoryInput[];
  /** Files that could not be read at all, and what is wrong with the configuration. */
  readonly problems: readonly InputProblem[];
  /** What the reader must know of the change beside its migrations; undefined: nothing. */
  readonly notices?: readonly Notice[] | undefined;
  /** What people acknowledged in the pull request's conversation, the oldest first; undefined: nothing. */
  readonly chat?: readonly ChatAcknowledgement[] | undefined;
}

/** An acknowledgement from the conversation. Its author was allowed to give it. */
export interface ChatAcknowledgement {
  readonly commentId: number;
  readonly by: string;
  /** Rule and gap ids. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** Fingerprints that it is known to cover; null: it is new, and covers what is open now. */
  readonly covers: readonly string[] | null;
}

/** What the configuration of the base branch says about judging. */
export interface ReviewSettings {
  readonly mode: 'enforce' | 'observe';
  /** Per rule: the severity that replaces the rule's own, or off. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly acknowledge: Readonly<Record<'blocker' | 'warning', 'author' | 'expert'>>;
  /** Whether experts are configured at all; without them the author's word is enough. */
  readonly hasExperts: boolean;
  /** Who is asked about what: the repository's experts, then the organisation's. */
  readonly experts?: readonly ExpertPolicy[] | undefined;
  readonly docs: DocsSettings;
}

/** Who is asked about what: `experts` of a configuration, as plain data. */
export interface ExpertPolicy {
  /** Handles, "@org/team" or "@user": asked about whatever no route covers. The word of one of them is enough. */
  readonly reviewers: readonly string[];
  /** From which severity on an expert is needed; a gap counts as a blocker. `always`: for every proposed migration. */
  readonly when: 'blocker' | 'warning' | 'always';
  /** Asked in place of `reviewers`; where several cover a finding, each must be satisfied. */
  readonly routes: readonly ExpertRoute[];
}

/** Other experts for some findings: all that it names must hold. */
export interface ExpertRoute {
  readonly reviewers: readonly string[];
  /** Glob of table names, with or without the schema; case does not count. */
  readonly tables?: string | undefined;
  /** Glob of paths. */
  readonly paths?: string | undefined;
  readonly engine?: string | undefined;
  /** Id of a rule or a gap. */
  readonly rule?: string | undefined;
  /** Exactly this severity; it then needs these experts whatever `when` says. */
  readonly severity?: Severity | undefined;
}

/** What holds where nothing is configured. */
export const DEFAULT_SETTINGS: ReviewSettings = {
  mode: 'enforce',
  rules: {},
  acknowledge: { blocker: 'expert', warning: 'author' },
  hasExperts: false,
  docs: { rules: {}, notes: {} },
};

/** Where an organisation's own pages are. */
export interface DocsSettings {
  /** Organisation's URL template with `{rule}`; undefined: the pages that the App serves, or the repository's. */
  readonly url?: string | undefined;
  readonly rules: Readonly<Record<string, string>>;
  /** An organisation's own words per rule, Markdown, quoted in the comment. */
  readonly notes: Readonly<Record<string, string>>;
}

/** A server that the migrations run on. */
export interface Environment {
  readonly name: string;
  /** "8.0.36"; always readable by `parseVersion`. */
  readonly version: string;
  /** Nobody configured it. */
  readonly assumed: boolean;
  /** Server settings that differ from the version's defaults. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The migrations of one database: what ran, what is proposed, and what is known of the server. */
export interface HistoryInput {
  /** Folder or glob of the configuration, or the folder that was discovered. */
  readonly path: string;
  readonly dialect: Dialect;
  /** At least one. */
  readonly environments: readonly Environment[];
  /** What the migration runner sets before it starts. */
  readonly session: Readonly<Record<string, string>>;
  readonly runner: 'direct' | 'gh-ost' | 'pt-osc' | 'spirit';
  readonly replication: {
    readonly binlogFormat?: string | undefined;
    readonly gtid?: boolean | undefined;
    readonly writers?: number | undefined;
  };
  /** Patterns of table names. */
  readonly tables: { readonly small: readonly string[]; readonly hot: readonly string[] };
  /** A dump or schema file that stands for what came before the first migration. */
  readonly baseline: SourceFile | null;
  /** Merged migrations in the order in which the tool ran them; replayed, never judged. */
  readonly merged: readonly MigrationInput[];
  /** What the pull request adds or changes, in the order in which the tool will run it. */
  readonly proposed: readonly MigrationInput[];
  /** Versions of this change that other open pull requests take as well. */
  readonly elsewhere?: readonly TakenVersion[] | undefined;
  /** Set where the change deletes merged migrations and brings what may stand for them. */
  readonly squash?: SquashInput | undefined;
  /**
   * Set for a schema dump that migrations in code keep up to date: its change is judged, and `baseline`, `merged` and
   * `proposed` are empty.
   */
  readonly dumpChange?: DumpInput | undefined;
}

/** A version that a migration of another open pull request has. */
export interface TakenVersion {
  readonly version: string;
  readonly pullRequest: number;
  readonly path: string;
}

/** One schema dump before and after the change, as texts. */
export interface DumpInput {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What a new database gets once the change is merged, to be compared with what the merged history makes. */
export interface SquashInput {
  /** Paths of the merged migrations that run no more: deleted, or replaced by a baseline of the tool's own. */
  readonly removed: readonly string[];
  /** What a new database starts from. */
  readonly baseline: SourceFile | null;
  /** The change brings the baseline itself. */
  readonly bringsBaseline: boolean;
  /** Every migration that runs forwards, in the tool's order. What the change adds has the status `added`. */
  readonly files: readonly MigrationInput[];
}

/** A file of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One direction of one migration. */
export interface MigrationInput extends SourceFile {
  readonly version: string;
  readonly direction: 'up' | 'down';
  /** How the runner wraps the file. */
  readonly transaction: 'file' | 'statement' | 'none';
  /** The id of the layout by which the file was read: its tool's; undefined where nobody said. */
  readonly layout?: string | undefined;
  /** The file's text with everything that is not this direction's SQL blanked out, so that places stay true. */
  readonly sql: string;
  readonly status: 'merged' | 'added' | 'modified' | 'renamed';
  /** An edit, be it a comment, breaks a checksum of the migration tool's. */
  readonly sealed?: true | undefined;
  /** Why the file's text could not be had (then `text` is empty): what it did to the schema is not known. */
  readonly unreadable: string | null;
}

/** Something that is wrong with the input itself. */
export interface InputProblem {
  /** `configuration` is said in the check; the other kinds are gaps of the proposed files. */
  readonly kind:
    'configuration' | 'file-unreadable' | 'file-unplaced' | 'migration-unsupported' | 'engine-unknown';
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** What is wrong and what to do, one or two sentences. */
  readonly reason: string;
  /** Of a migration in code: paths of the dumps whose change is judged in its place (`HistoryInput.dumpChange`). */
  readonly dumps?: readonly string[] | undefined;
}
