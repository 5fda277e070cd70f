import { pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cachingReader } from '../../src/workers/caching-reader.js';
import { pooledReader, type PooledReader } from '../../src/workers/pooled-reader.js';
import { AppBesideGitHub, blocker } from '../app/app-beside-github.js';
import { compileProgram } from '../app/compiled.js';
import type { LocalRepository } from '../github/local-repository.js';
import { createRepository, type BuiltRepository, type Files } from '../github/repository.js';

let program: ReturnType<typeof compileProgram>;
let app: AppBesideGitHub;
let pool: PooledReader;
let neighbour: { readonly built: BuiltRepository; readonly repository: LocalRepository };

beforeAll(() => {
  program = compileProgram();
});
afterAll(() => {
  program.remove();
});

/** The App as it runs: SQL is read in threads. Beside the attacked repository, one of another organisation. */
beforeEach(async () => {
  const worker = pathToFileURL(join(dirname(program.main), 'workers/read-batch.js'));
  pool = pooledReader({ worker });
  app = await AppBesideGitHub.start({ readSql: cachingReader(pool.readSql) });
  const built = await createRepository();
  await built.commit({
    message: 'history',
    files: { 'db/migrations/0001_a.sql': 'CREATE TABLE a (id BIGINT PRIMARY KEY) ENGINE=InnoDB;\n' },
  });
  await built.commit({
    message: 'change',
    branch: 'change',
    files: { 'db/migrations/0002_a.sql': 'ALTER TABLE a DROP COLUMN id;\n' },
  });
  neighbour = { built, repository: app.github.addRepository({ fullName: 'other/a', gitDir: built.gitDir }) };
});
afterEach(async () => {
  await app.close();
  await pool.close();
  neighbour.built.remove();
  expect(app.github.contractErrors).toEqual([]);
});

const file = 'db/migrations/0002_x.sql';
const MEGABYTE = 990_000;
const filled = (text: string, bytes = MEGABYTE): string => text.repeat(Math.floor(bytes / text.length));
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

/** Each ends with a check that holds the pull request, or that is right; none lets it through unread. */
const attacks: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'of 20,000 brackets in brackets',
    { [file]: `ALTER TABLE orders ADD x INT DEFAULT ${'('.repeat(20_000)}1${')'.repeat(20_000)};` },
    ['action_required', 'failure'],
  ],
  [
    'of 60,000 IF in IF',
    { [file]: `CREATE PROCEDURE p() BEGIN ${'IF 1 THEN '.repeat(60_000)}` },
    ['action_required', 'failure'],
  ],
  ['of 5 MB on one line', { [file]: 'x'.repeat(5_000_000) }, ['action_required', 'failure']],
  [
    'of a megabyte on one line',
    { [file]: `INSERT INTO orders VALUES ${filled("(1,'new'),")}(1,'new');` },
    ['success'],
  ],
  [
    'of 27,000 statements',
    { [file]: filled('ALTER TABLE orders ADD a INT;\n') },
    ['action_required', 'failure'],
  ],
  [
    'of 5,000 statements that each drop a table',
    { [file]: lines(5_000, (at) => `DROP TABLE t${at};`) },
    ['action_required', 'failure'],
  ],
  ['of open comments', { [file]: filled('/* ') }, ['action_required', 'failure']],
  [
    'of 25,000 acknowledgements',
    { [file]: `${filled('-- precheck:nolint enum-non-additive x\n')}${blocker}` },
    ['action_required', 'failure', 'success'],
  ],
  [
    'of an acknowledgement of 60,000 rules',
    { [file]: `-- precheck:nolint ${filled('enum-non-additive,')} x\n${blocker}` },
    ['action_required', 'failure', 'success'],
  ],
  ['of quotes', { [file]: filled("'") }, ['action_required', 'failure']],
  ['of DELIMITER', { [file]: filled('DELIMITER //\n') }, ['action_required', 'failure', 'success']],
  [
    'beside a configuration, owners and a script that are made to be slow',
    {
      [file]: blocker,
      '.github/precheck.yml': `a: ${'"'.repeat(60_000)}`,
      '.github/CODEOWNERS': `* a@${'a.'.repeat(200_000)}@\n${'**/a'.repeat(20_000)} @x\n`,
      'migrations/0001_x.ts': 'MigrationInterface '.repeat(20_000),
    },
    ['action_required', 'failure'],
  ],
];

describe('a pull request', () => {
  it.each(attacks)('%s ends with a check, and keeps nobody else waiting', async (_name, files, ends) => {
    const pull = await app.propose(files);
    const { repository } = neighbour;
    const started = performance.now();
    const { head } = await repository.openPullRequest({ base: 'main', head: 'change' });
    const run = await repository.waitForCheck({ sha: head.sha, name: 'precheck', timeoutMs: 90_000 });
    // One thread is always left to others, and the loop is never held for long.
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(run.conclusion).toBe('failure');
    const hostile = await app.repository.waitForCheck({
      sha: pull.head.sha,
      name: 'precheck',
      timeoutMs: 150_000,
    });
    expect(ends).toContain(hostile.conclusion);
    expect(String(hostile.title)).not.toContain('could not finish');
  });
});
