import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { cached } from './cache.js';
import { run } from './process.js';

/** A Debian release and the packages that make up one server. */
export interface DebianServer {
  readonly suite: 'bookworm' | 'trixie' | 'sid';
  readonly packages: readonly string[];
}

/**
 * The server's files, unpacked beside the machine's own and not installed: with its own C library and loader, so that
 * a newer release of Debian runs on an older one. Throws where apt or its archive cannot be had.
 */
export function debianTree(name: string, { suite, packages }: DebianServer): Promise<string> {
  return cached(name, async (folder) => {
    const apt = join(folder, 'apt');
    const root = join(folder, 'root');
    for (const path of ['lists/partial', 'archives/partial']) {
      await mkdir(join(apt, path), { recursive: true });
    }
    await mkdir(root);
    await writeFile(join(apt, 'sources.list'), `deb ${await archive()} ${suite} main\n`);
    await writeFile(join(apt, 'status'), '');
    const get = (...args: readonly string[]) => run('apt-get', [...optionsFor(apt), ...args]);
    await get('update');
    await get('-y', '--no-install-recommends', '--download-only', 'install', ...packages);
    for (const file of await readdir(join(apt, 'archives'))) {
      if (file.endsWith('.deb')) await run('dpkg-deb', ['-x', join(apt, 'archives', file), root]);
    }
    await rm(apt, { recursive: true });
  });
}

/** The command that runs a program of the tree with the tree's loader and libraries. */
export function inTree(tree: string, program: string): readonly string[] {
  const root = join(tree, 'root');
  const first = (...paths: readonly string[]) => paths.map((path) => join(root, path)).find(existsSync);
  const loader = first('usr/lib64/ld-linux-x86-64.so.2', 'lib64/ld-linux-x86-64.so.2');
  if (loader === undefined) throw new Error(`${root} holds no loader`);
  const libraries = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'].map((path) => join(root, path));
  return [loader, '--library-path', libraries.join(':'), join(root, program)];
}

/** The archive that this machine's apt uses. Where apt knows none yet, it learns. */
async function archive(): Promise<string> {
  const ask = async () => {
    const text = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)']);
    return text.split('\n').find((line) => line !== '' && !line.includes('security'));
  };
  const known = await ask();
  if (known !== undefined) return known;
  await run('apt-get', ['update', '-qq']);
  const learnt = await ask();
  if (learnt === undefined) throw new Error('apt knows no archive of Debian');
  return learnt;
}

/** Nothing of this machine's own apt is read but its keys, and nothing written. */
function optionsFor(apt: string): readonly string[] {
  const settings = {
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(apt, 'lists'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache::archives': join(apt, 'archives'),
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Dir::Log': apt,
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
  };
  return ['-qq', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}
