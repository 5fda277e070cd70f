import { execFile } from 'node:child_process';
import { LRUCache } from 'lru-cache';

const maxOutput = 1024 * 1024 * 1024;

/** What git said of objects that their SHAs name: it says the same for ever, and to start git costs more than all else. */
const known = new LRUCache<string, Buffer>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: (printed, key) => printed.length + key.length,
});
const ofObjects = new Set(['diff', 'log', 'ls-tree', 'merge-base', 'rev-list', 'rev-parse']);

/** The environment for git: nothing asks, nothing takes locks, no variable of a surrounding git command leaks in. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(own), GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}

/** Runs git in a repository and gives what it prints. Fails with git's own words. */
export async function git(gitDir: string, args: readonly string[], input?: Buffer | string): Promise<Buffer> {
  if (input !== undefined || !dependsOnObjectsOnly(args)) return run(gitDir, args, input);
  const key = [gitDir, ...args].join('\0');
  const printed = known.get(key) ?? (await run(gitDir, args));
  known.set(key, printed);
  return printed;
}

/** Whether no branch or tag has a say in it. */
function dependsOnObjectsOnly(args: readonly string[]): boolean {
  const command = args.findIndex((arg) => ofObjects.has(arg));
  const paths = args.indexOf('--');
  const asked = args.slice(command + 1, paths < 0 ? undefined : paths);
  if (command < 0 || asked.some((arg) => ['--all', '--branches', '--not', '--tags'].includes(arg)))
    return false;
  const revisions = asked.filter((arg) => !arg.startsWith('-'));
  const isObject = (revision: string): boolean =>
    /^[0-9a-f]{40}(?:\^\{\w+\})?(?:\.{2,3}[0-9a-f]{40})?$/.test(revision);
  return revisions.length > 0 && revisions.every(isObject);
}

function run(gitDir: string, args: readonly string[], input?: Buffer | string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['-C', gitDir, ...args],
      { encoding: 'buffer', maxBuffer: maxOutput, env: gitEnvironment() },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`git ${args[0] ?? ''}: ${stderr.toString('utf8').trim()}`, { cause: error }));
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** The commit that a branch, tag, SHA or other revision names, or undefined. */
export async function findCommit(gitDir: string, revision: string): Promise<string | undefined> {
  if (revision.startsWith('-')) return undefined;
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await git(gitDir, args)).toString('utf8').trim();
  } catch {
    return undefined;
  }
}

/** The newest common ancestor, or undefined for unrelated histories. */
export async function mergeBase(gitDir: string, one: string, other: string): Promise<string | undefined> {
  try {
    return (await git(gitDir, ['merge-base', one, other])).toString('utf8').trim();
  } catch {
    return undefined;
  }
}

/** A person in a commit. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/** What a commit says of itself. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00');

/** The commits that `git log` gives for a range such as `a..b`, newest first. */
export async function log(gitDir: string, args: readonly string[]): Promise<readonly Commit[]> {
  const all = ['log', '-z', '--no-show-signature', `--format=${format}%x00%x01`, ...args];
  const text = (await git(gitDir, all)).toString('utf8');
  return text
    .split('\0\u0001')
    .map((record) => record.replace(/^\0/, ''))
    .filter((record) => record !== '')
    .map(commitOf);
}

function commitOf(record: string): Commit {
  const [sha = '', tree = '', parents = '', ...rest] = record.split('\0');
  const [name = '', email = '', date = '', byName = '', byEmail = '', byDate = '', message = ''] = rest;
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name, email, date },
    committer: { name: byName, email: byEmail, date: byDate },
    message: message.replace(/\n+$/, ''),
  };
}

/** The login whose private address this is, as GitHub gives one to every account; undefined for any other address. */
export function accountOfEmail(email: string): string | undefined {
  return /^(?:\d+\+)?([\w-]+)@users\.noreply\./.exec(email)?.[1];
}

/** The people whom a commit's `Co-authored-by` trailers name. */
export function coAuthors({ message, author }: Commit): readonly Signature[] {
  const trailer = /^co-authored-by: *([^<\n]*?) *<([^>\n]+)>$/gim;
  return [...message.matchAll(trailer)].map(([, name = '', email = '']) => ({
    name,
    email,
    date: author.date,
  }));
}
