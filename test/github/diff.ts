import { git } from './git.js';

/** A file that differs between two commits, as GitHub lists it. */
export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Bare hunks without a header; undefined for binary, unchanged and too large files. */
  readonly patch?: string;
}

/** GitHub shows no patch beyond these, for one file and for the whole diff. */
const limits = { lines: 20_000, fileBytes: 500 * 1024, bytes: 1024 * 1024 };

/** Pinned, so that neither the user's nor the repository's settings change what is printed. */
const flags = [
  '-c core.quotePath=false',
  '-c diff.orderFile=/dev/null',
  '-c diff.suppressBlankEmpty=false',
  '-c diff.interHunkContext=0',
  '-c diff.context=3',
].flatMap((flag) => flag.split(' '));
const options = [
  ...[
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-abbrev',
    '--full-index',
    '--find-renames',
    '-l1000',
  ],
  ...['--diff-algorithm=myers', '--submodule=short', '--src-prefix=a/', '--dst-prefix=b/'],
];

interface Raw {
  readonly letter: string;
  readonly sha: string;
  readonly path: string;
  readonly previousPath?: string;
}

/** The files that differ between two commits, in git's order. */
export async function changedFiles(
  gitDir: string,
  base: string,
  head: string,
): Promise<readonly FileChange[]> {
  const [list, text] = await Promise.all([
    git(gitDir, [...flags, 'diff', ...options, '--raw', '--numstat', '-z', base, head]),
    git(gitDir, [...flags, 'diff', ...options, '--patch', base, head]),
  ]);
  const fields = list.toString('utf8').split('\0');
  const raws = readRaws(fields);
  const counts = readCounts(fields);
  const patches = sections(text);
  const budget = { lines: limits.lines, bytes: limits.bytes };
  return raws.map((raw, at) => {
    const [additions, deletions] = counts[at] ?? [0, 0];
    const section = patches.shift();
    // A changed type (a file that becomes a link) is printed as a removal and an addition.
    if (raw.letter === 'T') patches.shift();
    const patch = raw.letter === 'T' ? undefined : patchWithin(budget, section, additions + deletions);
    return {
      path: raw.path,
      ...(raw.previousPath === undefined ? {} : { previousPath: raw.previousPath }),
      status: statusOf(raw.letter),
      sha: raw.sha,
      additions,
      deletions,
      ...(patch === undefined ? {} : { patch }),
    };
  });
}

function readRaws(fields: string[]): Raw[] {
  const raws: Raw[] = [];
  while (fields[0]?.startsWith(':') === true) {
    const [, , from = '', to = '', status = ''] = (fields.shift() ?? '').split(' ');
    const letter = status.charAt(0);
    const first = fields.shift() ?? '';
    const sha = letter === 'D' ? from : to;
    if (letter === 'R') raws.push({ letter, sha, path: fields.shift() ?? '', previousPath: first });
    else raws.push({ letter, sha, path: first });
  }
  return raws;
}

function readCounts(fields: string[]): [number, number][] {
  const counts: [number, number][] = [];
  while (fields.length > 0) {
    const [added = '', deleted = '', path = ''] = (fields.shift() ?? '').split('\t');
    if (added === '') continue;
    if (path === '') fields.splice(0, 2);
    counts.push([Number(added) || 0, Number(deleted) || 0]);
  }
  return counts;
}

/** The text of each file's part of a patch: a line that starts with "diff --git " is always a header. */
function sections(text: Buffer): string[] {
  const marker = 'diff --git ';
  const all = text.toString('utf8');
  if (!all.startsWith(marker)) return [];
  return all.slice(marker.length).split(`\n${marker}`);
}

function statusOf(letter: string): FileChange['status'] {
  switch (letter) {
    case 'A':
      return 'added';
    case 'D':
      return 'removed';
    case 'R':
      return 'renamed';
    case 'T':
      return 'changed';
    default:
      return 'modified';
  }
}

function patchWithin(
  budget: { lines: number; bytes: number },
  section: string | undefined,
  lines: number,
): string | undefined {
  const start = section?.indexOf('\n@@ ') ?? -1;
  if (section === undefined || start === -1) return undefined;
  const patch = section.slice(start + 1).replace(/\n$/, '');
  const bytes = Buffer.byteLength(patch);
  if (lines > limits.lines || bytes > limits.fileBytes) return undefined;
  if (lines > budget.lines || bytes > budget.bytes) return undefined;
  budget.lines -= lines;
  budget.bytes -= bytes;
  return patch;
}
