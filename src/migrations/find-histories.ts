/**
 * This folder turns the paths of a repository into histories: which files are migrations, of which tool, in which order, and
 * which part of a file runs. It may not read a file, nor know what its SQL means.
 */
import type { Dialect } from '../sql/dialect.js';
import { isGlob } from '../wildcard.js';
import { buildHistory } from './build-history.js';
import { candidateOf, configuredCandidate, type Candidate } from './candidate.js';
import { chooseLayout } from './choose-layout.js';
import { foldersOf, normalized, withoutInner, type Folder } from './configured-folders.js';
import { discover, type Discovered } from './discover.js';
import { sqlPath, type SqlPath } from './file-name.js';
import { LAYOUTS } from './layouts.js';
import type { FoundHistory, LayoutId } from './migration.js';
import { withPairedSuffixes } from './paired-suffix.js';
import { splitByServer } from './split-servers.js';
import { compareVersions, type Order } from './version-order.js';

/** What a configuration says of where a history is. */
export interface ConfiguredHistory {
  /** Folder, file or glob (of folders or files); undefined: what is discovered and fits `engine` and `layout`. */
  readonly path?: string | undefined;
  readonly engine?: Dialect | undefined;
  readonly layout: LayoutId | 'auto';
  readonly baseline?: string | undefined;
  /** First merged version that is replayed; the baseline stands for those before. */
  readonly since?: string | undefined;
  /** False, of an entry with a path: what it means is left out of every review. */
  readonly reviewed?: boolean | undefined;
}

/** A configured entry that could not be found as it says. */
export interface HistoryProblem {
  /** Index of the entry. */
  readonly entry: number;
  readonly path: string | undefined;
  /** The key that is wrong; undefined: the entry as a whole. */
  readonly key?: 'path' | 'since' | 'baseline' | undefined;
  /** What is wrong and what to do. */
  readonly reason: string;
}

/** The histories of a repository. */
export interface FoundHistories extends Discovered {
  readonly problems: readonly HistoryProblem[];
}

/** With no layout given, names with a version count; where no name has one, all files do, in the order of their paths. */
function candidatesIn(folder: Folder, layout: LayoutId | 'auto'): readonly Candidate[] {
  const { files, from } = folder;
  if (layout !== 'auto') {
    return files.flatMap((file) => configuredCandidate(file, from, LAYOUTS[layout].read) ?? []);
  }
  const versioned = files.flatMap((file) => candidateOf(file, from) ?? []);
  if (versioned.length > 0) return withPairedSuffixes(versioned);
  return files.flatMap((file) => configuredCandidate(file, from) ?? []);
}

/** What the folder's own path says of the server, where nothing below it does. */
function dialectOfFolder([first]: readonly Candidate[]): Dialect | undefined {
  const label = first && configuredCandidate(first.path, 0)?.label;
  return label === 'any' || label === 'other' ? undefined : label;
}

function historiesIn(
  folder: Folder,
  entry: number,
  settings: ConfiguredHistory,
  listing: ReadonlySet<string>,
): readonly FoundHistory[] {
  const candidates = candidatesIn(folder, settings.layout);
  const layout = settings.layout === 'auto' ? chooseLayout(candidates, listing) : settings.layout;
  return splitByServer(candidates, settings.engine)
    .filter((part) => part.candidates.length > 0)
    .map((part) => {
      const dialect = part.dialect ?? dialectOfFolder(part.candidates);
      const { baseline, since } = settings;
      return buildHistory({ ...part, path: folder.path, layout, dialect, listing, baseline, since, entry });
    });
}

function nothingFound({ path, layout }: ConfiguredHistory, { histories, files }: FoundEntry): string {
  if (path === undefined)
    return 'No migrations were discovered for this entry: name their folder with `path`.';
  if (files.length > 0)
    return `No file of "${path}" is a migration by its name (${layout}): check layout and engine.`;
  const [found] = histories;
  const instead = found ? ` Until then the migrations found in "${found.path}" are reviewed by it.` : '';
  return `No SQL file matches the path "${path}": correct it, or remove the entry.${instead}`;
}

/** What is wrong with `since`: no migration of the entry has this version. */
function unknownSince(histories: readonly FoundHistory[], since: string): string | undefined {
  const [first] = histories;
  if (!first) return undefined;
  const isSince = (version: string, order: Order): boolean => compareVersions(order, version, since) === 0;
  const isKnown = histories.some(({ files, layout }) =>
    files.some(({ version }) => isSince(version, LAYOUTS[layout].order)),
  );
  if (isKnown) return undefined;
  const versions = first.files.filter(({ repeatable }) => !repeatable).map(({ version }) => version);
  const next = versions.find((version) => compareVersions(LAYOUTS[first.layout].order, version, since) > 0);
  const near = next ?? versions.at(-1);
  const remedy = near === undefined ? 'remove it' : `the nearest is "${near}"`;
  return `No migration of "${first.path}" has the version "${since}" of since: ${remedy}.`;
}

function problemsOf(
  settings: ConfiguredHistory,
  found: FoundEntry,
  listing: ReadonlySet<string>,
): readonly Omit<HistoryProblem, 'entry' | 'path'>[] {
  const { path, baseline, since } = settings;
  const { histories, files } = found;
  const isLost = path !== undefined && files.length === 0;
  const nothing = isLost || !histories.some((history) => history.files.length > 0);
  const key = path === undefined ? undefined : ('path' as const);
  const problems: Omit<HistoryProblem, 'entry' | 'path'>[] = nothing
    ? [{ key, reason: nothingFound(settings, found) }]
    : [];
  if (nothing && histories.length === 0) return problems;
  if (baseline !== undefined && !listing.has(baseline)) {
    problems.push({
      key: 'baseline',
      reason: `There is no file "${baseline}" to serve as baseline: correct the path, or remove it.`,
    });
  }
  const unknown = since === undefined ? undefined : unknownSince(histories, since);
  return unknown === undefined ? problems : [...problems, { key: 'since', reason: unknown }];
}

function fits(history: FoundHistory, { engine, layout }: ConfiguredHistory): boolean {
  const { dialect } = history;
  const sameServer = engine === undefined || dialect === undefined || dialect === engine;
  const forMysql = engine === 'mariadb' && dialect === 'mysql';
  return (
    (sameServer || forMysql) && (layout === 'auto' || history.layout === layout || history.layout === 'plain')
  );
}

/** A discovered history with what an entry says of it. */
function settled(history: FoundHistory, entry: number, settings: ConfiguredHistory): FoundHistory {
  const { engine, since } = settings;
  const layout = settings.layout === 'auto' ? history.layout : settings.layout;
  const baseline = settings.baseline ?? history.baseline;
  return { ...history, layout, dialect: engine ?? history.dialect, baseline, since, entry };
}

interface Search {
  /** Every file there is. */
  readonly listing: ReadonlySet<string>;
  /** Files that may be migrations, and the SQL files among them where an entry names a path. */
  readonly paths: readonly string[];
  readonly sqlFiles: readonly SqlPath[];
  /** Of all entries that name one. */
  readonly folders: readonly string[];
}

/** One entry, and what it means. */
interface FoundEntry {
  readonly entry: number;
  readonly settings: ConfiguredHistory;
  readonly histories: readonly FoundHistory[];
  /** SQL files that its path means. */
  readonly files: readonly string[];
}

function filesOf(path: string, { folders, sqlFiles }: Search): readonly Folder[] {
  return foldersOf(path, withoutInner(path, folders, sqlFiles));
}

function searchPath(settings: ConfiguredHistory, path: string, entry: number, search: Search): FoundEntry {
  const folders = filesOf(path, search);
  const histories = folders.flatMap((folder) => historiesIn(folder, entry, settings, search.listing));
  return { entry, settings, histories, files: pathsIn(folders) };
}

/** Whether an entry says where migrations are: others are not looked for then. */
function isExact(configured: readonly ConfiguredHistory[]): boolean {
  return configured.some(({ path, reviewed }) => path !== undefined && reviewed !== false);
}

function pathsIn(folders: readonly Folder[]): readonly string[] {
  return folders.flatMap(({ files }) => files.map(({ path }) => path));
}

/** Entries with a path; one whose path means nothing is left for what is discovered, as if it had none. */
function searchPaths(configured: readonly ConfiguredHistory[], search: Search) {
  const exact: FoundEntry[] = [];
  const pathless: (readonly [number, ConfiguredHistory])[] = [];
  const lost: (readonly [number, ConfiguredHistory])[] = [];
  for (const [entry, settings] of configured.entries()) {
    const { path } = settings;
    if (path === undefined) {
      pathless.push([entry, settings]);
      continue;
    }
    if (settings.reviewed === false) continue;
    const found = searchPath(settings, path, entry, search);
    if (found.files.length > 0) exact.push(found);
    else lost.push([entry, settings]);
  }
  const rest = [...pathless, ...lost];
  const taken = new Set(exact.flatMap(({ files }) => files));
  const needed = rest.length > 0 || !isExact(configured);
  const discovered = needed ? discover(search.paths) : { histories: [], otherServers: [] };
  let free = discovered.histories.filter(({ files }) => !files.some(({ path }) => taken.has(path)));
  const others = rest.map(([entry, settings]): FoundEntry => {
    const own = free.filter((history) => fits(history, settings));
    free = free.filter((history) => !own.includes(history));
    return { entry, settings, histories: own.map((history) => settled(history, entry, settings)), files: [] };
  });
  return { entries: [...exact, ...others], free, otherServers: discovered.otherServers };
}

/** The search without what entries leave out, which no other entry gets either. */
function withoutUnreviewed(configured: readonly ConfiguredHistory[], search: Search): Search {
  const left = new Set(
    configured.flatMap(({ path, reviewed }) =>
      path === undefined || reviewed !== false ? [] : pathsIn(filesOf(path, search)),
    ),
  );
  if (left.size === 0) return search;
  return {
    ...search,
    paths: search.paths.filter((path) => !left.has(path)),
    sqlFiles: search.sqlFiles.filter(({ path }) => !left.has(path)),
  };
}

/** A version that no migration has is no beginning: what is configured wrongly is as if it were not there. */
function withoutWrongSince({ histories, settings }: FoundEntry): readonly FoundHistory[] {
  const { since } = settings;
  if (since === undefined || unknownSince(histories, since) === undefined) return histories;
  return histories.map((history) => ({ ...history, since: undefined }));
}

/**
 * Finds the migration histories of a repository. `paths` is the full listing, relative to the top. Configured entries
 * with a path are taken exactly, whatever their folders are called; an entry that finds nothing is a problem, and stands
 * for what is discovered until it is mended. Where no entry has a path, all that is discovered counts. Files of servers
 * that Precheck does not review are counted, not returned.
 */
export function findHistories(
  paths: readonly string[],
  configured: readonly ConfiguredHistory[] = [],
): FoundHistories {
  const listing = new Set(paths);
  const isThere = ({ baseline }: ConfiguredHistory): boolean =>
    baseline === undefined || listing.has(baseline);
  const usable = configured.map((settings) =>
    isThere(settings) ? settings : { ...settings, baseline: undefined },
  );
  const folders = configured.flatMap(({ path }) =>
    path === undefined || isGlob(path) ? [] : [normalized(path)],
  );
  const named = configured.some(({ path }) => path !== undefined);
  const sqlFiles = named ? paths.flatMap((path) => sqlPath(path) ?? []) : [];
  const search = { listing, paths, sqlFiles, folders };
  const { entries, free, otherServers } = searchPaths(usable, withoutUnreviewed(configured, search));
  const problems = entries
    .flatMap((found): readonly HistoryProblem[] => {
      const { entry, settings } = found;
      const stated = configured[entry] ?? settings;
      const { path } = stated;
      return problemsOf(stated, found, listing).map((problem) => ({ entry, path, ...problem }));
    })
    .sort((left, right) => left.entry - right.entry);
  const histories = [...entries.flatMap(withoutWrongSince), ...(isExact(configured) ? [] : free)];
  return { histories, otherServers, problems };
}
