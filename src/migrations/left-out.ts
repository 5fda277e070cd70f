import { isGlob } from '../wildcard.js';
import { isSchemaDump } from './baseline-file.js';
import { candidateOf, configuredCandidate, type Candidate } from './candidate.js';
import { folderOf, inFolder } from './choose-layout.js';
import { foldersOf, normalized, withoutInner } from './configured-folders.js';
import { discover, isNoMigrationFolder } from './discover.js';
import { sqlPath, type SqlPath } from './file-name.js';
import type { ConfiguredHistory } from './find-histories.js';
import type { FoundHistory } from './migration.js';

/**
 * A changed SQL file that may be a migration, and that no history takes. `unlisted`: it would be discovered, were no
 * folders configured; `unfit`: the entry for its folder takes other names, or is for another server; `unnamed`: its name
 * has no version, beside names that have one; `beside-moved`: merged migrations were moved to its folder.
 */
export interface LeftOut {
  readonly path: string;
  readonly why: 'unlisted' | 'unfit' | 'unnamed' | 'beside-moved';
  /** Of the history that it would belong to. */
  readonly folder: string;
  /** Of the configuration; undefined where the folder was discovered. */
  readonly entry: number | undefined;
}

/** A changed file. */
export interface ChangedFile {
  readonly path: string;
  /** `renamed`: a migration that has run. */
  readonly status: 'added' | 'modified' | 'renamed' | 'removed';
}

/** Where migrations are looked for, and what was found. */
export interface SearchedPlaces {
  /** The whole listing. */
  readonly paths: readonly string[];
  readonly configured: readonly ConfiguredHistory[];
  readonly histories: readonly FoundHistory[];
}

/** A configured folder that holds a file. */
interface Place {
  readonly folder: string;
  /** How many segments the folder has. */
  readonly from: number;
  readonly entry: number;
  readonly settings: ConfiguredHistory;
}

/** The changed SQL files that nobody judges. What has run before under another path is none. */
export function leftOut(changes: readonly ChangedFile[], places: SearchedPlaces): readonly LeftOut[] {
  const taken = new Set(
    places.histories.flatMap(({ files, baseline }) => [...files.map(({ path }) => path), baseline ?? '']),
  );
  const loose = changes.filter(({ path, status }) => status !== 'removed' && !taken.has(path));
  const changed = loose.flatMap(({ path, status }) => (status === 'renamed' ? [] : (sqlPath(path) ?? [])));
  if (changed.length === 0) return [];
  const looking: Looking = {
    ...places,
    added: new Set(loose.flatMap(({ path, status }) => (status === 'added' ? [path] : []))),
    listing: new Set(places.paths),
    placeOf: placesOf(changed, places.configured),
    discovered: discoveredIn(places),
    movedTo: new Set(loose.flatMap(({ path, status }) => (status === 'renamed' ? [folderOf(path)] : []))),
    ownFolders: new Set(places.histories.flatMap(({ files }) => files.map(({ path }) => folderOf(path)))),
  };
  return changed.flatMap((file) => reasonFor(file, looking) ?? []);
}

/** A folder that would be discovered, were no folders configured. */
export interface UnlistedFolder {
  readonly path: string;
  /** Files in it that no history takes. */
  readonly files: number;
}

/** Folders that look like migrations, and that no entry speaks of. */
export function unlistedFolders(places: SearchedPlaces): readonly UnlistedFolder[] {
  const changes = places.paths.map((path) => ({ path, status: 'modified' as const }));
  const counts = new Map<string, number>();
  for (const { why, folder } of leftOut(changes, places)) {
    if (why === 'unlisted') counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].map(([path, files]) => ({ path, files }));
}

interface Looking extends SearchedPlaces {
  readonly added: ReadonlySet<string>;
  readonly listing: ReadonlySet<string>;
  readonly placeOf: ReadonlyMap<string, Place>;
  /** The folder of a history that would be discovered, by its files. */
  readonly discovered: ReadonlyMap<string, string>;
  /** Folders to which migrations were moved, and that are in no history. */
  readonly movedTo: ReadonlySet<string>;
  /** Folders of migrations. */
  readonly ownFolders: ReadonlySet<string>;
}

function placesOf(
  files: readonly SqlPath[],
  configured: readonly ConfiguredHistory[],
): ReadonlyMap<string, Place> {
  const folders = configured.flatMap(({ path }) =>
    path === undefined || isGlob(path) ? [] : [normalized(path)],
  );
  const places = new Map<string, Place>();
  for (const [entry, settings] of configured.entries()) {
    if (settings.path === undefined) continue;
    for (const { path: folder, from, files: own } of foldersOf(
      settings.path,
      withoutInner(settings.path, folders, files),
    )) {
      for (const { path } of own)
        if (settings.reviewed === false || !places.has(path))
          places.set(path, { folder, from, entry, settings });
    }
  }
  return places;
}

function discoveredIn({ paths }: SearchedPlaces): ReadonlyMap<string, string> {
  return new Map(
    discover(paths).histories.flatMap(({ path: folder, files }) =>
      files.flatMap(({ path, direction }) => (direction === 'down' ? [] : [[path, folder] as const])),
    ),
  );
}

function reasonFor(file: SqlPath, looking: Looking): LeftOut | undefined {
  const { path } = file;
  const place = looking.placeOf.get(path);
  const discovered = looking.discovered.get(path);
  if (place) return place.settings.reviewed === false ? undefined : reasonIn(place, file, looking);
  const own = { path, entry: undefined };
  if (discovered !== undefined) return { ...own, why: 'unlisted', folder: discovered };
  const folder = folderOf(path);
  if (!looking.added.has(path) || isSupport(file, 0, looking)) return undefined;
  if (candidateOf(file, 0)?.name.baseline === true) return undefined;
  if (looking.movedTo.has(folder)) return { ...own, why: 'beside-moved', folder };
  return looking.ownFolders.has(folder) ? { ...own, why: 'unnamed', folder } : undefined;
}

function reasonIn(
  { folder, from, entry, settings }: Place,
  file: SqlPath,
  looking: Looking,
): LeftOut | undefined {
  const { path } = file;
  const own = looking.histories.filter((history) => history.entry === entry);
  const candidate = candidateOf(file, from) ?? configuredCandidate(file, from);
  if (!candidate || isForAnother(candidate, settings, own)) return undefined;
  if (looking.discovered.has(path)) return { path, folder, entry, why: 'unfit' };
  if (!looking.added.has(path) || isSupport(file, from, looking)) return undefined;
  return { path, folder, entry, why: 'unnamed' };
}

/** Written for a server that the entry is not for, or in place of what is: the entry has its own file of the version. */
function isForAnother(
  { label, name }: Candidate,
  { engine }: ConfiguredHistory,
  own: readonly FoundHistory[],
): boolean {
  if (label === 'other' || name.baseline === true) return true;
  const files = own.flatMap((history) => history.files);
  if (files.length === 0) return false;
  if (engine !== undefined && label !== undefined && label !== 'any' && label !== engine) return true;
  return files.some(({ version, direction }) => version === name.version && direction === name.direction);
}

/** Flyway runs them beside its migrations: beforeMigrate, afterEachMigrateError, createSchema. */
const CALLBACK = /^(?:(?:before|after)[A-Z]\w*|createSchema)(?:__.*)?$/;
const WAY_BACK = /^(?:down|undo|rollback|revert)$/i;
const WAY_BACK_AT_END = /[-_ ](?:down|undo|rollback|revert)$/i;
/** Data for people at work, and texts to copy. */
const NEVER_RUN =
  /^(?:\w+[-_])?(?:seeds?|fixtures?|(?:test|sample|demo|mock)[-_]?data|quer(?:y|ies)|templates?|examples?|samples?)$|^seeds?[-_]/i;
const NEWEST_SCHEMA = /^(?:latest|current|full|complete)(?:[-_.].*)?$/i;
const CHANGES =
  /^(?:add|alter|change|convert|create|delete|drop|fix|grant|make|migrate|modify|move|remove|rename|split|update|upgrade)[-_]/i;

/** What lies beside migrations and is none by its name. */
function isSupport(file: SqlPath, from: number, { listing }: Pick<Looking, 'listing'>): boolean {
  const { path, segments, stem, direction } = file;
  const isPaired = (): boolean => {
    const forward = stem.replace(WAY_BACK_AT_END, '');
    return [forward, `${forward}_up`].some((name) => listing.has(inFolder(folderOf(path), `${name}.sql`)));
  };
  return (
    segments.slice(from, -1).some(isNoMigrationFolder) ||
    direction === 'down' ||
    CALLBACK.test(stem) ||
    WAY_BACK.test(stem) ||
    (WAY_BACK_AT_END.test(stem) && isPaired()) ||
    (!CHANGES.test(stem) && (NEVER_RUN.test(stem) || NEWEST_SCHEMA.test(stem) || isSchemaDump(path)))
  );
}
