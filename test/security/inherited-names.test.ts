import { describe, expect, it } from '@jest/globals';
import { registry } from '../../rules/index.js';
import { parseRepoConfig } from '../../src/config/repo-config.js';
import { review } from '../../src/engine/review.js';
import type { Review } from '../../src/engine/finding.js';
import { githubCommands } from '../../src/report/github-commands.js';
import { makePlan } from '../../src/report/make-plan.js';
import { outcomeOf } from '../../src/report/outcome.js';
import { renderTerminal } from '../../src/report/terminal.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { history, migration, reviewInput } from '../engine/input.js';
import { OPTIONS, pull, settings } from '../report/sample.js';

/** What every JavaScript object has, each beside a word of its shape that no object has. */
const WORDS: readonly (readonly [string, string])[] = [
  ['constructor', 'constructxr'],
  ['__proto__', '__protx__'],
  ['toString', 'toStrinx'],
  ['hasOwnProperty', 'hasOwnPropertx'],
  ['valueOf', 'valueOx'],
];

/** Statements with a word, X, in the places where names, types, options and settings stand. */
const POSTGRES = `
ALTER TABLE t ALTER COLUMN a TYPE X
ALTER TABLE t ALTER COLUMN c TYPE X(10)
ALTER TABLE t ALTER COLUMN a TYPE bigint USING X(a)::X
ALTER TABLE t ALTER COLUMN x TYPE text
ALTER TABLE t ADD COLUMN y X NOT NULL DEFAULT 1
ALTER TABLE t ADD COLUMN z X[]
ALTER TABLE t ADD COLUMN X int DEFAULT X()
ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (X(a)) STORED
ALTER TABLE t ADD CONSTRAINT X CHECK (X > 1)
ALTER TABLE t ADD CONSTRAINT X EXCLUDE USING X (a WITH =)
ALTER TABLE t SET (X = 1)
ALTER TABLE t SET (X.X = 1)
ALTER TABLE t CLUSTER ON X
ALTER TABLE t ALTER COLUMN a SET STORAGE X
ALTER TABLE t ALTER COLUMN b SET COMPRESSION X
ALTER TABLE X DROP COLUMN a
ALTER TABLE t DROP CONSTRAINT X
CREATE TABLE X (X X, CONSTRAINT X UNIQUE (X))
CREATE TABLE X.u (id int)
CREATE TABLE u (X X, FOREIGN KEY (X) REFERENCES X (X))
CREATE TABLE u (a int) USING X WITH (X = 1)
CREATE TABLE u WITH (X = 1) AS SELECT X FROM X
CREATE TABLE u (a int) PARTITION BY RANGE (a); CREATE TABLE X PARTITION OF u FOR VALUES FROM (1) TO (2)
CREATE INDEX X ON t USING X (a X)
CREATE INDEX i ON t (X(a)) WITH (X = 1)
CREATE INDEX i ON t (b COLLATE X)
CREATE TYPE X AS ENUM ('a'); ALTER TABLE t ADD COLUMN e X; ALTER TYPE X ADD VALUE 'b'
CREATE DOMAIN X AS int; ALTER TABLE t ALTER COLUMN a TYPE X
CREATE SEQUENCE X AS X; ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('X')
CREATE EXTENSION X
CREATE COLLATION X (locale = 'C'); ALTER TABLE t ALTER COLUMN b TYPE text COLLATE X
CREATE FUNCTION X() RETURNS int LANGUAGE X AS 'select 1'; SELECT X()
CREATE TRIGGER X BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION X()
CREATE VIEW X AS SELECT a AS X FROM t; DROP VIEW X
COMMENT ON TABLE X IS 'a'
DROP TYPE X
DROP INDEX X
SET X = 1
SET X.X = 1; RESET X.X
SET LOCAL X = '5s'; ALTER TABLE t ADD COLUMN z int
UPDATE t SET a = X(b) WHERE X = 1
INSERT INTO X (X) VALUES (1)
VACUUM (X) t
-- precheck:nolint X because\nDROP TABLE t
-- squawk-ignore X\nDROP TABLE t`;

const MYSQL = `
ALTER TABLE t ENGINE = X
ALTER TABLE t ROW_FORMAT = X
ALTER TABLE t X = 1
ALTER TABLE t CONVERT TO CHARACTER SET X COLLATE X
ALTER TABLE t MODIFY b text CHARACTER SET X
ALTER TABLE t MODIFY b varchar(10) COLLATE X
ALTER TABLE t MODIFY e enum('X')
ALTER TABLE t CHANGE a X int
ALTER TABLE t MODIFY x text
ALTER TABLE t ADD COLUMN y X
ALTER TABLE t ADD COLUMN y int DEFAULT (X(a))
ALTER TABLE t ADD COLUMN g int AS (X(a)) STORED
ALTER TABLE t ADD INDEX i (a) USING X
ALTER TABLE t ADD FULLTEXT INDEX f (b) WITH PARSER X
ALTER TABLE t ADD CONSTRAINT X FOREIGN KEY (X) REFERENCES X (X)
ALTER TABLE t DROP INDEX X
ALTER TABLE t RENAME COLUMN a TO X
ALTER TABLE t ALGORITHM=X, ADD COLUMN q int
ALTER TABLE t PARTITION BY RANGE (a) (PARTITION X VALUES LESS THAN (1) ENGINE = X)
ALTER TABLE X ADD COLUMN a int
CREATE TABLE X (X int, KEY X (X))
CREATE TABLE u (a int) ENGINE=X DEFAULT CHARSET=X COLLATE=X COMMENT='X'
CREATE DATABASE X CHARACTER SET X
CREATE TRIGGER X BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1
CREATE PROCEDURE X() BEGIN ALTER TABLE t ADD q int; END; CALL X()
CREATE SEQUENCE X
PREPARE X FROM 'ALTER TABLE t ADD q int'; EXECUTE X
SET @X = 'ALTER TABLE t ADD q int'; PREPARE s FROM @X; EXECUTE s
SET X = 1
SET SESSION X = 1
SET GLOBAL X = 1
UPDATE t SET a = X(b) WHERE X = 1
UPDATE t SET a = CAST(b AS X)
INSERT INTO X (X) VALUES (1)
SELECT X(1)
CALL X()
USE X
DROP TABLE X
RENAME TABLE t TO X
ANALYZE TABLE X
LOCK TABLES X WRITE
GRANT X ON t TO X
CREATE USER X
SIGNAL X
X
DELIMITER X\nALTER TABLE t ADD q int X
-- precheck:nolint X because\nDROP TABLE t
-- atlas:nolint X\nDROP TABLE t`;

interface Server {
  readonly dialect: Dialect;
  readonly version: string;
  readonly quote: string;
  readonly statements: string;
  readonly merged: string;
}

const MYSQL_HISTORY =
  "CREATE TABLE t (id int primary key, a int, b text, c varchar(20), x X, d datetime, e enum('a','b'));";
const SERVERS: readonly Server[] = [
  {
    dialect: 'postgres',
    version: '16',
    quote: '"',
    statements: POSTGRES,
    merged: 'CREATE TABLE t (id int primary key, a int, b text, c varchar(20), x X, d timestamp);',
  },
  {
    dialect: 'mysql',
    version: '8.0.36',
    quote: '`',
    statements: MYSQL,
    merged: MYSQL_HISTORY.replace('x X', 'x json'),
  },
  {
    dialect: 'mariadb',
    version: '10.11.6',
    quote: '`',
    statements: MYSQL,
    merged: MYSQL_HISTORY.replace('x X', 'x json'),
  },
];

/** A review in which `word` is the name of everything that has one. */
async function reviewOf(server: Server, word: string, quoted: boolean): Promise<Review> {
  const { dialect, version, quote } = server;
  const written = quoted ? `${quote}${word}${quote}` : word;
  const sql = (text: string): string => text.replaceAll('\\n', '\n').replace(/\bX\b/g, () => written);
  const proposed = server.statements
    .trim()
    .split('\n')
    .map((text, index) => migration(`${String(index + 100)}_x.sql`, `${sql(text)};`));
  const input = history(sql(server.merged), proposed, {
    dialect,
    environments: [{ name: word, version, assumed: false, variables: { [word]: '1' } }],
    session: { [word]: '1' },
    tables: { small: [word], hot: [word] },
  });
  return review(
    reviewInput([input], { rules: { [word]: 'off' }, docs: { rules: {}, notes: { [word]: 'a note' } } }),
    {
      registry,
      readSql,
    },
  );
}

/** What is said, without what is reckoned from the names; the word as its harmless neighbour. */
function said(
  { findings, gaps, statements }: Review,
  [word, harmless]: readonly [string, string],
): readonly string[] {
  return [...findings, ...gaps, ...statements].map((one) =>
    JSON.stringify(one, (key, value: unknown) => (key === 'fingerprint' ? undefined : value))
      .replaceAll(word, harmless)
      .replaceAll(word.toLowerCase(), harmless.toLowerCase())
      .replaceAll(word.toUpperCase(), harmless.toUpperCase()),
  );
}

/** All that people are shown of it. */
function shown(answer: Review): string {
  const { docs, questions } = OPTIONS;
  const report = { review: answer, settings: settings(), problems: [], docs, questions };
  const plan = makePlan(answer, { settings: settings(), problems: [] }, pull(), OPTIONS);
  const terminal = renderTerminal(answer, { ...report, color: false, width: 100 });
  return [terminal, JSON.stringify(plan), githubCommands(report, outcomeOf(answer, 'enforce', 1))].join('\n');
}

describe.each(SERVERS)('on $dialect', (server) => {
  describe.each([false, true])('with names in quotes: %s', (quoted) => {
    it.each(WORDS)('%s is a name like any other', async (word, harmless) => {
      const answer = await reviewOf(server, word, quoted);
      const other = await reviewOf(server, harmless, quoted);
      expect(said(answer, [word, harmless])).toEqual(said(other, [word, harmless]));
      expect(shown(answer)).not.toMatch(/native code|\[object Object\]/);
    });
  });
});

describe('in a configuration', () => {
  it.each(WORDS)('%s says nothing but what is written', (word) => {
    const { config, problems } = parseRepoConfig(
      [
        'migrations:',
        '  - path: db/migrations',
        '    engine: mysql',
        `    environments: [{ name: ${word}, version: "8.0.36", variables: { ${word}: on } }]`,
        `    session: { ${word}: on }`,
        `rules: { ${word}: off }`,
        `${word}: 1`,
      ].join('\n'),
      { ruleIds: ['table-dropped'] },
    );
    expect(config.migrations.map(({ path }) => path)).toEqual(['db/migrations']);
    expect(problems.map(({ line }) => line)).toEqual(expect.arrayContaining([6, 7]));
    expect(JSON.stringify([config, problems])).not.toMatch(/native code|\[object Object\]/);
  });
});
