import { git } from './git.js';
import type { TreeEntry } from './source.js';

/** What a commit did to one file, against its first parent. */
export interface FileChange {
  readonly path: string;
  /** Undefined for a file that the commit adds. */
  readonly before: TreeEntry | undefined;
  /** Undefined for a file that the commit deletes. */
  readonly after: TreeEntry | undefined;
}

/** A commit of a branch's first-parent history: what one merge, or one commit made on the branch itself, brought. */
export interface LoggedCommit {
  readonly id: string;
  /** None for the first commit, and for the last one that a shallow clone holds. */
  readonly parents: readonly string[];
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
  readonly subject: string;
  readonly files: readonly FileChange[];
}

/** When each commit of a branch's first-parent history was committed, in seconds since 1970; the newest first. */
export async function firstParentTimes(directory: string, tip: string): Promise<readonly number[]> {
  const lines = await git(directory, 'rev-list', '--first-parent', '--timestamp', tip);
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number(line.split(' ', 1)[0]));
}

/** The last `most` commits of a branch's first-parent history, the newest first, from one run of git. */
export async function firstParentLog(
  directory: string,
  tip: string,
  most: number,
): Promise<readonly LoggedCommit[]> {
  const log = await git(
    directory,
    // A person's own settings must change nothing here.
    ...['-c', 'log.diffMerges=first-parent', '-c', 'log.showSignature=false', '-c', 'log.showRoot=true'],
    ...['log', '-m', '--first-parent', '--raw', '-z', '--no-renames', '--no-abbrev', '--no-color'],
    ...[
      '--ignore-submodules=none',
      '--no-notes',
      '--format=%H%x00%P%x00%ct%x00%s',
      `--max-count=${most}`,
      tip,
    ],
  );
  return parseLog(log);
}

const HEADER_FIELDS = 4;
const FILE = /^\n?:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]/;

function parseLog(log: string): readonly LoggedCommit[] {
  const fields = log.split('\0');
  const commits: LoggedCommit[] = [];
  for (let at = 0; at + HEADER_FIELDS <= fields.length;) {
    const [id = '', parents = '', time = '', subject = ''] = fields.slice(at, at + HEADER_FIELDS);
    at += HEADER_FIELDS;
    const files: FileChange[] = [];
    for (let match = FILE.exec(fields[at] ?? ''); match; match = FILE.exec(fields[at] ?? '')) {
      const [, oldMode = '', mode = '', oldId = '', newId = ''] = match;
      const path = fields[at + 1] ?? '';
      files.push({ path, before: entryOf(path, oldMode, oldId), after: entryOf(path, mode, newId) });
      at += 2;
    }
    commits.push({
      id,
      parents: parents.split(' ').filter((parent) => parent !== ''),
      time: Number(time),
      subject,
      files,
    });
  }
  return commits;
}

function entryOf(path: string, mode: string, id: string): TreeEntry | undefined {
  if (mode === '000000') return undefined;
  return { path, id, type: mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file' };
}
