import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import type { HistoryInput } from '../../../src/engine/review-input.js';
import { collect } from '../../../src/repository/collect.js';
import type { FileContent, Source } from '../../../src/repository/source.js';
import { decode } from '../../../src/repository/source.js';
import { CORPUS, HAS_CORPUS } from '../../corpus/corpus.js';

/** What the projects' tools fill in. */
const CONFIGURATION = {
  path: '.github/precheck.yml',
  text: 'migrations:\n  - placeholders: { Namespace: auth }\n',
};

/** One project and its migrations, as a review without a change would replay them. */
export interface Project {
  readonly name: string;
  readonly histories: readonly HistoryInput[];
}

/** Every project of the corpus for these servers; none where there is no corpus. Test inputs of other tools are left out. */
export async function projectsFor(family: 'mysql' | 'postgres'): Promise<readonly Project[]> {
  if (!HAS_CORPUS) return [];
  const folder = path.join(CORPUS, family);
  const names = readdirSync(folder).filter((name) => !name.includes('--'));
  const projects = names.sort().map(async (name) => ({
    name: `${name.split('+')[0] ?? name}/${name.split('+')[1] ?? ''}`,
    histories: await historiesIn(path.join(folder, name)),
  }));
  return Promise.all(projects);
}

/** The histories of a folder. A dump that stands for all of one is left out, so that the migrations themselves run. */
async function historiesIn(folder: string): Promise<readonly HistoryInput[]> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(folder, file)).isFile(),
  );
  const found = await collectFrom(folder, paths);
  const dumps = found.flatMap(({ baseline, merged }) =>
    baseline && merged.length === 0 ? [baseline.path] : [],
  );
  if (dumps.length === 0) return found;
  return collectFrom(
    folder,
    paths.filter((file) => !dumps.includes(file)),
  );
}

async function collectFrom(folder: string, paths: readonly string[]): Promise<readonly HistoryInput[]> {
  const source: Source = {
    tree: () => Promise.resolve(paths.map((file) => ({ path: file, id: file, type: 'file' }))),
    read: (_, entries) =>
      Promise.resolve(
        new Map<string, FileContent>(
          entries.map(({ id, path: file }) => [id, decode(readFileSync(path.join(folder, file)))]),
        ),
      ),
  };
  const commits = { base: 'corpus', mergeBase: 'corpus', head: 'corpus' };
  const options = { ruleIds: [], untouched: true, configText: CONFIGURATION };
  return (await collect(source, commits, options)).histories;
}
