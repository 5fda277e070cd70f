import type { RepoConfig } from '../config/config-schema.js';
import type { HistoryInput, InputProblem } from '../engine/review-input.js';
import { dialectByClues, dialectClues, type DialectClues } from '../migrations/guess-dialect.js';
import { orderByJournal } from '../migrations/journal.js';
import type { FoundHistory, MigrationFile } from '../migrations/migration.js';
import type { Dialect } from '../sql/dialect.js';
import type { Change } from './changes.js';
import { settingsOf } from './history-settings.js';
import { inputsOf, rendered, statusOf, toolsOf, withSettings, type Contents } from './migration-input.js';
import { PerContent, type TextContent } from './per-content.js';
import { settleBaseline } from './settle-baseline.js';
import { UNREADABLE, type Snapshot } from './snapshot.js';
import type { FileContent } from './source.js';
import { squashInput } from './squash-input.js';

/** One history's part of the input; `history` is undefined when the change does not touch it, or cannot be judged at all. */
export interface CollectedHistory {
  readonly history: HistoryInput | undefined;
  readonly problems: readonly InputProblem[];
}

/** What a change is, for every history that it may touch. */
export interface Comparison {
  readonly config: RepoConfig;
  readonly changes: readonly Change[];
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** Histories that the change does not touch are wanted as well. */
  readonly untouched: boolean;
}

/** One history as three listings show it: of both commits together, of the base alone, of the head alone. */
export interface HistoryViews {
  readonly both: FoundHistory;
  readonly base: FoundHistory | undefined;
  readonly head: FoundHistory | undefined;
}

/** Reads one history, when the change adds, edits or squashes its migrations, or untouched ones are wanted as well. */
export async function collectHistory(views: HistoryViews, comparison: Comparison): Promise<CollectedHistory> {
  const { config, base, head } = comparison;
  // A dump that only the change brings stands for nothing that was merged.
  const listed = { ...views.both, baseline: (views.base ?? views.both).baseline };
  const found = await inToolOrder(listed, head);
  const { proposed, merged, edited, statuses, removed } = partsOf(found, comparison);
  if (proposed.length === 0 && !removed && !comparison.untouched) return { history: undefined, problems: [] };

  const mergedTexts = await base.read([
    ...withSettings(merged),
    ...(found.baseline === undefined ? [] : [found.baseline]),
  ]);
  const proposedTexts = await head.read(withSettings(proposed));
  const entry = found.entry === undefined ? undefined : config.migrations[found.entry];
  const dialect = entry?.engine ?? found.dialect ?? dialectOf(proposedTexts, mergedTexts, found.baseline);
  if (!dialect) {
    const unjudged = proposed.length > 0 ? proposed : merged.slice(0, 1);
    return { history: undefined, problems: unjudged.map(({ path }) => engineUnknown(path)) };
  }

  const mergedSql = texts(mergedTexts, (path) => path !== found.baseline);
  const facts = { found, dialect, entry, tools: toolsOf(found.layout, mergedSql) };
  const settled = settleBaseline({
    found,
    dialect,
    configured: entry?.baseline !== undefined && entry.baseline === found.baseline,
    merged,
    edited,
    texts: new Map([...proposedTexts, ...mergedTexts, ...(await base.read(edited.map(({ path }) => path)))]),
  });
  const baseline = settled.baseline && {
    ...settled.baseline,
    text: rendered(settled.baseline.text, entry),
  };
  const squash = removed
    ? await squashInput({
        ...comparison,
        found,
        headFound: views.head,
        start: settled.isSnapshot ? null : baseline,
        inputsOf: (file, contents, status) => inputsOf(file, contents, facts, status),
      })
    : undefined;
  if (proposed.length === 0 && !squash && !comparison.untouched) return { history: undefined, problems: [] };
  const isReadable = ({ path }: MigrationFile): boolean => proposedTexts.get(path)?.kind === 'text';
  const unreadable = proposed.filter((file) => !isReadable(file));
  const readable = proposed.filter(isReadable);
  return {
    problems: unreadable.map(({ path }) => fileUnreadable(path, proposedTexts.get(path))),
    history: {
      ...settingsOf(entry, dialect),
      path: found.path,
      dialect,
      baseline,
      merged: [
        ...(settled.unreadable ? [settled.unreadable] : []),
        ...settled.replayed.flatMap((file) => inputsOf(file, mergedTexts, facts, 'merged')),
      ],
      proposed: readable.flatMap((file) =>
        inputsOf(file, proposedTexts, facts, statusOf(statuses.get(file.path))),
      ),
      ...(squash ? { squash } : {}),
    },
  };
}

interface HistoryParts {
  readonly proposed: readonly MigrationFile[];
  readonly merged: readonly MigrationFile[];
  /** Proposed migrations that have run already. */
  readonly edited: readonly MigrationFile[];
  readonly statuses: ReadonlyMap<string, Change['status']>;
  /** The change deletes a migration. */
  readonly removed: boolean;
}

/** What of a history the change touches. What it deletes has run in production all the same, and stays merged. */
function partsOf({ files }: FoundHistory, { changes, base }: Comparison): HistoryParts {
  const statuses = new Map(changes.map(({ path, status }) => [path, status]));
  const moved = new Set(changes.map(({ previousPath }) => previousPath));
  const isRemoved = ({ path }: MigrationFile): boolean => statuses.get(path) === 'removed';
  const isProposed = (file: MigrationFile): boolean => statuses.has(file.path) && !isRemoved(file);
  const proposed = files.filter(isProposed);
  return {
    proposed,
    merged: files.filter((file) => !isProposed(file) && base.entries.has(file.path) && !moved.has(file.path)),
    edited: proposed.filter(({ path, direction }) => direction !== 'down' && statuses.get(path) !== 'added'),
    statuses,
    removed: files.some(isRemoved),
  };
}

/** The migrations tell more of their server than a dump beside them does. */
function dialectOf(proposed: Contents, merged: Contents, baseline: string | undefined): Dialect | undefined {
  const isBaseline = (path: string): boolean => path === baseline;
  const own = [...texts(proposed), ...texts(merged, (path) => !isBaseline(path))];
  return dialectByClues(own, cluesIn) ?? dialectByClues(texts(merged, isBaseline), cluesIn);
}

const CLUES = new PerContent<DialectClues>();

function cluesIn(content: TextContent): DialectClues {
  return CLUES.of(content, '', dialectClues);
}

function texts(contents: Contents, isWanted: (path: string) => boolean = () => true): readonly TextContent[] {
  return [...contents].flatMap(([path, content]) =>
    content.kind === 'text' && isWanted(path) ? [content] : [],
  );
}

/** A drizzle history in the order of its journal; every other one as its names say. */
async function inToolOrder(found: FoundHistory, head: Snapshot): Promise<FoundHistory> {
  if (found.journal === undefined) return found;
  const journal = (await head.read([found.journal])).get(found.journal);
  return journal?.kind === 'text' ? orderByJournal(found, journal.text) : found;
}

function engineUnknown(file: string): InputProblem {
  const reason =
    'Whether this is for MySQL, MariaDB or PostgreSQL cannot be told from its SQL: name the `engine` of its folder in `.github/precheck.yml`.';
  return { kind: 'engine-unknown', file, line: 1, column: null, reason };
}

function fileUnreadable(file: string, content: FileContent | undefined): InputProblem {
  const why =
    content?.kind === 'unreadable' ? UNREADABLE[content.reason] : 'it is a link, or no regular file';
  return {
    kind: 'file-unreadable',
    file,
    line: 1,
    column: null,
    reason: `This migration is not read, because ${why}. What it does is not known.`,
  };
}
