import type { HistoryConfig, RepoConfig } from '../config/config-schema.js';
import type { Environment, HistoryInput, InputProblem, MigrationInput } from '../engine/review-input.js';
import { guessDialect } from '../migrations/guess-dialect.js';
import { orderByJournal } from '../migrations/journal.js';
import type { FoundHistory, MigrationFile } from '../migrations/migration.js';
import { renderPlaceholders } from '../migrations/placeholders.js';
import { sectionsOf } from '../migrations/sections.js';
import type { Dialect } from '../sql/dialect.js';
import { ASSUMED_VERSION } from '../sql/dialect.js';
import type { Change } from './changes.js';
import type { Snapshot } from './snapshot.js';
import { settleBaseline } from './settle-baseline.js';
import { UNREADABLE } from './snapshot.js';
import type { FileContent } from './source.js';

interface HistoryFacts {
  readonly found: FoundHistory;
  readonly dialect: Dialect;
  readonly entry: HistoryConfig | undefined;
}
type Contents = ReadonlyMap<string, FileContent>;

/** One history's part of the input; `history` is undefined when the change does not touch it, or cannot be judged at all. */
export interface CollectedHistory {
  readonly history: HistoryInput | undefined;
  readonly problems: readonly InputProblem[];
}

/** Reads one history, when the change adds or edits one of its migrations, or `untouched` ones are wanted as well. */
export async function collectHistory(
  listed: FoundHistory,
  config: RepoConfig,
  changes: readonly Change[],
  base: Snapshot,
  head: Snapshot,
  untouched = false,
): Promise<CollectedHistory> {
  const changed = new Map(changes.map((change) => [change.path, change]));
  const found = await inToolOrder(listed, head);
  const moved = new Set(changes.map(({ previousPath }) => previousPath));
  const isProposed = ({ path }: MigrationFile): boolean => {
    const status = changed.get(path)?.status;
    return status !== undefined && status !== 'removed';
  };
  const proposed = found.files.filter(isProposed);
  if (proposed.length === 0 && !untouched) return { history: undefined, problems: [] };

  // A migration that the change deletes has run in production all the same: it stays in the history.
  const merged = found.files.filter(
    (file) => !isProposed(file) && base.entries.has(file.path) && !moved.has(file.path),
  );
  const mergedTexts = await base.read([
    ...withSettings(merged),
    ...(found.baseline === undefined ? [] : [found.baseline]),
  ]);
  const proposedTexts = await head.read(withSettings(proposed));
  const edited = proposed.filter(
    ({ path, direction }) => direction !== 'down' && changed.get(path)?.status !== 'added',
  );
  const entry = found.entry === undefined ? undefined : config.migrations[found.entry];
  const isBaseline = (path: string): boolean => path === found.baseline;
  const dialect =
    entry?.engine ??
    found.dialect ??
    guessDialect([...texts(proposedTexts), ...texts(mergedTexts, (path) => !isBaseline(path))]) ??
    guessDialect(texts(mergedTexts, isBaseline));
  if (!dialect) return { history: undefined, problems: proposed.map(({ path }) => engineUnknown(path)) };

  const facts = { found, dialect, entry };
  const {
    baseline,
    replayed,
    unreadable: lost,
  } = settleBaseline({
    found,
    dialect,
    configured: entry?.baseline !== undefined,
    merged,
    edited,
    texts: new Map([...proposedTexts, ...mergedTexts, ...(await base.read(edited.map(({ path }) => path)))]),
  });
  const unreadable = proposed.filter(({ path }) => proposedTexts.get(path)?.kind !== 'text');
  const readable = proposed.filter((file) => !unreadable.includes(file));
  return {
    problems: unreadable.map(({ path }) => fileUnreadable(path, proposedTexts.get(path))),
    history: {
      ...settingsOf(entry, dialect),
      path: found.path,
      dialect,
      baseline: baseline && { ...baseline, text: rendered(baseline.text, entry) },
      merged: [
        ...(lost ? [lost] : []),
        ...replayed.flatMap((file) => inputsOf(file, mergedTexts, facts, 'merged')),
      ],
      proposed: readable.flatMap((file) =>
        inputsOf(file, proposedTexts, facts, statusOf(changed.get(file.path)?.status)),
      ),
    },
  };
}

function withSettings(files: readonly MigrationFile[]): readonly string[] {
  return files.flatMap(({ path, settings }) => (settings === undefined ? [path] : [path, settings]));
}

function texts(contents: Contents, isWanted: (path: string) => boolean = () => true): readonly string[] {
  return [...contents].flatMap(([path, content]) =>
    content.kind === 'text' && isWanted(path) ? [content.text] : [],
  );
}

function statusOf(status: Change['status'] | undefined): 'added' | 'modified' | 'renamed' {
  return status === 'modified' || status === 'renamed' ? status : 'added';
}

function inputsOf(
  file: MigrationFile,
  contents: Contents,
  { found, dialect, entry }: HistoryFacts,
  status: MigrationInput['status'],
): readonly MigrationInput[] {
  const content = contents.get(file.path);
  const common = { path: file.path, version: file.version, status };
  if (content?.kind !== 'text') {
    const unreadable = content ? UNREADABLE[content.reason] : 'it is no regular file';
    return [
      {
        ...common,
        direction: file.direction === 'down' ? 'down' : 'up',
        text: '',
        sql: '',
        transaction: 'none',
        unreadable,
      },
    ];
  }
  const settings = file.settings === undefined ? undefined : contents.get(file.settings);
  const text = rendered(content.text, entry);
  const sections = sectionsOf(found.layout, file, text, {
    dialect,
    settings: settings?.kind === 'text' ? settings.text : undefined,
  });
  return sections.map((section) => ({
    ...common,
    ...section,
    transaction: entry?.transaction ?? section.transaction,
    text: content.text,
    unreadable: null,
  }));
}

/** A drizzle history in the order of its journal; every other one as its names say. */
async function inToolOrder(found: FoundHistory, head: Snapshot): Promise<FoundHistory> {
  if (found.journal === undefined) return found;
  const journal = (await head.read([found.journal])).get(found.journal);
  return journal?.kind === 'text' ? orderByJournal(found, journal.text) : found;
}

function rendered(text: string, entry: HistoryConfig | undefined): string {
  return renderPlaceholders(text, entry?.placeholders ?? {}).text;
}

function settingsOf(
  entry: HistoryConfig | undefined,
  dialect: Dialect,
): Pick<HistoryInput, 'environments' | 'session' | 'runner' | 'replication' | 'tables'> {
  return {
    environments: environmentsOf(entry, dialect),
    session: entry?.session ?? {},
    runner: entry?.runner ?? 'direct',
    replication: entry?.replication ?? {},
    tables: entry?.tables ?? { small: [], hot: [] },
  };
}

function environmentsOf(entry: HistoryConfig | undefined, dialect: Dialect): readonly Environment[] {
  const version = entry?.version;
  if (entry && entry.environments.length > 0) {
    return entry.environments.map((environment) => ({
      name: environment.name,
      version: environment.version,
      assumed: false,
      variables: { ...entry.variables, ...environment.variables },
    }));
  }
  return [
    {
      name: 'default',
      version: version ?? ASSUMED_VERSION[dialect],
      assumed: version === undefined,
      variables: entry?.variables ?? {},
    },
  ];
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
