import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import type { Review } from '../../src/engine/finding.js';
import { MAPPED_IDS } from '../../src/engine/foreign-marks.js';
import { review } from '../../src/engine/review.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { history, migration, reviewInput } from './input.js';

const TABLES = 'CREATE TABLE orders (id INT PRIMARY KEY, status VARCHAR(9), old INT, note VARCHAR(9));';

const judge = async (sql: string, dialect: Dialect = 'postgres'): Promise<Review> => {
  const version = dialect === 'postgres' ? '16' : '8.0.36';
  const environments = [{ name: 'default', version, assumed: false, variables: {} }];
  const input = reviewInput([
    history(TABLES, [migration('0002_x.sql', sql)], { dialect, environments, session: {} }),
  ]);
  return review(input, { registry, readSql });
};

const dropped = (answer: Review): readonly string[] =>
  answer.findings
    .filter(({ rule }) => rule === 'column-dropped')
    .map(({ line, state, acknowledgement }) => `${String(line)} ${state}: ${acknowledgement?.reason ?? ''}`);

it('every mark stands for rules that exist', () => {
  const ids = registry.map(({ id }) => id);
  expect(MAPPED_IDS.filter((id) => !ids.includes(id))).toEqual([]);
});

describe('squawk', () => {
  const drop = 'ALTER TABLE orders DROP COLUMN old;\nALTER TABLE orders DROP COLUMN note;';

  it('is heard for the next statement, and told that a reason is missing', async () => {
    const answer = await judge(`-- squawk-ignore ban-drop-column, prefer-robust-stmts -- not used\n${drop}`);
    expect(dropped(answer)).toEqual([
      '2 acknowledged: no reason given (`squawk-ignore ban-drop-column, prefer-robust-stmts -- not used`)',
      '3 open: ',
    ]);
    expect(answer.notices.map(({ text }) => text).join()).toContain('precheck:nolint column-dropped');
  });

  it('is heard for a missing timeout by every name that squawk has had for it', async () => {
    const states = async (mark: string): Promise<readonly string[]> => {
      const { findings } = await judge(`${mark}\n${drop}`);
      return findings.filter(({ rule }) => rule === 'lock-timeout-missing').map(({ state }) => state);
    };
    expect(await states('-- no mark')).toEqual(['open']);
    for (const name of ['require-timeout-settings', 'require-lock-timeout', 'require-statement-timeout']) {
      expect(await states(`-- squawk-ignore ${name}`)).toEqual(['acknowledged']);
    }
  });

  it('is heard for the whole file, with and without rules', async () => {
    for (const mark of ['-- squawk-ignore-file', '-- squawk-ignore-file ban-drop-column']) {
      expect(dropped(await judge(`${mark}\n${drop}`)).map((line) => line.slice(2, 14))).toEqual([
        'acknowledged',
        'acknowledged',
      ]);
    }
  });

  it('is not heard for what it does not name, nor with a name that nobody knows', async () => {
    for (const mark of ['-- squawk-ignore renaming-column', '-- squawk-ignore constructor']) {
      expect(dropped(await judge(`${mark}\n${drop}`))).toEqual(['2 open: ', '3 open: ']);
    }
  });
});

describe('Atlas', () => {
  const drop = 'ALTER TABLE orders DROP COLUMN old;';

  it('is heard for a statement by analyzer, code or neither', async () => {
    for (const words of ['destructive', 'DS103', '']) {
      expect(dropped(await judge(`-- atlas:nolint ${words}\n${drop}`, 'mysql'))).toHaveLength(1);
      expect(dropped(await judge(`-- atlas:nolint ${words}\n${drop}`, 'mysql'))[0]).toMatch(
        /^2 acknowledged/,
      );
    }
  });

  it('is heard for the file when it stands apart at its head', async () => {
    const two = `${drop}\nALTER TABLE orders DROP COLUMN note;`;
    const lines = async (sql: string) => dropped(await judge(sql, 'mysql')).map((line) => line.split(':')[0]);
    expect(await lines(`-- atlas:nolint destructive\n\n${two}`)).toEqual([
      '3 acknowledged',
      '4 acknowledged',
    ]);
    expect(await lines(`-- atlas:nolint destructive\n${two}`)).toEqual(['2 acknowledged', '3 open']);
  });
});

it('diesel-guard: a block covers what stands in it, and no block that nothing ends', async () => {
  const body = (end: string): string =>
    `-- safety-assured:start\nALTER TABLE orders DROP COLUMN old;\n${end}\nALTER TABLE orders DROP COLUMN note;`;
  expect(dropped(await judge(body('-- safety-assured:end'))).map((line) => line.split(':')[0])).toEqual([
    '2 acknowledged',
    '4 open',
  ]);
  expect(dropped(await judge(body('-- the end')))).toEqual(['2 open: ', '4 open: ']);
});
