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
