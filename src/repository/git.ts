import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A git command failed: its own words, for the person at the terminal. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/** Runs git in `directory` and gives back its standard output. Throws `GitError`. */
export async function git(directory: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', directory, ...args], {
      encoding: 'utf8',
      maxBuffer: 512 * 1024 * 1024,
      env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    });
    return stdout;
  } catch (error) {
    const { stderr, message, code } = error as { stderr?: string; message: string; code?: unknown };
    if (code === 'ENOENT') throw new GitError('git is not installed here, or not on the PATH.');
    const said = stderr?.trim();
    throw new GitError(said === undefined || said === '' ? message : said);
  }
}

/** Like `git`, undefined instead of an error: for questions that may have no answer. */
export async function tryGit(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await git(directory, ...args)).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** The contents of blobs, by id, through one `git cat-file --batch`. Missing ids are left out. */
export async function catFiles(
  directory: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  if (ids.length === 0) return new Map();
  const child = spawn('git', ['-C', directory, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdin.on('error', () => undefined); // git's own message follows on stderr
  child.stdin.end(ids.map((id) => `${id}\n`).join(''));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) throw new GitError(Buffer.concat(errors).toString('utf8').trim());
  return parseBatch(Buffer.concat(chunks));
}

/** `<id> <type> <size>\n<bytes>\n`, or `<id> missing\n`. */
function parseBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf(10, at);
    const [id = '', type, size] = output.toString('utf8', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (type === 'missing' || size === undefined) continue;
    contents.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}
