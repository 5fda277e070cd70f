import type { Dialect } from '../sql/dialect.js';
import type { Candidate } from './candidate.js';
import { folderOf, inFolder } from './choose-layout.js';
import { LAYOUTS } from './layouts.js';
import type { FoundHistory, LayoutId, MigrationFile } from './migration.js';
import { compareFiles, compareVersions } from './version-order.js';

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

/** Flyway's newest B file, which a server runs only when it has none of the V files up to that version. */
function flywayBaseline(candidates: readonly Candidate[]): string | undefined {
  const order = LAYOUTS.flyway.order;
  const newest = candidates
    .filter(({ name }) => name.baseline === true)
    .sort((left, right) => compareVersions(order, right.name.version, left.name.version))[0];
  const replaced = candidates.some(
    ({ name }) =>
      name.baseline !== true &&
      name.repeatable !== true &&
      newest !== undefined &&
      compareVersions(order, name.version, newest.name.version) <= 0,
  );
  return replaced ? undefined : newest?.path.path;
}

const BASELINE_NAMES = ['structure.sql', 'schema.sql'];

/** `structure.sql` or `schema.sql` in the history's folder, else in the one above; not both. */
function schemaBeside(root: string, listing: ReadonlySet<string>): string | undefined {
  for (const folder of root === '' ? [''] : [root, folderOf(root)]) {
    const found = BASELINE_NAMES.map((name) => inFolder(folder, name)).filter((path) => listing.has(path));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
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

/** Puts the files in the tool's order; `since` cuts off those before it. */
export function buildHistory(parts: HistoryParts): FoundHistory {
  const { layout, candidates, listing, since } = parts;
  const { order } = LAYOUTS[layout];
  const files = candidates
    .filter(({ name }) => name.baseline !== true)
    .map((candidate) => fileOf(layout, candidate, listing))
    .filter(
      (file) => file.repeatable || since === undefined || compareVersions(order, file.version, since) >= 0,
    )
    .sort((left, right) => compareFiles(order, left, right));
  const root = candidates[0]?.root ?? '';
  const journal = inFolder(root, 'meta/_journal.json');
  return {
    path: parts.path === '' ? '.' : parts.path,
    layout,
    dialect: parts.dialect,
    files,
    baseline: parts.baseline ?? flywayBaseline(candidates) ?? schemaBeside(root, listing),
    entry: parts.entry,
    journal: layout === 'drizzle' && listing.has(journal) ? journal : undefined,
  };
}
