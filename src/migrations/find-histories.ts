import picomatch from 'picomatch';
import type { Dialect } from '../sql/dialect.js';
import { buildHistory } from './build-history.js';
import { candidateOf, configuredCandidate, type Candidate } from './candidate.js';
import { chooseLayout, folderOf } from './choose-layout.js';
import { discover, type Discovered } from './discover.js';
import { sqlPath, type SqlPath } from './file-name.js';
import { LAYOUTS } from './layouts.js';
import type { FoundHistory, LayoutId } from './migration.js';
import { withPairedSuffixes } from './paired-suffix.js';
import { splitByServer } from './split-servers.js';
import { compareVersions } from './version-order.js';

/** What a configuration says of where a history is. */
export interface ConfiguredHistory {
  /** Folder, file or glob (of folders or files); undefined: what is discovered and fits `engine` and `layout`. */
  readonly path?: string | undefined;
  readonly engine?: Dialect | undefined;
  readonly layout: LayoutId | 'auto';
  readonly baseline?: string | undefined;
  /** First version that is part of the history; the baseline stands for those before. */
  readonly since?: string | undefined;
}

/** A configured entry that could not be found as it says. */
export interface HistoryProblem {
  /** Index of the entry. */
  readonly entry: number;
  readonly path: string | undefined;
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
  const scan = picomatch.scan(path);
  if (!scan.isGlob) {
    const inside = path === '' ? '' : `${path}/`;
    const files = sqlFiles.filter((file) => file.path === path || file.path.startsWith(inside));
    return [{ path, from: files[0]?.path === path ? depthOf(folderOf(path)) : depthOf(path), files }];
  }
  const isMatch = picomatch(path, { dot: true, noextglob: true });
  const matchFolder = folderMatcher(isMatch);
  const folders = new Map<string, Folder>();
  for (const file of sqlFiles) {
    const folder = isMatch(file.path) ? path : matchFolder(file.path);
    if (folder === undefined) continue;
    const from = depthOf(folder === path ? normalized(scan.base) : folder);
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

function problemOf(settings: ConfiguredHistory, met: boolean): string {
  const { path, layout, since } = settings;
  if (path === undefined)
    return 'No migrations were discovered for this entry: name their folder with `path`.';
  if (!met) return `No SQL file matches the path "${path}": correct it, or remove the entry.`;
  const what = since === undefined ? layout : `${layout} since ${since}`;
  return `No file of "${path}" is a migration by its name (${what}): check layout, engine and since.`;
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
  const files = history.files.filter(
    ({ repeatable, version }) =>
      repeatable || since === undefined || compareVersions(LAYOUTS[layout].order, version, since) >= 0,
  );
  const baseline = settings.baseline ?? history.baseline;
  return { ...history, layout, dialect: engine ?? history.dialect, files, baseline, entry };
}

interface Search {
  readonly listing: ReadonlySet<string>;
  readonly sqlFiles: readonly SqlPath[];
  /** Discovered histories that no entry has taken yet. */
  free: readonly FoundHistory[];
}

/** What one entry means; `met` tells whether any SQL file was there at all. */
function searchFor(
  settings: ConfiguredHistory,
  entry: number,
  search: Search,
): { histories: readonly FoundHistory[]; met: boolean } {
  if (settings.path === undefined) {
    const taken = search.free.filter((history) => fits(history, settings));
    search.free = search.free.filter((history) => !taken.includes(history));
    return { histories: taken.map((history) => settled(history, entry, settings)), met: taken.length > 0 };
  }
  const folders = foldersOf(settings.path, search.sqlFiles);
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
  const search: Search = { listing: new Set(paths), sqlFiles, free: discovered.histories };
  const histories: FoundHistory[] = [];
  const problems: HistoryProblem[] = [];
  for (const [entry, settings] of inTurn(configured)) {
    const found = searchFor(settings, entry, search);
    histories.push(...found.histories);
    if (found.histories.some(({ files }) => files.length > 0)) continue;
    problems.push({ entry, path: settings.path, reason: problemOf(settings, found.met) });
  }
  if (!exact) histories.push(...search.free);
  return { histories, otherServers: discovered.otherServers, problems };
}
