import type { HistoryConfig, RepoConfig } from '../config/config-schema.js';
import type { HistoryInput } from '../engine/review-input.js';
import { isSchemaDump } from '../migrations/baseline-file.js';
import { folderOf } from '../migrations/choose-layout.js';
import { guessDialect } from '../migrations/guess-dialect.js';
import type { FoundHistory } from '../migrations/migration.js';
import type { Dialect } from '../sql/dialect.js';
import type { Change } from './changes.js';
import { settingsOf } from './history-settings.js';
import type { Snapshot } from './snapshot.js';

/** Where dumps are looked for. */
export interface DumpSearch {
  readonly config: RepoConfig;
  readonly changes: readonly Change[];
  /** Histories of SQL migrations, those of the base commit among them. */
  readonly histories: readonly FoundHistory[];
  /** Changed migrations in code. */
  readonly code: readonly string[];
  /** Where the change left the base branch. */
  readonly old: Snapshot;
  readonly head: Snapshot;
}

/** The dumps that the change edits beside migrations in code. */
export interface DumpChanges {
  readonly histories: readonly HistoryInput[];
  /** Entries of the configuration that serve a dump. */
  readonly entries: ReadonlySet<number>;
}

/** A repository has one dump per database; each costs two readings. */
const MOST_DUMPS = 8;

/**
 * Finds the changed schema dumps that tell what the changed migrations in code do. A dump of SQL migrations is none:
 * those are judged themselves.
 */
export async function dumpChanges(search: DumpSearch): Promise<DumpChanges> {
  const { config, changes, code, old, head } = search;
  const paths = changes
    .filter(({ path, status }) => status === 'modified' && isSchemaDump(path))
    .map(({ path }) => path)
    .filter(
      (path) => code.some((migration) => isInTreeOf(path, migration)) && !isOfSql(path, search.histories),
    )
    .slice(0, MOST_DUMPS);
  if (paths.length === 0) return { histories: [], entries: new Set() };
  const [before, after] = await Promise.all([old.read(paths), head.read(paths)]);
  const entries = new Set<number>();
  const histories = paths.flatMap((path): readonly HistoryInput[] => {
    const [from, to] = [before.get(path), after.get(path)];
    if (from?.kind !== 'text' || to?.kind !== 'text') return [];
    const guessed = guessDialect([to.text]) ?? guessDialect([from.text]);
    const index = entryFor(path, guessed, config.migrations);
    const entry = index === undefined ? undefined : config.migrations[index];
    const dialect = entry?.engine ?? guessed;
    if (!dialect) return [];
    if (index !== undefined) entries.add(index);
    const dumpChange = { path, before: from.text, after: to.text };
    const nothing = { baseline: null, merged: [], proposed: [] };
    return [{ ...settingsOf(entry, dialect), path, dialect, ...nothing, dumpChange }];
  });
  return { histories, entries };
}

/** Whether a migration lies below the folder that holds the dump's folder: db/structure.sql speaks of app/migrations. */
export function isInTreeOf(dump: string, migration: string): boolean {
  const tree = folderOf(folderOf(dump));
  return tree === '' || migration.startsWith(`${tree}/`);
}

/** Whether SQL migrations lie beside the dump, or name it as their baseline. */
function isOfSql(dump: string, histories: readonly FoundHistory[]): boolean {
  const folder = folderOf(dump);
  return histories.some(
    (history) =>
      !isDumpAlone(history, dump) &&
      (history.baseline === dump ||
        history.files.some(({ path }) => path === dump) ||
        history.path === folder ||
        folderOf(history.path) === folder),
  );
}

/** A configured path that names the dump itself is found as a history of one file. */
export function isDumpAlone({ entry, files }: FoundHistory, dump: string): boolean {
  return entry !== undefined && files.length === 1 && files[0]?.path === dump;
}

/** The entry that names the dump as its path or baseline; else the one without a path, where there is but one. */
function entryFor(
  dump: string,
  guessed: Dialect | undefined,
  entries: readonly HistoryConfig[],
): number | undefined {
  const named = entries.findIndex(({ path, baseline }) => path === dump || baseline === dump);
  if (named >= 0) return named;
  const [only, ...others] = [...entries.entries()].filter(([, { path }]) => path === undefined);
  if (!only || others.length > 0) return undefined;
  const family = (dialect: Dialect | undefined): string | undefined =>
    dialect === 'mariadb' ? 'mysql' : dialect;
  const { engine } = only[1];
  const fits = engine === undefined || guessed === undefined || family(engine) === family(guessed);
  return fits ? only[0] : undefined;
}
