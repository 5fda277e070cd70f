/**
 * This folder turns the paths of a repository into histories: which files are migrations, of which tool, in which order, and
 * which part of a file runs. It may not read a file, nor know what its SQL means.
 */
import type { Dialect } from '../sql/dialect.js';
import { glob, globBase, isGlob } from '../wildcard.js';
import { buildHistory } from './build-history.js';
import { candidateOf, configuredCandidate, type Candidate } from './candidate.js';
import { chooseLayout, folderOf } from './choose-layout.js';
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

interface Folder {
  /** As shown: the configured folder, the folder that a glob met, or the glob itself when it names files. */
  readonly path: string;
  /** How many segments the configured folder has; what comes below may name a server. */
  readonly from: number;
  readonly files: SqlPath[];
}

function normalized(path: string): string {
  const trimmed = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return trimmed === '.' ? '' : trimmed;
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** For each path the topmost folder above it that the glob matches; each folder is asked once. */
function folderMatcher(isMatch: (path: string) => boolean): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (folder === '') return undefined;
    if (!known.has(folder))
      known.set(folder, find(folderOf(folder)) ?? (isMatch(folder) ? folder : undefined));
    return known.get(folder);
  };
  return (path) => find(folderOf(path));
}

/** The SQL files that a configured path means, by folder. */
function foldersOf(configured: string, sqlFiles: readonly SqlPath[]): readonly Folder[] {
  const path = normalized(configured);
  if (!isGlob(path)) {
    const inside = path === '' ? '' : `${path}/`;
    const files = sqlFiles.filter((file) => file.path === path || file.path.startsWith(inside));
    return [{ path, from: files[0]?.path === path ? depthOf(folderOf(path)) : depthOf(path), files }];
  }
  const isMatch = glob(path);
  const matchFolder = folderMatcher(isMatch);
  const folders = new Map<string, Folder>();
  for (const file of sqlFiles) {
    const folder = isMatch(file.path) ? path : matchFolder(file.path);
    if (folder === undefined) continue;
    const from = depthOf(folder === path ? globBase(path) : folder);
    const known = folders.get(folder) ?? { path: folder, from, files: [] };
    known.files.push(file);
    folders.set(folder, known);
  }
  return [...folders.values()];
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

function nothingFound(settings: ConfiguredHistory, met: boolean): string {
  const { path, layout } = settings;
  if (path === undefined)
    return 'No migrations were discovered for this entry: name their folder with `path`.';
  if (!met) return `No SQL file matches the path "${path}": correct it, or remove the entry.`;
  return `No file of "${path}" is a migration by its name (${layout}): check layout and engine.`;
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
  { histories, met }: { readonly histories: readonly FoundHistory[]; readonly met: boolean },
  listing: ReadonlySet<string>,
): readonly Omit<HistoryProblem, 'entry' | 'path'>[] {
  const { path, baseline, since } = settings;
  if (!histories.some(({ files }) => files.length > 0)) {
    return [{ key: path === undefined ? undefined : 'path', reason: nothingFound(settings, met) }];
  }
  const problems: Omit<HistoryProblem, 'entry' | 'path'>[] = [];
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
  readonly listing: ReadonlySet<string>;
  readonly sqlFiles: readonly SqlPath[];
  /** Of all entries that name one. */
  readonly folders: readonly string[];
  /** Discovered histories that no entry has taken yet. */
  free: readonly FoundHistory[];
}

/** Of two entries whose folders lie in each other, the inner one has its files to itself. */
function withoutInner(configured: string, { folders, sqlFiles }: Search): readonly SqlPath[] {
  const own = normalized(configured);
  const outside = own === '' ? '' : `${own}/`;
  const inner = folders
    .filter((folder) => folder !== own && folder.startsWith(outside))
    .map((folder) => `${folder}/`);
  if (inner.length === 0) return sqlFiles;
  return sqlFiles.filter(({ path }) => !inner.some((folder) => path.startsWith(folder)));
}

/** What one entry means; `met` tells whether any SQL file was there at all. */
function searchFor(
  settings: ConfiguredHistory,
  entry: number,
  search: Search,
): { histories: readonly FoundHistory[]; met: boolean } {
  if (settings.path === undefined) {
    const taken = search.free.filter((history) => fits(history, settings));
    search.free = search.free.filter((history) => !fits(history, settings));
    return { histories: taken.map((history) => settled(history, entry, settings)), met: taken.length > 0 };
  }
  const folders = foldersOf(settings.path, withoutInner(settings.path, search));
  const histories = folders.flatMap((folder) => historiesIn(folder, entry, settings, search.listing));
  const files = new Set(folders.flatMap((folder) => folder.files.map(({ path }) => path)));
  search.free = search.free.filter((history) => !history.files.some(({ path }) => files.has(path)));
  return { histories, met: files.size > 0 };
}

/** Entries with a path first, so that those without get what is left. */
function inTurn(configured: readonly ConfiguredHistory[]): readonly (readonly [number, ConfiguredHistory])[] {
  const entries = [...configured.entries()];
  return [
    ...entries.filter(([, { path }]) => path !== undefined),
    ...entries.filter(([, { path }]) => path === undefined),
  ];
}

/**
 * Finds the migration histories of a repository. `paths` is the full listing, relative to the top. Configured entries
 * with a path are taken exactly, whatever their folders are called; an entry that finds nothing is a problem. Where no
 * entry has a path, histories are discovered. Files of servers that Precheck does not review are counted, not returned.
 */
export function findHistories(
  paths: readonly string[],
  configured: readonly ConfiguredHistory[] = [],
): FoundHistories {
  const exact = configured.some(({ path }) => path !== undefined);
  const discovers = configured.length === 0 || configured.some(({ path }) => path === undefined);
  const discovered = discovers ? discover(paths) : { histories: [], otherServers: [] };
  const sqlFiles = exact ? paths.flatMap((path) => sqlPath(path) ?? []) : [];
  const folders = configured.flatMap(({ path }) =>
    path === undefined || isGlob(path) ? [] : [normalized(path)],
  );
  const search: Search = { listing: new Set(paths), sqlFiles, folders, free: discovered.histories };
  const histories: FoundHistory[] = [];
  const problems: HistoryProblem[] = [];
  for (const [entry, settings] of inTurn(configured)) {
    const found = searchFor(settings, entry, search);
    histories.push(...found.histories);
    for (const problem of problemsOf(settings, found, search.listing)) {
      problems.push({ entry, path: settings.path, ...problem });
    }
  }
  if (!exact) histories.push(...search.free);
  return { histories, otherServers: discovered.otherServers, problems };
}
