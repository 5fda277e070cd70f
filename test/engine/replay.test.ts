import { describe, expect, it } from '@jest/globals';
import { findTable } from '../../src/catalog/find.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import type { Replay } from '../../src/catalog/history.js';
import { replayHistory, serverGroups, type ReplayTools } from '../../src/engine/replay.js';
import type { HistoryInput, MigrationInput } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import { registry } from '../../rules/index.js';
import { readSql } from '../../src/sql/read.js';
import type { ReadSql } from '../../src/sql/statement.js';
import { history, migration, reviewInput } from './input.js';

const merged = (sqls: readonly string[], more: Partial<MigrationInput> = {}): readonly MigrationInput[] =>
  sqls.map((sql, at) =>
    migration(`${String(at).padStart(5, '0')}_m.sql`, sql, { status: 'merged', ...more }),
  );

const of = (sqls: readonly string[], more: Partial<HistoryInput> = {}): HistoryInput =>
  history('', [], { merged: merged(sqls), ...more });

async function replay(input: HistoryInput, tools: Partial<ReplayTools> = {}): Promise<Catalog> {
  const [group] = serverGroups(input);
  if (!group) throw new Error('no environment');
  return replayHistory(input, group.server, { readSql, ...tools });
}

const columnsOf = (catalog: Catalog): readonly string[] | undefined =>
  findTable(catalog, { name: 't' })?.columns.map(({ name }) => name);

/** Reads, and remembers what it was asked for. */
function watched(): { readonly readSql: ReadSql; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    readSql: (request) => {
      asked.push(request.text);
      return readSql(request);
    },
  };
}

const CREATE = 'CREATE TABLE t (id INT PRIMARY KEY);';
const add = (name: string): string => `ALTER TABLE t ADD COLUMN ${name} INT;`;

describe('a kept replay', () => {
  it('costs one migration when there is one more', async () => {
    const replays = new Map<string, Replay>();
    const reader = watched();
    await replay(of([CREATE, add('a')]), { ...reader, replays });
    reader.asked.length = 0;
    const catalog = await replay(of([CREATE, add('a'), add('b')]), { ...reader, replays });
    expect(reader.asked).toEqual([add('b')]);
    expect(columnsOf(catalog)).toEqual(['id', 'a', 'b']);
  });

  it('gives what a replay from the beginning gives, behind an edit and with another server', async () => {
    const replays = new Map<string, Replay>();
    await replay(of([CREATE, add('a'), add('b')]), { replays });
    const edited = of([CREATE, add('other'), add('b')]);
    expect(columnsOf(await replay(edited, { replays }))).toEqual(['id', 'other', 'b']);
    const shorter = of([CREATE]);
    expect(columnsOf(await replay(shorter, { replays }))).toEqual(['id']);
    const strict = of([CREATE], { session: { sql_mode: 'ANSI' } });
    expect((await replay(strict, { replays })).session.variables).toEqual({ sql_mode: 'ANSI' });
  });

  it('knows the runner’s transaction, an unreadable file and the baseline as parts of the outcome', async () => {
    const replays = new Map<string, Replay>();
    const SET = 'SET LOCAL search_path = other; CREATE TABLE t (id INT);';
    const postgres: Partial<HistoryInput> = {
      dialect: 'postgres',
      environments: [{ name: 'p', version: '16', assumed: false, variables: {} }],
      session: {},
    };
    const inFile = await replay(
      { ...of([], postgres), merged: merged([SET], { transaction: 'file' }) },
      { replays },
    );
    const alone = await replay({ ...of([], postgres), merged: merged([SET]) }, { replays });
    expect(inFile.tables.size + alone.tables.size).toBe(2);
    expect([...alone.tables.keys()]).toEqual([
      ...(await replay({ ...of([], postgres), merged: merged([SET]) })).tables.keys(),
    ]);
    const lost = merged([''], { unreadable: 'it is too large' });
    expect((await replay(of([], { merged: lost }), { replays })).uncertain).toHaveLength(1);
    expect((await replay(of(['']), { replays })).uncertain).toEqual([]);
    const baseline = { path: 'dump.sql', text: CREATE };
    expect(columnsOf(await replay(of([add('a')], { baseline }), { replays }))).toEqual(['id', 'a']);
  });

  it('does not keep what could not be read this time', async () => {
    const replays = new Map<string, Replay>();
    const input = of([CREATE, add('a'), add('b')]);
    const failing: ReadSql = async (request) => ({
      ...(await readSql(request)),
      ...(request.text === add('a') && { entries: [], stopped: true }),
    });
    expect(columnsOf(await replay(input, { readSql: failing, replays }))).toEqual(['id', 'b']);
    expect(columnsOf(await replay(input, { replays }))).toEqual(['id', 'a', 'b']);
  });
});

describe('reading ahead', () => {
  it('asks for enough to keep threads busy, not for all, and applies in order', async () => {
    const names = Array.from({ length: 200 }, (_, at) => `c${String(at)}`);
    let open = 0;
    let most = 0;
    const slow: ReadSql = async (request) => {
      most = Math.max(most, ++open);
      // Later ones answer first.
      await new Promise((resolve) => setTimeout(resolve, open > 32 ? 0 : 5));
      open -= 1;
      return readSql(request);
    };
    const catalog = await replay(of([CREATE, ...names.map(add)]), { readSql: slow });
    expect(columnsOf(catalog)).toEqual(['id', ...names]);
    expect(most).toBeGreaterThanOrEqual(32);
    expect(most).toBeLessThanOrEqual(64);
  });

  it('lets the process do other work between files', async () => {
    let pauses = 0;
    const pause = (): Promise<void> => {
      pauses += 1;
      return Promise.resolve();
    };
    await replay(of([CREATE, add('a'), add('b')]), { pause });
    // Each file is hashed, then applied.
    expect(pauses).toBe(6);
  });

  it('fails when a reader does, and not before the file’s turn', async () => {
    const broken: ReadSql = (request) =>
      request.text === add('a') ? Promise.reject(new Error('broken')) : readSql(request);
    await expect(replay(of([CREATE, add('a'), add('b')]), { readSql: broken })).rejects.toThrow('broken');
  });
});

describe('row versions over the history', () => {
  const versioned = (count: number, version = '8.0.36', more: readonly string[] = []): HistoryInput =>
    of([CREATE, ...Array.from({ length: count }, (_, at) => add(`c${String(at)}`)), ...more], {
      environments: [{ name: 'default', version, assumed: false, variables: {} }],
    });
  const versionsOf = async (input: HistoryInput): Promise<number | undefined> =>
    findTable(await replay(input), { name: 't' })?.past.instantRowVersions;

  it('are counted, and a rebuild begins anew', async () => {
    expect(await versionsOf(versioned(64))).toBe(64);
    expect(await versionsOf(versioned(64, '8.0.28'))).toBe(0);
    expect(await versionsOf(versioned(10, '8.0.36', ['OPTIMIZE TABLE t;', add('last')]))).toBe(1);
    expect(await versionsOf(versioned(10, '8.0.36', ['ALTER TABLE t ENGINE=InnoDB;']))).toBe(0);
  });

  it.each([
    [63, 0],
    [64, 1],
  ])('after %i of them decide the next', async (count, refusals) => {
    const proposed = [migration('99999_next.sql', 'ALTER TABLE t ADD COLUMN next INT, ALGORITHM=INSTANT;')];
    const answer = await review(reviewInput([{ ...versioned(count), proposed }]), { registry, readSql });
    const refused = answer.statements.flatMap(({ impacts }) =>
      impacts.filter(({ impact }) => impact?.refused !== undefined),
    );
    expect(refused).toHaveLength(refusals);
  });
});

describe('a procedure of the history', () => {
  it.each([
    ['mysql', '8.0.36', 'CREATE PROCEDURE p() BEGIN ALTER TABLE t ADD COLUMN a INT; END;'],
    ['mariadb', '10.11.6', 'CREATE PROCEDURE p() BEGIN ALTER TABLE t ADD COLUMN a INT; END;'],
    [
      'postgres',
      '16',
      'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE t ADD COLUMN a int; END $$;',
    ],
  ] as const)('does on %s what its body says when it is called', async (dialect, version, create) => {
    const input = of([CREATE, create, 'CALL p();'], {
      dialect,
      session: {},
      environments: [{ name: 'default', version, assumed: false, variables: {} }],
    });
    const catalog = await replay(input);
    expect(columnsOf(catalog)).toEqual(['id', 'a']);
    expect(catalog.uncertain).toEqual([]);
  });
});
