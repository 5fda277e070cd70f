import { expect, it } from '@jest/globals';

import { reviewed } from './memory.js';

const BASE = {
  'db/migrations/1_x.sql':
    "-- +goose Up\nCREATE TABLE t (id int, s ENUM('a','b')) ENGINE=InnoDB;\n-- +goose Down\nDROP TABLE t;\n",
};
const LOSES = "-- +goose Up\nALTER TABLE t MODIFY s ENUM('a');\n-- +goose Down\nSELECT 1;\n";

it('covers the whole file from above its first section, and is said to match nothing only when nothing did', async () => {
  const ids = (await reviewed(BASE, { ...BASE, 'db/migrations/2_y.sql': LOSES })).findings.map(
    ({ rule }) => rule,
  );
  expect(ids).toContain('enum-non-additive');
  const comment = `-- precheck:nolint-file ${ids.join(', ')} nobody uses b\n-- precheck:nolint-file column-dropped no\n`;
  const { findings, notices } = await reviewed(BASE, { ...BASE, 'db/migrations/2_y.sql': comment + LOSES });
  expect(findings.map(({ rule, state }) => [rule, state])).toEqual(ids.map((id) => [id, 'acknowledged']));
  expect(notices.map(({ line, text }) => [line, text])).toEqual([
    [2, '`precheck:nolint column-dropped` matches nothing here: remove it.'],
  ]);
});

it('is asked for in the conversation where Flyway compares the file with what it ran', async () => {
  const first = 'db/migration/V1__x.sql';
  const second = 'db/migration/V2__y.sql';
  const base = {
    [first]: 'CREATE TABLE t (id int PRIMARY KEY, a int, c int) ENGINE=InnoDB;\n',
    [second]: 'ALTER TABLE t ADD b int;\n',
  };
  const { findings } = await reviewed(base, {
    ...base,
    [second]: 'ALTER TABLE t DROP COLUMN a;\n',
    'db/migration/V3__z.sql': 'ALTER TABLE t DROP COLUMN c;\n',
  });
  const dropped = findings.filter(({ rule }) => rule === 'column-dropped');
  expect(dropped.map(({ file, sealed }) => [file, sealed])).toEqual([
    [second, true],
    ['db/migration/V3__z.sql', undefined],
  ]);
});
