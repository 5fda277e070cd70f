import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReadRequest } from '../../src/sql/statement.js';
import { readSql } from '../../src/sql/read.js';
import { pooledReader } from '../../src/workers/pooled-reader.js';
import { compileProgram } from '../app/compiled.js';

let program: ReturnType<typeof compileProgram>;
let folder = '';

beforeAll(() => {
  program = compileProgram();
  folder = dirname(program.main);
}, 60_000);
afterAll(() => {
  program.remove();
});

const SQL = `-- precheck:nolint table-copied because
CREATE TABLE t (a INT DEFAULT 3, b VARCHAR(20) NOT NULL, UNIQUE (a));
ALTER TABLE t ADD COLUMN c INT, ALGORITHM=INSTANT;
CREATE PROCEDURE p() BEGIN ALTER TABLE t DROP COLUMN a; END;
INSERT INTO t VALUES (1, 'x', 2); ALTER TABLE nonsense;`;

const REQUESTS: readonly ReadRequest[] = [
  { dialect: 'mysql', version: { dialect: 'mysql', major: 8, minor: 0, patch: 36 }, text: SQL },
  {
    dialect: 'mariadb',
    version: { dialect: 'mariadb', major: 10, minor: 11, patch: 6 },
    text: SQL,
    dml: 'head',
  },
  {
    dialect: 'postgres',
    version: { dialect: 'postgres', major: 16, minor: 0, patch: 0 },
    text: `${SQL.split('\n').slice(0, 2).join('\n')} DO $$ BEGIN ALTER TABLE t ADD c int; END $$;`,
  },
];

describe('the compiled reader', () => {
  it.each(REQUESTS)('reads $dialect in a thread as it does in this process', async (request) => {
    const worker = pathToFileURL(join(folder, 'workers/read-batch.js'));
    const pool = pooledReader({ worker, deadlineMs: 60_000 });
    expect(await pool.readSql(request)).toEqual(await readSql(request));
    await pool.close();
  });

  it('lets the command line end as soon as it has answered', () => {
    const change = join(folder, 'change.sql');
    writeFileSync(change, 'CREATE TABLE t (id INT PRIMARY KEY);\n');
    const args = ['lint', change, '--engine', 'mysql', '--server-version', '8.0.36', '--format', 'json'];
    // Idle threads live for a minute: the time-out tells whether they hold the process.
    const printed = execFileSync(process.execPath, [join(folder, 'cli.js'), ...args], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(JSON.parse(printed)).toMatchObject({ verdict: 'clear' });
  }, 40_000);

  it('ends quietly when its reader closes the pipe', () => {
    const cli = join(folder, 'cli.js');
    const { stderr, status } = spawnSync('sh', ['-c', `"$0" "$1" rules | true`, process.execPath, cli], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect([status, stderr]).toEqual([0, '']);
  }, 40_000);
});
