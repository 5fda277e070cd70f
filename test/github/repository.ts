import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommit, git } from './git.js';

/** Files by path: text or bytes to write, null to delete. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

/** A commit to make. */
export interface NewCommit {
  readonly files?: Files;
  /** New path by old path; content and later `files` are kept. */
  readonly moves?: Readonly<Record<string, string>>;
  /** Targets of symbolic links by path. */
  readonly links?: Readonly<Record<string, string>>;
  /** Commits of submodules by path. */
  readonly submodules?: Readonly<Record<string, string>>;
  readonly message: string;
  /** Default: the repository's default branch. Made when it does not exist yet, on the default branch's tip. */
  readonly branch?: string;
  /** Commit it begins from instead of the branch's tip: moves the branch as a force-push does. */
  readonly from?: string;
  readonly author?: { readonly name: string; readonly email: string };
}

/** A bare git repository in a temporary folder, written through `git fast-import`. */
export interface BuiltRepository {
  readonly gitDir: string;
  readonly defaultBranch: string;
  /** Makes one commit and gives its SHA. Dates count up by a minute, so the same calls give the same SHAs. */
  readonly commit: (commit: NewCommit) => Promise<string>;
  /** Makes several commits in one run of git and gives their SHAs. */
  readonly commits: (commits: readonly NewCommit[]) => Promise<readonly string[]>;
  /** Creates a branch at a revision (default: the default branch), or moves it there. Gives the SHA. */
  readonly branch: (name: string, at?: string) => Promise<string>;
  readonly deleteBranch: (name: string) => Promise<void>;
  readonly head: (branch?: string) => Promise<string>;
  /** Deletes the folder. */
  readonly remove: () => void;
}

const start = Date.UTC(2026, 0, 5, 9, 0, 0) / 1000;
const nobody = { name: 'Ada Author', email: 'ada@users.noreply.example' };

/** Creates an empty bare repository in a folder (default: a new temporary one) whose default branch is `main`. */
export async function createRepository(dir?: string): Promise<BuiltRepository> {
  const gitDir = dir ?? mkdtempSync(join(tmpdir(), 'precheck-repository-'));
  const defaultBranch = 'main';
  await git(gitDir, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`, '.']);
  let seconds = start;

  const commits = async (list: readonly NewCommit[]): Promise<readonly string[]> => {
    const tips = await tipsOf(gitDir, list, defaultBranch);
    const chunks: Buffer[] = [];
    list.forEach((commit, at) => {
      seconds += 60;
      chunks.push(...instructions(commit, { mark: at + 1, seconds, defaultBranch, tips }));
    });
    chunks.push(Buffer.from(list.map((_, at) => `get-mark :${at + 1}\n`).join('')));
    const printed = await git(gitDir, ['fast-import', '--quiet', '--force', '--done'], done(chunks));
    return printed.toString('utf8').trim().split('\n');
  };

  const head = async (branch: string = defaultBranch): Promise<string> => {
    const sha = await findCommit(gitDir, branch);
    if (sha === undefined) throw new Error(`no branch ${branch} in ${gitDir}`);
    return sha;
  };

  return {
    gitDir,
    defaultBranch,
    commits,
    commit: async (commit) => (await commits([commit]))[0] ?? '',
    branch: async (name, at = defaultBranch) => {
      const sha = await head(at);
      await git(gitDir, ['update-ref', `refs/heads/${name}`, sha]);
      return sha;
    },
    deleteBranch: async (name) => {
      await git(gitDir, ['update-ref', '-d', `refs/heads/${name}`]);
    },
    head,
    remove: () => {
      rmSync(gitDir, { recursive: true, force: true });
    },
  };
}

function done(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([...chunks, Buffer.from('done\n')]);
}

/** Where each branch stands before the import, for branches that exist. */
async function tipsOf(
  gitDir: string,
  list: readonly NewCommit[],
  defaultBranch: string,
): Promise<Map<string, string>> {
  const tips = new Map<string, string>();
  for (const name of new Set([defaultBranch, ...list.map((one) => one.branch ?? defaultBranch)])) {
    const sha = await findCommit(gitDir, `refs/heads/${name}`);
    if (sha !== undefined) tips.set(name, sha);
  }
  return tips;
}

interface Place {
  readonly mark: number;
  readonly seconds: number;
  readonly defaultBranch: string;
  readonly tips: Map<string, string>;
}

function instructions(commit: NewCommit, { mark, seconds, defaultBranch, tips }: Place): Buffer[] {
  const branch = commit.branch ?? defaultBranch;
  const { name, email } = commit.author ?? nobody;
  const who = `${name} <${email}> ${seconds} +0000`;
  const parent = commit.from ?? tips.get(branch) ?? tips.get(defaultBranch);
  tips.set(branch, `:${mark}`);
  const chunks = [
    Buffer.from(`commit refs/heads/${branch}\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`),
    data(commit.message),
    Buffer.from(parent === undefined ? '' : `from ${parent}\n`),
  ];
  for (const [from, to] of Object.entries(commit.moves ?? {})) {
    chunks.push(Buffer.from(`R ${quoted(from)} ${quoted(to)}\n`));
  }
  for (const [path, content] of Object.entries(commit.files ?? {})) {
    if (content === null) chunks.push(Buffer.from(`D ${quoted(path)}\n`));
    else chunks.push(Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content));
  }
  for (const [path, target] of Object.entries(commit.links ?? {})) {
    chunks.push(Buffer.from(`M 120000 inline ${quoted(path)}\n`), data(target));
  }
  for (const [path, sha] of Object.entries(commit.submodules ?? {})) {
    chunks.push(Buffer.from(`M 160000 ${sha} ${quoted(path)}\n`));
  }
  chunks.push(Buffer.from('\n'));
  return chunks;
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
