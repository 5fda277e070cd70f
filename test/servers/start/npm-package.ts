import { join } from 'node:path';

import { cached } from './cache.js';
import { run } from './process.js';

/** The folder of an npm package at an exact version, fetched into the cache. Its own scripts are not run. */
export async function npmPackage(name: string, version: string): Promise<string> {
  const folder = await cached(`${name.replaceAll(/[@/]/g, '-')}-${version}`, async (into) => {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
    await run('npm', ['install', '--prefix', into, ...flags, `${name}@${version}`]);
  });
  return join(folder, 'node_modules', name);
}
