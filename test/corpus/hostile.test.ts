import { describe, expect, it } from '@jest/globals';

import { processorTime } from '../processor-time.js';
import { read, SERVERS } from './reading.js';

/** Milliseconds that one hostile text may take, whatever it holds. */
const SLOWEST = 3_000;

const times = (count: number, text: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);

/** Texts that cost some parser its stack, its memory or more than linear time. */
const HOSTILE: Readonly<Record<string, string>> = {
  '64,000 terms': `SELECT ${times(64_000, () => '1', '+')};`,
  '64,000 terms of a CHECK': `CREATE TABLE t (a int, CHECK (a > ${times(64_000, () => '1', '+')}));`,
  '2,000 ORs': `UPDATE t SET a = 1 WHERE ${times(2_000, (index) => `a = ${String(index)}`, ' OR ')};`,
  '500 nested parentheses': `SELECT ${'('.repeat(500)}1${')'.repeat(500)};`,
  '5,000 nested parentheses': `SELECT ${'('.repeat(5_000)}1${')'.repeat(5_000)};`,
  '20,000 parentheses in a default': `CREATE TABLE t (a int DEFAULT ${'('.repeat(20_000)}1${')'.repeat(20_000)});`,
  '100,000 open parentheses': `SELECT ${'('.repeat(100_000)}`,
  '25 nested calls': `SELECT ${'f('.repeat(25)}1${')'.repeat(25)};`,
  '5,000 nested CASEs': `SELECT ${'CASE WHEN 1 THEN '.repeat(5_000)}1${' END'.repeat(5_000)};`,
  '2,000 nested queries': `SELECT * FROM ${'(SELECT * FROM '.repeat(2_000)}t${') AS q'.repeat(2_000)};`,
  '20,000 rows': `INSERT INTO t VALUES ${times(20_000, (index) => `(${String(index)}, 'row', NULL)`, ', ')};`,
  '50,000 values of an IN': `DELETE FROM t WHERE a IN (${times(50_000, String, ',')});`,
  '5,000 ALTERs': times(5_000, (index) => `ALTER TABLE t ADD COLUMN c${String(index)} int;\n`),
  '5,000 actions in one ALTER': `ALTER TABLE t ${times(5_000, (index) => `ADD COLUMN c${String(index)} int`, ', ')};`,
  '20,000 columns': `CREATE TABLE t (${times(20_000, (index) => `c${String(index)} int`, ', ')});`,
  '10,000 ENUM values': `CREATE TABLE t (a ENUM(${times(10_000, (index) => `'v${String(index)}'`, ',')}));`,
  '1 MB literal': `INSERT INTO t VALUES ('${'x'.repeat(1_000_000)}');`,
  '1 MB of a name': `ALTER TABLE ${'x'.repeat(1_000_000)} ADD a int;`,
  '1 MB comment': `/*${'*'.repeat(1_000_000)}*/ SELECT 1;`,
  '200,000 semicolons': ';'.repeat(200_000),
  '200,000 line comments': times(200_000, () => '-- x\n'),
  '100,000 open comments': '/*'.repeat(100_000),
  '100,000 open quotes of each kind': `'"\``.repeat(100_000),
  '50,000 dollar tags': times(50_000, (index) => `$a${String(index)}$ `),
  '50,000 braces': '{{${'.repeat(50_000),
  '50,000 backslashes': 'SELECT 1 \\ '.repeat(50_000),
  '20,000 delimiters': times(20_000, (index) => `DELIMITER ${index % 2 === 0 ? '//' : ';'}\n`),
  '20,000 BEGINs': `CREATE PROCEDURE p() ${'BEGIN '.repeat(20_000)}${'END; '.repeat(20_000)}`,
  '2,000 procedures without delimiter': times(2_000, () => 'CREATE PROCEDURE p() BEGIN SELECT 1; END;\n'),
  '5,000 DO blocks': times(5_000, () => 'DO $$ BEGIN EXECUTE \'SELECT 1\'; END $$;\n'),
  'PREPARE in PREPARE': `PREPARE s FROM 'PREPARE s FROM ''PREPARE s FROM """SELECT 1"""'''`.repeat(200),
  '5,000 EXECUTEs in one block': `DO $$ BEGIN ${`EXECUTE 'ALTER TABLE t ADD a int';`.repeat(5_000)} END $$;`,
  '20,000 COPY lines': `COPY t FROM stdin;\n${'1\t2\n'.repeat(20_000)}\\.\n`,
  '5,000 COPYs that nothing ends': 'COPY t FROM stdin;\n'.repeat(5_000),
  '200,000 executable comments': '/*!40101 '.repeat(200_000),
  'a million spaces': `ALTER TABLE t${' '.repeat(1_000_000)}ADD a int;`,
  '20,000 lone surrogates': `ALTER TABLE t ADD "${'\ud83d'.repeat(20_000)}" int;`,
  '20,000 CRs': 'SELECT 1;\r'.repeat(20_000),
  '2,000 unions': times(2_000, () => 'SELECT 1', ' UNION ALL '),
  '2,000 joins': `SELECT * FROM t${' JOIN t ON 1'.repeat(2_000)};`,
  '10,000 WITH queries': `WITH ${times(10_000, (index) => `q${String(index)} AS (SELECT 1)`, ', ')} SELECT 1;`,
  'a NUL': 'SELECT 1;\0 ALTER TABLE t ADD a int;',
  'nothing': '',
}; // prettier-ignore

describe.each(['mysql', 'mariadb', 'postgres'] as const)('hostile text, %s', (name) => {
  it.each(Object.entries(HOSTILE))(
    `%s: ends within ${String(SLOWEST)} ms of processor time`,
    async (_, text) => {
      const spent = processorTime();
      const script = await read(SERVERS[name], text);
      expect(spent()).toBeLessThan(SLOWEST);
      expect(Array.isArray(script.entries)).toBe(true);
      const after = await read(SERVERS[name], 'ALTER TABLE t ADD a int');
      expect(after.entries).toMatchObject([{ kind: 'statement', statement: { head: 'ALTER TABLE' } }]);
    },
  );
});
