import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import type { Review } from '../../src/engine/finding.js';
import type { HistoryInput, ReviewSettings } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import { readSql } from '../../src/sql/read.js';
import { history, migration, reviewInput } from './input.js';

const ORDERS = "CREATE TABLE orders (id INT PRIMARY KEY, status ENUM('a','b','c') NOT NULL, old INT);";
const REMOVAL = "ALTER TABLE orders MODIFY status ENUM('a','b') NOT NULL;";

const judge = async (
  histories: readonly HistoryInput[],
  settings: Partial<ReviewSettings> = {},
): Promise<Review> => review(reviewInput(histories, settings), { registry, readSql });

const judgeSql = async (sql: string, settings: Partial<ReviewSettings> = {}): Promise<Review> =>
  judge([history(ORDERS, [migration('0002_x.sql', sql)])], settings);

const found = (answer: Review): readonly string[] =>
  answer.findings.map(({ rule, severity, state, line }) => `${rule} ${severity} ${state} ${String(line)}`);

describe('verdict', () => {
  it('is blocked by an open blocker', async () => {
    const answer = await judgeSql(REMOVAL);
    expect(answer.verdict).toBe('blocked');
    expect(found(answer)).toEqual(['enum-non-additive blocker open 1']);
  });

  it('is clear when nothing was found', async () => {
    const answer = await judgeSql(
      "ALTER TABLE orders MODIFY status ENUM('a','b','c','d') NOT NULL, ALGORITHM=INSTANT;",
    );
    expect(answer).toMatchObject({ verdict: 'clear', findings: [], gaps: [], notices: [] });
  });

  it('is clear with advice only', async () => {
    const answer = await judgeSql('ALTER TABLE orders ADD COLUMN note TEXT;');
    expect(answer.verdict).toBe('clear');
    expect(found(answer)).toEqual(['algorithm-clause advice open 1']);
  });

  it('judges what a procedure does at its call, in its own file and in a later one', async () => {
    const create = `CREATE PROCEDURE p() BEGIN\n${REMOVAL}\nEND;`;
    expect(found(await judgeSql(create))).toEqual([]);
    expect(found(await judgeSql(`${create}\nCALL p();`))).toEqual(['enum-non-additive blocker open 2']);
    const later = await judge([history(`${ORDERS}\n${create}`, [migration('0002_x.sql', '\nCALL p();')])]);
    expect(found(later)).toEqual(['enum-non-additive blocker open 2']);
  });

  it('does not judge calls without end', async () => {
    const procedures = Array.from(
      { length: 20 },
      (_, i) => `CREATE PROCEDURE p${i}() BEGIN CALL p${i + 1}(); CALL p${i + 1}(); END;`,
    );
    const answer = await judge([history(procedures.join('\n'), [migration('0002_x.sql', 'CALL p0();')])]);
    expect(answer.gaps[0]?.reason).toContain('run more than 2000 statements');
  });

  it('knows a column as new that the file adds to a table which the history does not show', async () => {
    const add = 'ALTER TABLE memo ADD COLUMN tags_new INT;';
    const rename = 'ALTER TABLE memo RENAME COLUMN tags_new TO tags;';
    expect(found(await judgeSql(`${add}\n${rename}`)).join()).not.toContain('column-renamed');
    expect(found(await judgeSql(rename)).join()).toContain('column-renamed blocker');
  });

  it('finds no duplicates in a column that the same statement adds empty', async () => {
    const unique = (column: string): string =>
      `ALTER TABLE orders ADD COLUMN token INT NULL, ADD UNIQUE KEY own (${column});`;
    expect(found(await judgeSql(unique('status, token'))).join()).not.toContain('rows-duplicate');
    expect(found(await judgeSql(unique('status'))).join()).toContain('rows-duplicate');
  });

  it('has no gap for a table that the change creates, whatever the history leaves open', async () => {
    const unknown = 'SET @s = (SELECT v FROM config);\nPREPARE x FROM @s;\nEXECUTE x;\n';
    const made = 'CREATE TABLE IF NOT EXISTS code (id INT PRIMARY KEY, v INT);\n';
    const change = 'ALTER TABLE code MODIFY v INT NOT NULL;\nALTER TABLE orders MODIFY old INT NOT NULL;';
    const { gaps } = await judgeSql(unknown + made + change);
    expect(gaps.map(({ id, line }) => `${id} ${String(line)}`)).toEqual([
      'statement-unreadable 2',
      'table-unknown 6',
    ]);
  });

  it('says that SQL which is put together when it runs was not judged, and judges what can be read of it', async () => {
    const computed = 'SET @s = (SELECT v FROM config);\nPREPARE x FROM @s;';
    const answer = await judgeSql(computed);
    expect(answer.gaps.map(({ id, line }) => `${id} ${String(line)}`)).toEqual(['statement-unreadable 2']);
    expect(answer.verdict).toBe('incomplete');
    const half = await judgeSql(
      "SET @s = IF(f(), 'ALTER TABLE orders DROP COLUMN old', CONCAT('DROP TABLE ', @t));\nPREPARE x FROM @s;",
    );
    expect(found(half)).toContain('column-dropped blocker open 1');
    expect(half.gaps.map(({ id, line }) => `${id} ${String(line)}`)).toContain('statement-unreadable 2');
    const known = await judgeSql(
      "SET @t = 'a';\nSET @s = CONCAT('CREATE TABLE ', @t, ' (id INT PRIMARY KEY)');\nPREPARE x FROM @s;",
    );
    expect(known).toMatchObject({ verdict: 'clear', gaps: [] });
  });

  it('does not speak of what a column loses that the file drops behind', async () => {
    const queue = "CREATE TABLE queue (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL DEFAULT '');";
    const rules = async (sql: string): Promise<string> =>
      found(await judge([history(queue, [migration('0002_x.sql', sql)])])).join();
    const modify = 'ALTER TABLE queue MODIFY name VARCHAR(9) NOT NULL;';
    expect(await rules(modify)).toContain('column-attributes-reset');
    const dropped = await rules(`${modify}\nALTER TABLE queue DROP COLUMN name;`);
    expect(dropped).toContain('column-dropped');
    expect(dropped).not.toContain('column-attributes-reset');
  });

  it('is incomplete with an open gap, and everything else is still reviewed', async () => {
    const answer = await judgeSql(
      'ALTER TABLE orders ADD COLUMN;\nALTER TABLE orders DROP COLUMN old, ALGORITHM=INSTANT;',
    );
    expect(answer.gaps.map(({ id, line }) => `${id} ${String(line)}`)).toContain('statement-unreadable 1');
    expect(found(answer)).toContain('column-dropped blocker open 2');
    expect(answer.verdict).toBe('blocked');
    expect((await judgeSql('ALTER TABLE orders ADD COLUMN;')).verdict).toBe('incomplete');
  });

  it('does not trust what it knew of a table that an unreadable statement touched', async () => {
    const answer = await judgeSql(`ALTER TABLE orders ADD COLUMN;\n${REMOVAL.replace("'b'", "'b','c','d'")}`);
    expect(answer.gaps.map(({ id }) => id)).toEqual(['statement-unreadable', 'table-unknown']);
  });
});

describe('acknowledgements', () => {
  const above = (id: string, reason: string): string => `-- precheck:nolint ${id} ${reason}\n${REMOVAL}`;

  it('an author may acknowledge where no experts are configured', async () => {
    const answer = await judgeSql(above('enum-non-additive', '200 rows, measured today'));
    expect(answer.verdict).toBe('acknowledged');
    expect(answer.findings[0]).toMatchObject({
      state: 'acknowledged',
      acknowledgement: { reason: '200 rows, measured today', line: 1 },
    });
  });

  it('is a request where an expert has to agree', async () => {
    const answer = await judgeSql(above('enum-non-additive', '200 rows'), { hasExperts: true });
    expect(answer.verdict).toBe('blocked');
    expect(answer.findings[0]?.state).toBe('requested');
  });

  it.each([
    ['without a reason', above('enum-non-additive', ''), 'gives no reason'],
    ['with an unknown id', above('enum-nonadditive', 'x'), 'no rule of this name'],
    ['that matches nothing', above('table-copied', 'x'), 'matches nothing'],
    ['without an id', `-- precheck:nolint\n${REMOVAL}`, 'names no rule'],
  ])('%s is reported and has no effect', async (_, sql, notice) => {
    const answer = await judgeSql(sql);
    expect(answer.verdict).toBe('blocked');
    expect(answer.notices.map(({ text }) => text).join()).toContain(notice);
  });

  it('speaks of the next statement, or of the one on whose line it ends', async () => {
    const drop = 'ALTER TABLE orders DROP COLUMN old, ALGORITHM=INSTANT;';
    const trailing = await judgeSql(`${drop} -- precheck:nolint column-dropped unused since 3.1\n${REMOVAL}`);
    expect(found(trailing)).toEqual([
      'column-dropped blocker acknowledged 1',
      'enum-non-additive blocker open 2',
    ]);
    const previous = await judgeSql(`${REMOVAL}\n-- precheck:nolint enum-non-additive too late\n${drop}`);
    expect(found(previous)).toEqual(['enum-non-additive blocker open 1', 'column-dropped blocker open 3']);
  });

  it('of the whole file covers every statement, gaps too', async () => {
    const answer = await judgeSql(
      `-- precheck:nolint-file enum-non-additive, statement-unreadable vendor file\n${REMOVAL}\nALTER TABLE x ADD;`,
    );
    expect(answer.verdict).toBe('acknowledged');
  });
});

describe('settings', () => {
  it('replace a severity, or switch a rule off', async () => {
    expect(found(await judgeSql(REMOVAL, { rules: { 'enum-non-additive': 'warning' } }))).toEqual([
      'enum-non-additive warning open 1',
    ]);
    // The general rule takes over what the specific one no longer says.
    expect(found(await judgeSql(REMOVAL, { rules: { 'enum-non-additive': 'off' } }))).toEqual([
      'table-copied blocker open 1',
    ]);
  });

  it('switch on what is off by default', async () => {
    const sql = 'CREATE TABLE users (id BIGINT PRIMARY KEY, seen TIMESTAMP NULL);';
    expect(found(await judgeSql(sql))).toEqual([]);
    expect(found(await judgeSql(sql, { rules: { 'type-unwise': 'warning' } }))).toEqual([
      'type-unwise warning open 1',
    ]);
  });
});

describe('tables', () => {
  const severities = async (small: readonly string[], hot: readonly string[]): Promise<readonly string[]> => {
    const sql = 'ALTER TABLE orders FORCE;\nALTER TABLE orders MODIFY old BIGINT;';
    const tables = { small, hot };
    return found(await judge([history(ORDERS, [migration('0002_x.sql', sql)], { tables })]));
  };

  it('that are small soften what grows with the table, those that are hot harden it, and hot wins', async () => {
    const usual = ['table-option-rebuilds warning open 1', 'column-type-copied blocker open 2'];
    const hot = ['table-option-rebuilds blocker open 1', 'column-type-copied blocker open 2'];
    expect(await severities([], [])).toEqual(usual);
    expect(await severities(['order*'], [])).toEqual([
      'table-option-rebuilds advice open 1',
      'column-type-copied advice open 2',
    ]);
    expect(await severities([], ['orders'])).toEqual(hot);
    expect(await severities(['orders'], ['orders'])).toEqual(hot);
    expect(await severities(['customers'], ['customers'])).toEqual(usual);
  });
});

describe('environments', () => {
  const environments = [
    { name: 'eu', version: '8.0.28', assumed: false, variables: {} },
    { name: 'us', version: '8.0.36', assumed: false, variables: {} },
    { name: 'test', version: '8.0.36', assumed: false, variables: {} },
  ];

  it('are one finding with a row each, in their order', async () => {
    const answer = await judge([history(ORDERS, [migration('0002_x.sql', REMOVAL)], { environments })]);
    expect(answer.findings).toHaveLength(1);
    expect(
      answer.findings[0]?.impacts.map(({ environment, version, impact }) => [
        environment,
        version,
        impact?.algorithm,
      ]),
    ).toEqual([
      ['eu', '8.0.28', 'COPY'],
      ['us', '8.0.36', 'COPY'],
      ['test', '8.0.36', 'COPY'],
    ]);
  });

  it('that differ are told apart, and a suggestion that does not fit all is not made', async () => {
    const sql = 'ALTER TABLE orders ADD COLUMN note INT FIRST;';
    const answer = await judge([history(ORDERS, [migration('0002_x.sql', sql)], { environments })]);
    const [statement] = answer.statements;
    expect(statement?.impacts.map(({ impact }) => impact?.algorithm)).toEqual([
      'INPLACE',
      'INSTANT',
      'INSTANT',
    ]);
    const advice = answer.findings.find(({ rule }) => rule === 'algorithm-clause');
    expect(advice?.suggestion).toBeNull();
  });
});

describe('files', () => {
  it('whose edit would break a checksum get no suggestion, and their findings and gaps say so', async () => {
    const sql = 'ALTER TABLE orders ADD COLUMN note INT;\nFROBNICATE orders;';
    const about = async (sealed: true | undefined) => {
      const { findings, gaps } = await judge([history(ORDERS, [migration('0002_x.sql', sql, { sealed })])]);
      const found = findings.find(({ rule }) => rule === 'algorithm-clause');
      return [typeof found?.suggestion, found?.sealed, gaps[0]?.sealed];
    };
    expect(await about(undefined)).toEqual(['string', undefined, undefined]);
    expect(await about(true)).toEqual(['object', true, true]);
  });

  it('a down migration is judged after its own up, as advice', async () => {
    const answer = await judge([
      history(ORDERS, [
        migration('0002_x.down.sql', "ALTER TABLE orders MODIFY status ENUM('a','b','c') NOT NULL;", {
          direction: 'down',
          version: '0002',
        }),
        migration(
          '0002_x.up.sql',
          "ALTER TABLE orders MODIFY status ENUM('a','b','c','d') NOT NULL, ALGORITHM=INSTANT;",
          {
            version: '0002',
          },
        ),
      ]),
    ]);
    expect(found(answer)).toEqual(['enum-non-additive advice open 1']);
    expect(answer.verdict).toBe('clear');
  });

  it('a table of the same change is new, but not one that an edited migration creates', async () => {
    const sql =
      "CREATE TABLE carts (id INT PRIMARY KEY, state ENUM('a','b'));\nALTER TABLE carts MODIFY state ENUM('b');";
    const added = await judge([history('', [migration('0002_x.sql', sql)])]);
    expect(added.findings).toEqual([]);
    const edited = await judge([history('', [migration('0002_x.sql', sql, { status: 'modified' })])]);
    expect(found(edited)).toEqual(['migration-edited blocker open 1', 'enum-non-additive blocker open 2']);
  });

  it('a merged migration that cannot be read makes every table uncertain', async () => {
    const unread = migration('0001_y.sql', '', { status: 'merged', unreadable: 'it is larger than 1 MB' });
    const base = history(ORDERS, [migration('0002_x.sql', REMOVAL)]);
    const answer = await judge([{ ...base, merged: [...base.merged, unread] }]);
    expect(answer.verdict).not.toBe('clear');
  });

  it('says what was checked', async () => {
    const answer = await judgeSql(`${REMOVAL}\n${REMOVAL}`);
    expect(answer.checked).toEqual([
      {
        path: 'db/migrations',
        migrations: 1,
        statements: 2,
        history: 1,
        engine: 'mysql',
        environments: [{ name: 'default', version: '8.0.36', assumed: false }],
      },
    ]);
  });

  it('keeps a fingerprint when lines shift, and tells two of a kind apart', async () => {
    const [first] = (await judgeSql(REMOVAL)).findings;
    const [shifted] = (await judgeSql(`-- a comment\n\n${REMOVAL}`)).findings;
    expect(shifted?.fingerprint).toBe(first?.fingerprint);
    const twice = await judgeSql(`ALTER TABLE orders DROP COLUMN old;\nALTER TABLE orders DROP COLUMN old;`);
    expect(new Set(twice.findings.map(({ fingerprint }) => fingerprint)).size).toBe(twice.findings.length);
  });
});

it('counts what undoes a migration with it', async () => {
  const up = migration('0002_x.up.sql', 'CREATE TABLE a (id INT PRIMARY KEY);');
  const down = (path: string): typeof up => migration(path, 'DROP TABLE a;', { direction: 'down' });
  const counted = async (...files: (typeof up)[]): Promise<number | undefined> =>
    (await judge([history(ORDERS, files)])).checked[0]?.migrations;
  expect(await counted(up, down('0002_x.down.sql'))).toBe(1);
  expect(await counted(up, down('0001_x.down.sql'))).toBe(2);
});
