import { expect, it } from '@jest/globals';
import { outsideTransaction } from '../../src/engine/outside-transaction.js';
import { LAYOUTS } from '../../src/migrations/layouts.js';

const ANY = outsideTransaction({});
const WITHOUT_MARK = ['plain', 'play'];

it.each(Object.keys(LAYOUTS).filter((layout) => !WITHOUT_MARK.includes(layout)))(
  'says how %s runs a statement outside a transaction, and nothing of other tools',
  (layout) => {
    const words = outsideTransaction({ layout });
    expect(words).not.toBe(ANY);
    expect(words.toLowerCase()).toMatch(new RegExp(`^${layout.replace('-sql', '')} `));
  },
);

it.each([...WITHOUT_MARK, 'constructor'])('names the tools where the layout is %s', (layout) => {
  expect(outsideTransaction({ layout })).toBe(ANY);
});
