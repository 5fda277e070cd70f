import { describe, expect, it } from '@jest/globals';
import { parseRepoConfig } from '../../src/config/repo-config.js';
import { processorTime } from '../processor-time.js';

const laughs = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefghi'.split('').map((name, at) => {
    const last = 'abcdefgh'[at] ?? 'a';
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(',')}]`;
  }),
].join('\n');

describe('a hostile configuration', () => {
  it.each([
    ['of aliases upon aliases', laughs],
    ['of many keys', Array.from({ length: 100_000 }, (_, at) => `k${at}: 1`).join('\n')],
    [
      'of as many keys as fit',
      Array.from({ length: 8_000 }, (_, at) => `k${at}: 1`)
        .join('\n')
        .slice(0, 65_000),
    ],
    ['of brackets', '['.repeat(60_000)],
    ['of lists in lists', '- '.repeat(30_000)],
    ['of deep maps', Array.from({ length: 350 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['of anchors', Array.from({ length: 4_000 }, (_, at) => `k${at}: &a${at} 1`).join('\n')],
    ['of one long word', `mode: ${'x'.repeat(60_000)}`],
    ['of quotes', `mode: ${'"'.repeat(60_000)}`],
  ])('%s ends soon, with the defaults', (_name, text) => {
    const spent = processorTime();
    const { config, problems } = parseRepoConfig(text);
    expect(spent()).toBeLessThan(10_000);
    expect(config.mode).toBe('enforce');
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(50);
    expect(problems.every(({ message }) => message.length < 1_000)).toBe(true);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('with the key %s changes no prototype', (key) => {
    const texts = [
      `${key}:\n  mode: observe\n`,
      `rules:\n  ${key}: off\n`,
      `docs:\n  rules:\n    ${key}: https://x.example\n`,
    ];
    for (const text of texts) {
      const { config, problems } = parseRepoConfig(text);
      expect(problems.map(({ message }) => message)).toContain('This cannot be a key: remove it.');
      expect(config.mode).toBe('enforce');
      expect(Object.keys(config.rules)).toEqual([]);
    }
    expect(({} as Record<string, unknown>)['mode']).toBeUndefined();
  });

  it('that says a thing twice is told so, and the first counts', () => {
    const { config, problems } = parseRepoConfig('mode: enforce\nmode: observe\n');
    expect(config.mode).toBe('enforce');
    expect(problems[0]).toMatchObject({ line: 2 });
  });

  it('runs nothing and makes no objects of other kinds', () => {
    for (const text of ['mode: !!js/function "() => 1"', '!!set {mode}', '--- a\n--- b']) {
      expect(parseRepoConfig(text).config.mode).toBe('enforce');
    }
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'https://a b.example'])(
    'links nowhere by %s',
    (url) => {
      const { config } = parseRepoConfig(`docs:\n  url: "${url}"\n`);
      expect(config.docs.url).toBeUndefined();
    },
  );
});
