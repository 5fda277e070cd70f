import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The user's number; 0 where the system has none. */
const UID = process.getuid?.() ?? 0;

/** Server binaries that were fetched once; outside the repository, whose users need none of them. */
const CACHE = process.env['PRECHECK_SERVERS_CACHE'] ?? join(tmpdir(), `precheck-servers-${UID}`);

/** Folders in the making, by name: two callers of one process wait for the same one. */
const making = new Map<string, Promise<string>>();

/**
 * The folder `name` of the cache, filled by `fill` when it is not there yet. It appears whole or not at all, so that
 * processes side by side need no lock: the slower one throws its copy away.
 */
export function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const known = making.get(name) ?? make(name, fill);
  making.set(name, known);
  known.catch(() => making.delete(name));
  return known;
}

async function make(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  await mkdir(CACHE, { recursive: true, mode: 0o755 });
  const { uid } = await stat(CACHE);
  if (uid !== UID) throw new Error(`${CACHE} belongs to another user: set PRECHECK_SERVERS_CACHE`);
  const target = join(CACHE, name);
  if (await exists(target)) return target;
  const draft = await mkdtemp(join(CACHE, `.${name}-`));
  try {
    const folder = join(draft, 'whole');
    await mkdir(folder);
    await fill(folder);
    await rename(folder, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
