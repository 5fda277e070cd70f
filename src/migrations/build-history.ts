import type { Dialect } from '../sql/dialect.js';
import type { Candidate } from './candidate.js';
import { folderOf, inFolder } from './choose-layout.js';
import { LAYOUTS } from './layouts.js';
import type { FoundHistory, LayoutId, MigrationFile } from './migration.js';
import { flywayBaseline, schemaBeside } from './baseline-file.js';
import { compareFiles } from './version-order.js';

function settingsOf(layout: LayoutId, path: string, listing: ReadonlySet<string>): string | undefined {
  if (layout !== 'flyway' && layout !== 'diesel') return undefined;
  const settings = layout === 'flyway' ? `${path}.conf` : inFolder(folderOf(path), 'metadata.toml');
  return listing.has(settings) ? settings : undefined;
}

function fileOf(layout: LayoutId, candidate: Candidate, listing: ReadonlySet<string>): MigrationFile {
  const read = LAYOUTS[layout].read(candidate.path) ?? candidate.name;
  const { label } = candidate;
  return {
    path: candidate.path.path,
    version: read.version,
    direction: candidate.name.direction === 'down' ? 'down' : read.direction,
    dialect: label === 'any' || label === 'other' ? undefined : label,
    repeatable: read.repeatable ?? false,
    settings: settingsOf(layout, candidate.path.path, listing),
  };
}

/** What a history is made of, before it is put in order. */
export interface HistoryParts {
  readonly path: string;
  readonly layout: LayoutId;
  readonly dialect: Dialect | undefined;
  readonly candidates: readonly Candidate[];
  readonly listing: ReadonlySet<string>;
  readonly baseline?: string | undefined;
  readonly since?: string | undefined;
  readonly entry?: number | undefined;
}

/** Puts the files in the tool's order. */
export function buildHistory(parts: HistoryParts): FoundHistory {
  const { layout, candidates, listing } = parts;
  const { order } = LAYOUTS[layout];
  const files = candidates
    .filter(({ name }) => name.baseline !== true)
    .map((candidate) => fileOf(layout, candidate, listing))
    .sort((left, right) => compareFiles(order, left, right));
  const root = candidates[0]?.root ?? '';
  const journal = inFolder(root, 'meta/_journal.json');
  const found = flywayBaseline(candidates) ?? schemaBeside(root, parts.dialect, listing);
  return {
    path: parts.path === '' ? '.' : parts.path,
    layout,
    dialect: parts.dialect,
    files,
    baseline: parts.baseline ?? (files.some(({ path }) => path === found) ? undefined : found),
    since: parts.since,
    entry: parts.entry,
    journal: layout === 'drizzle' && listing.has(journal) ? journal : undefined,
  };
}
