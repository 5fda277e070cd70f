import { describe, expect, it } from '@jest/globals';
import picomatch from 'picomatch';
import { glob, globBase, globFault, isGlob } from '../src/wildcard.js';
import { processorTime } from './processor-time.js';

const patterns = [
  'db/migrations',
  'db/*',
  'db/**',
  '**/migrations',
  '**/migrations/**',
  'db/**/sql/*.sql',
  'a?c',
  'orders',
  'order_*',
  '*_log',
  '*_event_*',
  '[ab]x',
  '[^a]x',
  '[a-c]*',
  '{a,b}/x',
  'db/{mysql,postgres}/**',
  '{a,{b,c}}x',
  'db/migrations/2*.sql',
  'services/*/db/migrations',
  '.hidden/*',
];
const paths = [
  'db/migrations',
  'db',
  'db/x',
  'db/x/sql/1.sql',
  'db/sql/1.sql',
  'db/mysql/a/b.sql',
  'db/migrations/2_x.sql',
  'db/migrations/a/2_x.sql',
  'a/migrations/b',
  'migrations',
  'abc',
  'aéc',
  'a/c',
  'orders',
  'Orders',
  'order_items',
  'x_log',
  '_log',
  'an_event_x',
  'ax',
  'bx',
  'cx',
  'a/x',
  'b/x',
  'services/one/db/migrations',
  'services/one/two/db/migrations',
  '.hidden/a',
  'db/.hidden',
];

describe('a glob', () => {
  it.each(patterns)('%j covers what picomatch says', (pattern) => {
    const known = picomatch(pattern, { dot: true, noextglob: true });
    const own = glob(pattern);
    expect(globFault(pattern)).toBeUndefined();
    expect(paths.filter(own)).toEqual(paths.filter((path) => known(path)));
  });

  it('covers names whatever their case where that is asked for', () => {
    expect([glob('ORDER_*', true)('order_items'), glob('ORDER_*')('order_items')]).toEqual([true, false]);
  });

  it.each([
    ['{a,b', 'close every'],
    ['a}', 'close every'],
    ['[a', 'close every'],
    ['!a', 'mean nothing here'],
    ['*(a|a*)b', 'mean nothing here'],
    ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'more than 64'],
  ])('%j is refused', (pattern, words) => {
    expect(globFault(pattern)).toContain(words);
  });

  it('begins with folders that hold no wildcard', () => {
    expect(['a/b/*/c', '*', 'a/b'].map(globBase)).toEqual(['a/b', '', 'a']);
    expect([isGlob('a/b'), isGlob('a/{b,c}')]).toEqual([false, true]);
  });

  it.each([
    ['*a*a*a*a*a*b', 'a'.repeat(100_000)],
    ['**/a/**/a/**/a/**/b.sql', `${'a/'.repeat(2_000)}x.sql`],
    ['{a*,aa*}{a*,aa*}{a*,aa*}x', 'a'.repeat(10_000)],
    ['[a-z]*[a-z]*[a-z]*[a-z]*1', 'a'.repeat(10_000)],
    ['?*?*?*?*b', 'a'.repeat(10_000)],
  ])('%j costs little on a hostile name', (pattern, path) => {
    const spent = processorTime();
    expect(glob(pattern)(path)).toBe(false);
    expect(spent()).toBeLessThan(1_000);
  });
});
