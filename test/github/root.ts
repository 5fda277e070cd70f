import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the local GitHub');
    folder = parent;
  }
  return folder;
}

/**
 * Reads a text file of the checkout by its path from the root: compiled code lies in dist/ and leaves data files
 * where they are.
 */
export function readProjectFile(path: string): string {
  return readFileSync(join(findRoot(), path), 'utf8');
}
