import { expect, it } from '@jest/globals';

import { collected, reviewed } from './memory.js';

const CONFIG = '.github/precheck.yml';
const BASE = { 'db/1_a.sql': 'CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB;\n' };
const COUNTS_LATER =
  'This review goes by the base branch; what is changed here counts after the merge. Try it now: `precheck review --config .github/precheck.yml`.';

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
    [1, 'To mend before the merge: Unknown key "mod": did you mean "mode"?'],
    [3, expect.stringMatching(/^To mend before the merge: .*table-copied/)],
  ]);
});

const MISNAMED = 'This file is not read: the name of the configuration is `.github/precheck.yml`.';

it.each(['.github/precheck.yaml', '.github/Precheck.yml'])('%s is not read, which is said', async (file) => {
  const head = { ...BASE, [file]: 'mode: observe\n' };
  expect((await collected(BASE, head)).notices).toEqual([{ file, line: null, text: MISNAMED }]);
  const merged = await collected(head, { ...head, 'db/2_b.sql': 'SELECT 1;\n' });
  expect(merged.settings.mode).toBe('enforce');
  expect(merged.problems).toEqual([
    { kind: 'configuration', file, line: null, column: null, reason: MISNAMED },
  ]);
});

it.each([
  ['deleted', BASE, []],
  ['renamed', { ...BASE, '.github/precheck.yaml': 'mode: observe\n' }, [MISNAMED]],
])('a configuration that is %s counts until then', async (_how, head, more) => {
  const { notices = [] } = await collected({ ...BASE, [CONFIG]: 'mode: observe\n' }, head);
  expect(notices.map(({ text }) => text)).toEqual([
    ...more,
    'This change takes the configuration away: it counts until the merge, and no longer.',
  ]);
});

it('of many mistakes the first are said, and how many more there are', async () => {
  const text = Array.from({ length: 13 }, (_, at) => `key${String(at)}: 1\n`).join('');
  const { notices = [] } = await collected(BASE, { ...BASE, [CONFIG]: text });
  expect(notices).toHaveLength(12);
  expect(notices.at(-1)?.text).toBe('It holds 3 more mistakes.');
});

it('a configuration that stays is not spoken of', async () => {
  const base = { ...BASE, [CONFIG]: 'mode: observe\n' };
  expect((await collected(base, { ...base, 'README.md': '# x\n' })).notices).toBeUndefined();
});
