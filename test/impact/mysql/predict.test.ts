import { describe, expect, it } from '@jest/globals';

import { applyEntries, emptyCatalog } from '../../../src/catalog/apply.js';
import type { Prediction } from '../../../src/impact/impact.js';
import { predictStatement } from '../../../src/impact/predict.js';
import { parseVersion } from '../../../src/sql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { readMysql } from '../../../src/sql/mysql/read.js';
import type { Statement } from '../../../src/sql/statement.js';

const TABLE =
  "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, e ENUM('x','y'), v VARCHAR(20), KEY ia (a)) DEFAULT CHARSET=utf8mb4; INSERT INTO t VALUES (1,1,'x','x')";

function predict(dialect: Dialect, release: string, ddl: string, before = TABLE): readonly Prediction[] {
  const version = parseVersion(dialect, release);
  if (!version) throw new Error(release);
  const entries = (text: string) => readMysql({ dialect, version, text }).entries;
  const catalog = applyEntries(emptyCatalog(version), entries(before), version);
  const entry = entries(ddl)[0];
  if (entry?.kind !== 'statement') throw new Error(ddl);
  const statement: Statement = entry.statement;
  const impact = predictStatement(statement, catalog, { version, variables: {} });
  return [impact.statement, ...impact.operations];
}

function said(prediction: Prediction | undefined): string {
  if (prediction?.kind !== 'decided') return `undecided: ${prediction?.reason ?? ''}`;
  const { refused, algorithm, work, blocks } = prediction.impact;
  return refused ? `error ${refused.code}` : `${algorithm ?? '-'} ${work} ${blocks}`;
}

describe('clauses of one ALTER TABLE', () => {
  it.each([
    ['ADD COLUMN n INT', 'INSTANT metadata nobody', 'INSTANT metadata nobody'],
    ["ADD COLUMN n INT, COMMENT='x'", 'INPLACE rebuild nobody', 'INSTANT metadata nobody'],
    ['ADD COLUMN n INT, DROP INDEX ia', 'INPLACE rebuild nobody', 'NOCOPY metadata nobody'],
    ['ADD COLUMN n INT, ADD INDEX (v)', 'INPLACE rebuild nobody', 'INPLACE rebuild nobody'],
    ["MODIFY e ENUM('x','y','z'), DROP INDEX ia", 'INPLACE metadata nobody', 'NOCOPY metadata nobody'],
    ["MODIFY e ENUM('x','z','y'), ADD COLUMN n INT", 'COPY copy writes', 'COPY copy writes'],
    ['DROP PRIMARY KEY', 'COPY copy writes', 'COPY copy writes'],
    ['DROP PRIMARY KEY, ADD PRIMARY KEY (id, v)', 'INPLACE rebuild nobody', 'INPLACE rebuild nobody'],
    ["MODIFY e ENUM('x','y'), DEFAULT CHARACTER SET latin1", 'INPLACE metadata nobody', 'COPY copy writes'],
    ['RENAME COLUMN a TO b, MAX_ROWS=5', 'INPLACE metadata nobody', 'NOCOPY metadata nobody'],
  ])('%s', (actions, mysql, mariadb) => {
    expect(said(predict('mysql', '9.7', `ALTER TABLE t ${actions}`)[0])).toBe(mysql);
    expect(said(predict('mariadb', '10.11', `ALTER TABLE t ${actions}`)[0])).toBe(mariadb);
  });

  it('predicts each operation alone too', () => {
    const [statement, ...operations] = predict(
      'mysql',
      '8.0.36',
      "ALTER TABLE t ADD COLUMN n INT, COMMENT='x'",
    );
    expect(said(statement)).toBe('INPLACE rebuild nobody');
    expect(operations.map(said)).toEqual(['INSTANT metadata nobody', 'INPLACE metadata nobody']);
  });
});

describe('ALGORITHM and LOCK', () => {
  it.each([
    ['mysql', '8.0.36', 'ADD COLUMN n INT, ALGORITHM=INPLACE', 'INPLACE rebuild nobody'],
    ['mysql', '8.0.36', 'ADD COLUMN n INT, ALGORITHM=INSTANT, LOCK=NONE', 'error 1221'],
    ['mysql', '8.0.36', 'ADD COLUMN n INT, LOCK=NONE', 'INSTANT metadata nobody'],
    ['mysql', '5.7.44', 'ADD COLUMN n INT, ALGORITHM=INSTANT', 'error 1800'],
    ['mysql', '8.0.36', 'ADD INDEX (v), ALGORITHM=INSTANT', 'error 1845'],
    ['mysql', '8.0.36', 'MODIFY a BIGINT, ALGORITHM=INPLACE', 'error 1846'],
    ['mysql', '8.0.36', 'MODIFY a BIGINT, LOCK=NONE', 'error 1846'],
    ['mysql', '8.0.36', 'ADD INDEX (v), LOCK=EXCLUSIVE', 'INPLACE index-build reads-and-writes'],
    ['mysql', '8.0.36', 'ADD INDEX (v), ALGORITHM=COPY', 'COPY copy writes'],
    ['mariadb', '10.11', 'ADD COLUMN n INT, ALGORITHM=INPLACE', 'INSTANT metadata nobody'],
    ['mariadb', '10.11', 'ADD INDEX (v), ALGORITHM=INSTANT', 'error 1846'],
    ['mariadb', '10.11', 'ENGINE=MyISAM, ALGORITHM=INSTANT', 'COPY copy writes'],
    ['mariadb', '11.4', 'ENGINE=MyISAM, ALGORITHM=INSTANT', 'error 1845'],
    ['mariadb', '11.4', 'MODIFY a BIGINT, LOCK=NONE', 'COPY copy nobody'],
    ['mariadb', '11.4', 'ADD FULLTEXT (v), LOCK=NONE', 'COPY copy nobody'],
    ['mariadb', '10.11', 'ADD FULLTEXT (v), LOCK=NONE', 'error 1845'],
  ] as const)('%s %s: %s', (dialect, release, actions, expected) => {
    expect(said(predict(dialect, release, `ALTER TABLE t ${actions}`)[0])).toBe(expected);
  });
});

describe('what the history does not show', () => {
  it.each([
    ['ADD INDEX (a)', 'INPLACE index-build nobody'],
    ['ADD FULLTEXT (a)', 'undecided: The history does not show table unseen.'],
    ['ADD COLUMN n INT', 'undecided: The history does not show table unseen.'],
    ["MODIFY e ENUM('a','b')", 'undecided: The history does not show table unseen.'],
    ['DROP PRIMARY KEY', 'COPY copy writes'],
    ['ADD CONSTRAINT c CHECK (a > 0)', 'COPY copy writes'],
    ['ALTER a SET DEFAULT 1', 'INSTANT metadata nobody'],
    ["MODIFY e ENUM('a','b'), ADD CONSTRAINT c CHECK (a > 0)", 'COPY copy writes'],
  ])('ALTER TABLE unseen %s', (actions, expected) => {
    expect(said(predict('mysql', '8.0.36', `ALTER TABLE unseen ${actions}`)[0])).toBe(expected);
  });
});

describe('MySQL looks at CHECKs again when a column is restated', () => {
  const table = (type: string): string =>
    `CREATE TABLE t (id INT PRIMARY KEY, n INT, x ${type}, CHECK (x IS NOT NULL OR id > 0))`;

  it.each([
    ['DATETIME', '8.0.15', 'INSTANT metadata nobody'],
    ['DATETIME', '8.0.16', 'COPY copy writes'],
    ["ENUM('a')", '8.4.0', 'COPY copy writes'],
    ['INT', '8.4.0', 'INSTANT metadata nobody'],
  ])('CHECK over %s on %s', (type, release, expected) => {
    expect(said(predict('mysql', release, "ALTER TABLE t MODIFY n INT COMMENT 'x'", table(type))[0])).toBe(
      expected,
    );
  });
});

it('counts row versions and falls back to a rebuild when they are spent', () => {
  const adds = Array.from({ length: 64 }, (_, at) => `ALTER TABLE t ADD COLUMN n${String(at)} INT`);
  const version = parseVersion('mysql', '8.0.36');
  if (!version) throw new Error('8.0.36');
  const server = { version, variables: {} };
  const { entries } = readMysql({ dialect: 'mysql', version, text: [TABLE, ...adds].join(';') });
  const catalog = applyEntries(emptyCatalog(version), entries, version, (statement, before) => {
    const prediction = predictStatement(statement, before, server).statement;
    return prediction.kind === 'decided' ? { rowVersion: prediction.impact.rowVersion } : {};
  });
  const last = readMysql({ dialect: 'mysql', version, text: 'ALTER TABLE t ADD COLUMN one_more INT' })
    .entries[0];
  if (last?.kind !== 'statement') throw new Error('not read');
  expect(said(predictStatement(last.statement, catalog, server).statement)).toBe('INPLACE rebuild nobody');
});

it('leaves DML and new tables out of it', () => {
  const statements = [
    'UPDATE t SET a = 1',
    'CREATE TABLE n (id INT)',
    'DROP TABLE t',
    'CREATE VIEW w AS SELECT 1',
  ];
  expect(statements.map((text) => said(predict('mysql', '8.4', text)[0]))).toEqual(
    statements.map(() => '- metadata nobody'),
  );
});
