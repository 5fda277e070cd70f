import { describe, expect, it } from '@jest/globals';

import { ask } from '../truth/ask.js';

const T =
  'CREATE TABLE t (id bigint PRIMARY KEY, i int, nn int NOT NULL, n numeric(10,2), v varchar(50), x text, ts timestamp, tz timestamptz(3), c char(10), va varchar(5)[], ci cidr, iv interval(3), vb varbit(4), b bit(4), e xml)';
const FK = [
  T,
  'CREATE TABLE p (id int PRIMARY KEY)',
  'CREATE TABLE k (id int PRIMARY KEY, p_id int REFERENCES p, s serial)',
];
const PART = [
  'CREATE TABLE m (id int NOT NULL, d int) PARTITION BY RANGE (id)',
  'CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (10)',
  'CREATE TABLE n (id int NOT NULL, d int)',
];

/** Modes by their initials, as RULES of the manual abbreviate them. */
const MODES: Readonly<Record<string, string>> = {
  AS: 'AccessShareLock',
  RS: 'RowShareLock',
  RX: 'RowExclusiveLock',
  SUX: 'ShareUpdateExclusiveLock',
  S: 'ShareLock',
  SRX: 'ShareRowExclusiveLock',
  X: 'ExclusiveLock',
  AX: 'AccessExclusiveLock',
};

/** Statement; releases; then "t AX" for locks, "scan t", "rewrite t", or "error 0A000". */
type Row = readonly [sql: string, versions: string, expected: string, before?: readonly string[]];

const ROWS: readonly Row[] = [
  // ADD COLUMN
  ['ALTER TABLE t ADD z int DEFAULT 1', '10', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z int DEFAULT 1', '11 18', 't AX'],
  ['ALTER TABLE t ADD z int', '10 18', 't AX'],
  ['ALTER TABLE t ADD z timestamptz DEFAULT now()', '11 18', 't AX'],
  ["ALTER TABLE t ADD z timestamptz DEFAULT now() + interval '1 day'", '11 18', 't AX'],
  ["ALTER TABLE t ADD z int[] DEFAULT '{}'", '11 18', 't AX'],
  ['ALTER TABLE t ADD z float DEFAULT random()', '11 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z timestamptz DEFAULT clock_timestamp()', '11 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z uuid DEFAULT gen_random_uuid()', '13 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z uuid DEFAULT uuidv7()', '18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z bigserial', '11 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS IDENTITY', '11 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS (i + 1) STORED', '12 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS (i + 1) VIRTUAL', '18', 't AX'],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS (i + 1)', '18', 't AX'],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS (i + 1)', '17', 'error 42601'],
  ['ALTER TABLE t ADD z int CHECK (z > 0)', '11 18', 't AX, scan t'],
  ['ALTER TABLE t ADD z int UNIQUE', '11 18', 't AX, scan t'],
  ['ALTER TABLE t ADD IF NOT EXISTS i int', '10 18', 't AX'],
  [
    'ALTER TABLE t ADD z d',
    '11 18',
    't AX, scan t, rewrite t',
    [T, 'CREATE DOMAIN d AS int CHECK (VALUE > 0)'],
  ],
  ['ALTER TABLE t ADD z d', '11 18', 't AX', [T, 'CREATE DOMAIN d AS int']],
  ['ALTER TABLE t ADD z int REFERENCES p', '11 18', 'p SRX, t AX', FK],
  ['ALTER TABLE t ADD z int DEFAULT 1 REFERENCES p', '11 18', 'p SRX, t AX, scan p, scan t', FK],
  ['ALTER TABLE t ADD z int DEFAULT NULL REFERENCES p', '11 18', 'p SRX, t AX, scan t', FK],
  // ALTER COLUMN TYPE
  ['ALTER TABLE t ALTER v TYPE varchar(60)', '10 18', 't AX'],
  ['ALTER TABLE t ALTER v TYPE varchar', '10 18', 't AX'],
  ['ALTER TABLE t ALTER v TYPE text', '10 18', 't AX'],
  ['ALTER TABLE t ALTER x TYPE varchar', '10 18', 't AX'],
  ['ALTER TABLE t ALTER n TYPE numeric(12,2)', '10 18', 't AX'],
  ['ALTER TABLE t ALTER n TYPE numeric', '10 18', 't AX'],
  ['ALTER TABLE t ALTER tz TYPE timestamptz(6)', '10 18', 't AX'],
  ['ALTER TABLE t ALTER tz TYPE timestamptz', '10 18', 't AX'],
  ['ALTER TABLE t ALTER iv TYPE interval(6)', '10 18', 't AX'],
  ['ALTER TABLE t ALTER vb TYPE varbit(8)', '10 18', 't AX'],
  ['ALTER TABLE t ALTER b TYPE varbit', '10 18', 't AX'],
  ['ALTER TABLE t ALTER ci TYPE inet', '10 18', 't AX'],
  ['ALTER TABLE t ALTER e TYPE text', '10 18', 't AX'],
  ['ALTER TABLE t ALTER i TYPE oid', '10 18', 't AX'],
  ['ALTER TABLE t ALTER v TYPE varchar(40)', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER i TYPE bigint', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER i TYPE text', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER c TYPE char(20)', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER c TYPE text', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER x TYPE varchar(20)', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER n TYPE numeric(12,3)', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER va TYPE text[]', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER v TYPE text USING v', '10 18', 't AX'],
  ['ALTER TABLE t ALTER v TYPE text USING v::text', '10 18', 't AX'],
  ['ALTER TABLE t ALTER v TYPE text USING upper(v)', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER i TYPE int USING i + 0', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t ALTER ts TYPE timestamptz', '11', 't AX, scan t, rewrite t', ["SET timezone TO 'UTC'", T]],
  ['ALTER TABLE t ALTER ts TYPE timestamptz', '12 18', 't AX', ["SET timezone TO 'UTC'", T]],
  ['ALTER TABLE t ALTER v TYPE varchar(60)', '10 18', 't AX, scan t', [T, 'CREATE INDEX ON t (lower(v))']],
  [
    'ALTER TABLE t ALTER v TYPE varchar(60)',
    '10 18',
    't AX, scan t',
    [T, "CREATE INDEX ON t (i) WHERE v <> ''"],
  ],
  ['ALTER TABLE t ALTER v TYPE varchar(60)', '10 18', 't AX', [T, 'CREATE INDEX ON t (v)']],
  [
    'ALTER TABLE t ALTER v TYPE varchar(60)',
    '10 18',
    't AX, scan t',
    [T, "ALTER TABLE t ADD CHECK (v <> '')"],
  ],
  [
    'ALTER TABLE t ALTER v TYPE varchar(60)',
    '10 18',
    't AX',
    [T, "ALTER TABLE t ADD CHECK (v <> '') NOT VALID"],
  ],
  ['ALTER TABLE t ALTER v TYPE text', '10 18', 'error 0A000', [T, 'CREATE VIEW w AS SELECT v FROM t']],
  ['ALTER TABLE p ALTER id TYPE bigint', '11 18', 'k AX, p AX, scan k, scan p, rewrite p', FK],
  // SET NOT NULL
  ['ALTER TABLE t ALTER i SET NOT NULL', '10 18', 't AX, scan t'],
  ['ALTER TABLE t ALTER nn SET NOT NULL', '10 18', 't AX'],
  [
    'ALTER TABLE t ALTER i SET NOT NULL',
    '10 11',
    't AX, scan t',
    [T, 'ALTER TABLE t ADD CHECK (i IS NOT NULL)'],
  ],
  ['ALTER TABLE t ALTER i SET NOT NULL', '12 18', 't AX', [T, 'ALTER TABLE t ADD CHECK (i IS NOT NULL)']],
  [
    'ALTER TABLE t ALTER i SET NOT NULL',
    '12 18',
    't AX',
    [T, 'ALTER TABLE t ADD CHECK (i IS NOT NULL AND i > 0)'],
  ],
  [
    'ALTER TABLE t ALTER i SET NOT NULL',
    '12 18',
    't AX, scan t',
    [T, 'ALTER TABLE t ADD CHECK (i IS NOT NULL OR nn > 0)'],
  ],
  ['ALTER TABLE t ALTER i SET NOT NULL', '12 18', 't AX, scan t', [T, 'ALTER TABLE t ADD CHECK (i > 0)']],
  [
    'ALTER TABLE t ALTER i SET NOT NULL',
    '12 18',
    't AX, scan t',
    [T, 'ALTER TABLE t ADD CHECK (i IS NOT NULL) NOT VALID'],
  ],
  [
    'ALTER TABLE t ALTER i SET NOT NULL, DROP CONSTRAINT ck',
    '12 18',
    't AX, scan t',
    [T, 'ALTER TABLE t ADD CONSTRAINT ck CHECK (i IS NOT NULL)'],
  ],
  [
    'ALTER TABLE t ALTER i SET NOT NULL, ALTER ts SET NOT NULL',
    '12 18',
    't AX, scan t',
    [T, 'ALTER TABLE t ADD CHECK (i IS NOT NULL)'],
  ],
  ['ALTER TABLE t ADD CONSTRAINT z NOT NULL i NOT VALID', '18', 't AX'],
  [
    'ALTER TABLE t VALIDATE CONSTRAINT z',
    '18',
    't SUX, scan t',
    [T, 'ALTER TABLE t ADD CONSTRAINT z NOT NULL i NOT VALID'],
  ],
  [
    'ALTER TABLE t ALTER i SET NOT NULL',
    '18',
    't AX, scan t',
    [T, 'ALTER TABLE t ADD CONSTRAINT z NOT NULL i NOT VALID'],
  ],
  // constraints
  ['ALTER TABLE t ADD CHECK (i > 0)', '10 18', 't AX, scan t'],
  ['ALTER TABLE t ADD CHECK (i > 0) NOT VALID', '10 18', 't AX'],
  ['ALTER TABLE t ADD CHECK (i > 0) NOT ENFORCED', '18', 't AX'],
  ['ALTER TABLE t ADD FOREIGN KEY (i) REFERENCES p', '10 18', 'p SRX, t SRX, scan p, scan t', FK],
  ['ALTER TABLE t ADD FOREIGN KEY (i) REFERENCES p NOT VALID', '10 18', 'p SRX, t SRX', FK],
  ['ALTER TABLE t ADD z int, ADD FOREIGN KEY (i) REFERENCES p NOT VALID', '10 18', 'p SRX, t AX', FK],
  [
    'ALTER TABLE t VALIDATE CONSTRAINT z',
    '10 18',
    't SUX, scan t',
    [T, 'ALTER TABLE t ADD CONSTRAINT z CHECK (i > 0) NOT VALID'],
  ],
  [
    'ALTER TABLE t VALIDATE CONSTRAINT z',
    '10 18',
    'p RS, t SUX, scan p, scan t',
    [...FK, 'ALTER TABLE t ADD CONSTRAINT z FOREIGN KEY (i) REFERENCES p NOT VALID'],
  ],
  ['ALTER TABLE t ADD CONSTRAINT z CHECK (i > 0) NOT VALID, VALIDATE CONSTRAINT z', '10 18', 't AX, scan t'],
  ['ALTER TABLE t ADD UNIQUE (i)', '10 18', 't AX, scan t'],
  ['ALTER TABLE t ADD EXCLUDE USING gist (ci inet_ops WITH &&)', '10 18', 't AX, scan t'],
  [
    'ALTER TABLE t ADD CONSTRAINT z UNIQUE USING INDEX z',
    '12 18',
    't AX',
    [T, 'CREATE UNIQUE INDEX z ON t (i)'],
  ],
  [
    'ALTER TABLE q ADD PRIMARY KEY USING INDEX z',
    '12 18',
    'q AX, scan q',
    ['CREATE TABLE q (a int)', 'CREATE UNIQUE INDEX z ON q (a)'],
  ],
  [
    'ALTER TABLE q ADD PRIMARY KEY USING INDEX z',
    '12 18',
    'q AX',
    ['CREATE TABLE q (a int NOT NULL)', 'CREATE UNIQUE INDEX z ON q (a)'],
  ],
  ['ALTER TABLE k DROP CONSTRAINT k_p_id_fkey', '10 18', 'k AX, p AX', FK],
  ['ALTER TABLE k ALTER CONSTRAINT k_p_id_fkey DEFERRABLE', '10 18', 'k AX', FK],
  ['ALTER TABLE t DROP CONSTRAINT z', '10 18', 't AX', [T, 'ALTER TABLE t ADD CONSTRAINT z CHECK (i > 0)']],
  // other relations
  ['CREATE TABLE z (a int REFERENCES p)', '10 18', 'p SRX', FK],
  ['ALTER TABLE k DROP COLUMN p_id', '10 18', 'k AX, p AX', FK],
  ['DROP TABLE k', '10 18', 'k AX, k_s_seq AX, p AX', FK],
  ['DROP TABLE p CASCADE', '10 18', 'k AX, p AX', FK],
  ['CREATE TABLE m2 PARTITION OF m FOR VALUES FROM (10) TO (20)', '10 18', 'm AX', PART],
  ['ALTER TABLE m ATTACH PARTITION n FOR VALUES FROM (10) TO (20)', '10 11', 'm AX, n AX, scan n', PART],
  ['ALTER TABLE m ATTACH PARTITION n FOR VALUES FROM (10) TO (20)', '12 18', 'm SUX, n AX, scan n', PART],
  [
    'ALTER TABLE m ATTACH PARTITION n FOR VALUES FROM (10) TO (20)',
    '12 18',
    'm SUX, n AX',
    [...PART, 'ALTER TABLE n ADD CHECK (id >= 10 AND id < 20)'],
  ],
  ['ALTER TABLE m DETACH PARTITION m1', '11 13', 'm AX, m1 SUX', PART],
  ['ALTER TABLE m DETACH PARTITION m1', '14 18', 'm AX, m1 AX', PART],
  ['ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY', '13', 'error 42601', PART],
  ['DROP TABLE m1', '11 18', 'm AX, m1 AX', PART],
  ['ALTER TABLE m ADD z int', '11 18', 'm AX, m1 AX', PART],
  ['TRUNCATE m', '11 18', 'm AX, m1 AX, rewrite m1', PART],
  ['CREATE INDEX ON m (d)', '11 18', 'm S, m1 S, scan m1', PART],
  ['CREATE INDEX CONCURRENTLY ON m (d)', '11 18', 'error 0A000', PART],
  ['CREATE INDEX ON ONLY m (d)', '11 18', 'm S', PART],
  ['TRUNCATE p', '11 18', 'error 0A000', FK],
  ['TRUNCATE p CASCADE', '11 18', 'k AX, p AX, rewrite k, rewrite p', FK],
  [
    'ALTER DOMAIN d ADD CHECK (VALUE > 0)',
    '11 18',
    'q S, scan q',
    ['CREATE DOMAIN d AS int', 'CREATE TABLE q (a d)'],
  ],
  [
    'ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID',
    '11 18',
    '',
    ['CREATE DOMAIN d AS int', 'CREATE TABLE q (a d)'],
  ],
  // indexes and the rest
  ['CREATE INDEX ON t (i)', '10 18', 't S, scan t'],
  ['CREATE INDEX CONCURRENTLY ON t (i)', '10 18', 't SUX, scan t'],
  ['DROP INDEX z', '10 18', 't AX', [T, 'CREATE INDEX z ON t (i)']],
  ['DROP INDEX CONCURRENTLY z', '10 18', 't SUX', [T, 'CREATE INDEX z ON t (i)']],
  ['DROP INDEX t_pkey', '10 18', 'error 2BP01'],
  ['REINDEX TABLE t', '10 18', 't S, scan t'],
  ['REINDEX TABLE CONCURRENTLY t', '12 18', 't SUX, scan t'],
  ['REINDEX TABLE CONCURRENTLY t', '11', 'error 42601'],
  ['ALTER TABLE t ALTER i SET DEFAULT 1', '10 18', 't AX'],
  ['ALTER TABLE t ALTER nn DROP NOT NULL', '10 18', 't AX'],
  ['ALTER TABLE t ALTER x SET STORAGE external', '10 18', 't AX'],
  ['ALTER TABLE t ALTER x SET COMPRESSION lz4', '14 18', 't AX'],
  ['ALTER TABLE t RENAME i TO z', '10 18', 't AX'],
  ['ALTER TABLE t RENAME TO z', '10 18', 't AX'],
  ['ALTER TABLE t SET SCHEMA s', '10 18', 't AX'],
  ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', '10 18', 't AX'],
  ['ALTER TABLE t REPLICA IDENTITY FULL', '10 18', 't AX'],
  ['ALTER TABLE t ALTER i SET STATISTICS 100', '10 18', 't SUX'],
  ['ALTER TABLE t SET (fillfactor = 70)', '10 18', 't SUX'],
  ['ALTER TABLE t SET (autovacuum_enabled = off)', '10 18', 't SUX'],
  ['ALTER TABLE t CLUSTER ON t_pkey', '10 18', 't SUX'],
  ["COMMENT ON TABLE t IS 'x'", '10 18', 't SUX'],
  ["COMMENT ON COLUMN t.i IS 'x'", '10 18', 't SUX'],
  ['CREATE STATISTICS z ON i, nn FROM t', '10 18', 't SUX'],
  ['CREATE TRIGGER z AFTER INSERT ON t FOR EACH ROW EXECUTE PROCEDURE f()', '10 18', 't SRX'],
  ['ALTER TABLE t DISABLE TRIGGER ALL', '10 18', 't SRX'],
  ['ALTER TABLE t SET UNLOGGED', '10 18', 't AX, scan t, rewrite t'],
  ['ALTER TABLE t SET LOGGED', '10 18', 't AX'],
  ['CLUSTER t USING t_pkey', '10 18', 't AX, scan t, rewrite t'],
  ['VACUUM FULL t', '10 18', 't AX, scan t, rewrite t'],
  ['TRUNCATE t', '10 18', 't AX, rewrite t'],
  ['CREATE TABLE z (LIKE t)', '10 18', 't AS'],
  ['CREATE TABLE z () INHERITS (t)', '10 18', 't SUX'],
  ['CREATE VIEW z AS SELECT id FROM t', '10 18', 't AS'],
  ['GRANT SELECT ON t TO u', '10 17', ''],
  ['GRANT SELECT ON t TO u', '18', 't AS'],
  [
    'REFRESH MATERIALIZED VIEW w',
    '10 18',
    't AS, w AX, scan t, rewrite w',
    [T, 'CREATE MATERIALIZED VIEW w AS SELECT id FROM t'],
  ],
  ['ALTER TABLE t DROP i', '10 18', 't AX'],
  ['ALTER TABLE t DROP i', '12 14', 't AX', ['CREATE TABLE t (i int, g int GENERATED ALWAYS AS (i) STORED)']],
  [
    'ALTER TABLE t DROP i',
    '15 18',
    'error 2BP01',
    ['CREATE TABLE t (i int, g int GENERATED ALWAYS AS (i) STORED)'],
  ],
];

const CASES = ROWS.flatMap(([sql, versions, expected, before = [T]]) => {
  const [first = 10, last = first] = versions.split(' ').map(Number);
  const all = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return [{ sql, before, expected, versions: all }];
});

describe('PostgreSQL: what the decision procedures state, release by release', () => {
  it.each(CASES)('$sql: $expected', async ({ sql, before, expected, versions }) => {
    const found = versions.map(async (version) => `${String(version)}: ${await told(sql, before, version)}`);
    expect(await Promise.all(found)).toEqual(versions.map((version) => `${String(version)}: ${expected}`));
  });
});

async function told(sql: string, before: readonly string[], version: number): Promise<string> {
  const answer = await ask({ engine: 'postgres', version: String(version), before, sql });
  if (answer.undecided !== null) return `undecided: ${answer.undecided}`;
  if (answer.refused) return `error ${answer.refused.code}`;
  const initials = new Map(Object.entries(MODES).map(([letters, mode]) => [mode, letters]));
  const locks = answer.locks.map(({ table, mode }) => `${table} ${initials.get(mode) ?? mode}`);
  return [
    ...locks.toSorted(),
    ...answer.scans.toSorted().map((name) => `scan ${name}`),
    ...answer.rewrites.toSorted().map((name) => `rewrite ${name}`),
  ].join(', ');
}
