import { expect, it } from '@jest/globals';

import { collected, reviewed } from './memory.js';

const CONFIG = '.github/precheck.yml';
const BASE = { 'db/1_a.sql': 'CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB;\n' };
const COUNTS_LATER =
  'Changed here, it counts once this is merged. `precheck review --config .github/precheck.yml` tries it before.';

it.each([
  ['brought', BASE, { ...BASE, [CONFIG]: 'mode: observe\n' }],
  ['edited', { ...BASE, [CONFIG]: '' }, { ...BASE, [CONFIG]: 'mode: observe\n' }],
])('a configuration that is %s counts once it is merged, which is said', async (_how, base, head) => {
  const input = await collected(base, head);
  expect(input.notices).toEqual([{ file: CONFIG, line: null, text: COUNTS_LATER }]);
  expect(input.settings.mode).toBe('enforce');
});

it('of a changed configuration every mistake is said at its line, and none holds the change', async () => {
  const head = { ...BASE, [CONFIG]: 'mod: observe\nrules:\n  table-copied: error\n' };
  const { notices, verdict } = await reviewed(BASE, head);
  expect(verdict).toBe('clear');
  expect(notices.map(({ line, text }) => [line, text])).toEqual([
    [null, COUNTS_LATER],
    [1, 'To mend before it is merged: Unknown key "mod": did you mean "mode"?'],
    [3, expect.stringMatching(/^To mend before it is merged: .*table-copied/)],
  ]);
});

it('a configuration that is deleted counts until then', async () => {
  const { notices = [] } = await collected({ ...BASE, [CONFIG]: 'mode: observe\n' }, BASE);
  expect(notices.map(({ text }) => text)).toEqual([
    'Deleted here, it counts until this is merged; from then on the defaults do.',
  ]);
});

it('a configuration that stays is not spoken of', async () => {
  const base = { ...BASE, [CONFIG]: 'mode: observe\n' };
  expect((await collected(base, { ...base, 'README.md': '# x\n' })).notices).toBeUndefined();
});
