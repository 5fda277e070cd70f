import { grouped } from '../grouped.js';
import { coveringLines, ownerLine, type Owners, type OwnersLine } from './codeowners.js';
import { covers } from './pattern.js';

/** A file, and who Precheck's own configuration asks about it ("@acme/sql-experts"); empty when nobody. */
export interface RoutedPath {
  readonly path: string;
  readonly experts: readonly string[];
}

/** What is known of an owner; undefined where nobody could look. */
export type OwnerStanding = 'can-review' | 'missing' | 'not-visible' | 'cannot-write';

/** Something that keeps the right people from being asked. */
export interface OwnersProblem {
  readonly kind:
    | 'line-skipped'
    | 'path-unowned'
    | 'experts-absent'
    | 'experts-shadowed'
    | 'owner-missing'
    | 'owner-not-visible'
    | 'owner-cannot-write';
  /** Of the owners' file, from 1; null when a line is missing. */
  readonly line: number | null;
  /** What is wrong and whom it keeps out, one or two sentences with code spans. */
  readonly message: string;
  /** The line as it should be, to put in the place of `line`, or at the end where that is null. Null: nothing can be proposed. */
  readonly correction: string | null;
}

/**
 * What is wrong with the owners of these files. One problem per cause, however many files it touches. `standing` tells what is
 * known of an owner. Lines that GitHub skips are all told, or only those meant for these files.
 */
export function ownersProblems(
  owners: Owners,
  files: readonly RoutedPath[],
  standing: (owner: string) => OwnerStanding | undefined = () => undefined,
  { onlyReaching = false }: { readonly onlyReaching?: boolean | undefined } = {},
): readonly OwnersProblem[] {
  const isMeant = ({ compiled }: OwnersLine): boolean =>
    !onlyReaching || files.some(({ path }) => covers(compiled, path));
  const problems = [
    ...owners.lines.flatMap((line) => (isMeant(line) ? skippedLine(line) : [])),
    ...[...grouped(files, (file) => ownerLine(owners, file.path))].flatMap(([line, group]) =>
      line === undefined || line.owners.length === 0
        ? [unowned(line, group)]
        : [...absent(owners, line, group), ...unable(line, standing)],
    ),
  ];
  return problems.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
}

function skippedLine({ line, pattern, skipped }: OwnersLine): readonly OwnersProblem[] {
  if (skipped === undefined) return [];
  const message = `GitHub skips this line (${skipped}), so ${code(pattern)} has the owners of an earlier line, or none.`;
  return [{ kind: 'line-skipped', line, message, correction: null }];
}

function unowned(line: OwnersLine | undefined, group: readonly RoutedPath[]): OwnersProblem {
  const experts = expertsOf(group);
  const correction =
    experts.length === 0 ? null : `${line?.pattern ?? `/${commonFolder(group)}`} ${experts.join(' ')}`;
  const where =
    line === undefined
      ? `No line covers ${whatOf(group)}`
      : `This line gives ${whatOf(group)} no owner, whatever earlier lines say`;
  return {
    kind: 'path-unowned',
    line: line?.line ?? null,
    message: `${where}: a pull request that changes it asks nobody for a review.`,
    correction,
  };
}

/** Experts that the configuration routes and that the deciding line does not name. */
function absent(owners: Owners, line: OwnersLine, group: readonly RoutedPath[]): readonly OwnersProblem[] {
  const missing = expertsOf(group).filter((expert) => !names(line, expert));
  const [sample] = group;
  if (missing.length === 0 || sample === undefined) return [];
  const earlier = coveringLines(owners, sample.path).filter(
    (other) => other.line < line.line && missing.some((expert) => names(other, expert)),
  );
  const correction = `${line.pattern} ${[...line.owners, ...missing].join(' ')}`;
  const who = missing.map(code).join(', ');
  const last = earlier.at(-1);
  return [
    last === undefined
      ? {
          kind: 'experts-absent',
          line: line.line,
          message: `${who} ${missing.length === 1 ? 'is' : 'are'} asked by Precheck about ${whatOf(group)}, but ${missing.length === 1 ? 'does' : 'do'} not own it here.`,
          correction,
        }
      : {
          kind: 'experts-shadowed',
          line: line.line,
          message: `The last line that matches decides: this one takes ${whatOf(group)} from ${who}, whom line ${String(last.line)} names.`,
          correction,
        },
  ];
}

const UNABLE = {
  missing: [
    'owner-missing',
    'does not exist, or not everybody in the organisation sees it: GitHub asks no such team',
  ],
  'not-visible': [
    'owner-not-visible',
    'is a secret team: GitHub asks only teams that everybody in the organisation sees',
  ],
  'cannot-write': [
    'owner-cannot-write',
    'has no write access of its own to this repository, so GitHub does not ask it',
  ],
} as const;

function unable(
  line: OwnersLine,
  standing: (owner: string) => OwnerStanding | undefined,
): readonly OwnersProblem[] {
  return line.owners.flatMap((owner) => {
    const found = standing(owner);
    if (found === undefined || found === 'can-review') return [];
    const [kind, why] = UNABLE[found];
    return [{ kind, line: line.line, message: `${code(owner)} ${why}.`, correction: null }];
  });
}

function names(line: OwnersLine, owner: string): boolean {
  return line.owners.some((other) => other.toLowerCase() === owner.toLowerCase());
}

function expertsOf(group: readonly RoutedPath[]): readonly string[] {
  return [...new Set(group.flatMap(({ experts }) => experts))];
}

function whatOf(group: readonly RoutedPath[]): string {
  const [first] = group;
  if (first === undefined) return '';
  if (group.length === 1) return code(first.path);
  return `${String(group.length)} migrations in ${code(commonFolder(group) || '/')}`;
}

/** The deepest folder that holds all of them, with a slash at its end; empty for the root. */
function commonFolder(group: readonly RoutedPath[]): string {
  const [first = [], ...others] = group.map(({ path }) => path.split('/').slice(0, -1));
  const differs = first.findIndex((folder, at) => others.some((other) => other[at] !== folder));
  const shortest = others.reduce((least, other) => Math.min(least, other.length), first.length);
  const depth = differs === -1 ? shortest : Math.min(differs, shortest);
  return first
    .slice(0, depth)
    .map((folder) => `${folder}/`)
    .join('');
}

/** A path or a handle as a code span that nothing breaks out of. */
function code(text: string): string {
  return `\`${text.replaceAll('`', 'ˋ')}\``;
}
