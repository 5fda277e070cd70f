import type { Candidate, Shape } from './candidate.js';
import { LAYOUTS } from './layouts.js';
import type { LayoutId } from './migration.js';

/** A folder's path with a slash behind it; the repository's top has none. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder that holds `path`; "" for the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

const MANIFESTS = ['Cargo.toml', 'go.mod', 'package.json', 'pom.xml', 'build.gradle', 'build.gradle.kts'];

/** True when the nearest package around the folder is a Rust crate: numbered files there are sqlx's. */
function isRust(root: string, listing: ReadonlySet<string>): boolean {
  for (let folder = root; ; folder = folderOf(folder)) {
    const manifest = MANIFESTS.find((name) => listing.has(inFolder(folder, name)));
    if (manifest !== undefined) return manifest === 'Cargo.toml';
    if (folder === '') return false;
  }
}

function isPopx(candidates: readonly Candidate[]): boolean {
  return candidates.some(({ path }) => path.label !== undefined || path.autocommit);
}

function guess(candidates: readonly Candidate[], root: string, listing: ReadonlySet<string>): LayoutId {
  const shapes = new Set<Shape>(candidates.map(({ shape }) => shape));
  const [shape] = shapes;
  const mixed = shapes.size > 1 || shape === undefined;
  if (shape === 'prisma' && !mixed) {
    const beside = candidates.some(({ path }) => listing.has(inFolder(folderOf(path.path), 'snapshot.json')));
    return beside ? 'drizzle' : 'prisma';
  }
  if (shapes.has('golang-migrate') && isPopx(candidates)) return 'popx';
  if (shapes.has('plain') && listing.has(inFolder(root, 'atlas.sum'))) return 'atlas';
  if (listing.has(inFolder(root, 'meta/_journal.json'))) return 'drizzle';
  if ((shape === 'plain' || shape === 'golang-migrate' || mixed) && isRust(root, listing)) return 'sqlx';
  return mixed ? 'plain' : shape;
}

/**
 * The tool whose names and other files these are. A tool that would pass over one of them is not believed: the names
 * are then taken as plain ones, so that no file is lost.
 */
export function chooseLayout(candidates: readonly Candidate[], listing: ReadonlySet<string>): LayoutId {
  const root = candidates[0]?.root ?? '';
  const layout = guess(candidates, root, listing);
  const { read } = LAYOUTS[layout];
  return candidates.every(({ path }) => read(path)) ? layout : 'plain';
}
