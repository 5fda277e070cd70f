import type { NameReader, ReadName, SqlPath } from './file-name.js';
import { diesel } from './layouts/diesel.js';
import { flyway } from './layouts/flyway.js';
import { golangMigrate } from './layouts/golang-migrate.js';
import { liquibaseSql } from './layouts/liquibase-sql.js';
import { plain } from './layouts/plain.js';
import { readMigrationFolder } from './layouts/prisma.js';
import type { LayoutId } from './migration.js';
import { serverLabel, serverMentioned, type ServerLabel } from './server-words.js';

/** What a name looks like; tools that share a look are told apart by their other files. */
export type Shape = Extract<
  LayoutId,
  'flyway' | 'diesel' | 'golang-migrate' | 'prisma' | 'liquibase-sql' | 'plain'
>;

/** A file whose name carries a version, and what its path says. */
export interface Candidate {
  readonly path: SqlPath;
  readonly name: ReadName;
  readonly shape: Shape;
  /** The history's folder as this file's name has it; "" at the top of the repository. */
  readonly root: string;
  /** `root` with a folder that names a server replaced by a star: files of one history on several servers share it. */
  readonly key: string;
  readonly label: ServerLabel | undefined;
}

const SHAPES: readonly (readonly [Shape, NameReader])[] = [
  ['flyway', flyway.read],
  ['diesel', diesel.read],
  ['golang-migrate', golangMigrate.read],
  ['prisma', readMigrationFolder],
  ['plain', plain.read],
];

const LIQUIBASE_FOLDER = /^(?:changelogs?|liquibase)$/i;
const FLYWAY_FOLDER = /^migrations?$/i;

function readShape(path: SqlPath): { shape: Shape; name: ReadName } | undefined {
  let plainName: ReadName | undefined;
  for (const [shape, read] of SHAPES) {
    const name = read(path);
    if (!name) continue;
    if (shape !== 'plain') return { shape, name };
    plainName = name;
  }
  if (path.segments.slice(0, -1).some((folder) => LIQUIBASE_FOLDER.test(folder))) {
    const name = liquibaseSql.read(path);
    if (name) return { shape: 'liquibase-sql', name };
  }
  return plainName && { shape: 'plain', name: plainName };
}

/** Flyway and Liquibase look into all folders below theirs. */
function rootLength(segments: readonly string[], shape: Shape, depth: number): number {
  const folder = shape === 'flyway' ? FLYWAY_FOLDER : LIQUIBASE_FOLDER;
  const own = segments.length - depth;
  if (shape !== 'flyway' && shape !== 'liquibase-sql') return own;
  const cut = segments.findLastIndex((segment, index) => index < own && folder.test(segment));
  return cut === -1 ? own : cut + 1;
}

/** The folder nearest to the file that names a server; only a folder of that name alone is one of several. */
function folderLabel(
  segments: readonly string[],
  from: number,
  root: number,
): { label: ServerLabel; index?: number } | undefined {
  for (let index = segments.length - 2; index >= from; index -= 1) {
    const folder = segments[index] ?? '';
    const whole = serverLabel(folder);
    if (whole !== undefined && (whole !== 'any' || index >= root - 1)) return { label: whole, index };
    const mentioned = index < root ? serverMentioned(folder) : undefined;
    if (mentioned !== undefined) return { label: mentioned };
  }
  return undefined;
}

/** Reads a path; folders before the segment `from` say nothing of the server. Undefined: no version in the name. */
export function candidateOf(path: SqlPath, from = 0): Candidate | undefined {
  const { segments } = path;
  const read = readShape(path);
  if (!read) return undefined;
  const length = rootLength(segments, read.shape, read.name.depth);
  const folder = folderLabel(segments, from, length);
  const root = segments.slice(0, length);
  const key = folder?.index === undefined ? root : root.with(Math.min(folder.index, length - 1), '*');
  return {
    path,
    name: read.name,
    shape: read.shape,
    root: root.join('/'),
    key: `${read.shape === 'flyway' ? 'flyway' : 'other'}:${key.join('/')}`,
    label: read.name.label ?? folder?.label,
  };
}

/** A file of a configured folder as `read` sees it; without a reader its path below the folder is its version. */
export function configuredCandidate(path: SqlPath, from: number, read?: NameReader): Candidate | undefined {
  const { segments } = path;
  const below = segments
    .slice(from)
    .join('/')
    .replace(/\.\w+$/, '');
  const whole: ReadName = {
    version: below,
    direction: 'up',
    label: path.label,
    depth: segments.length - from,
  };
  const name = read ? read(path) : whole;
  if (!name) return undefined;
  const label = name.label ?? folderLabel(segments, from, segments.length - name.depth)?.label;
  const root = segments.slice(0, from).join('/');
  return { path, name, shape: 'plain', root, key: root, label };
}
