import { describe, expect, it } from '@jest/globals';
import type { DocsSettings } from '../../src/engine/review-input.js';
import { docsUrl, type DocsDefaults } from '../../src/report/docs-url.js';

const repositoryUrl = 'https://github.com/precheck-app/precheck';
const none: DocsSettings = { rules: {}, notes: {} };

describe('docsUrl', () => {
  const table: readonly [string, string, DocsSettings, DocsDefaults, string][] = [
    ['repository', 'a-b', none, { repositoryUrl }, `${repositoryUrl}/blob/main/rules/a-b.md`],
    [
      'package.json address',
      'a-b',
      none,
      { repositoryUrl: `git+${repositoryUrl}.git` },
      `${repositoryUrl}/blob/main/rules/a-b.md`,
    ],
    [
      'the App',
      'a-b',
      none,
      { repositoryUrl, publicUrl: 'https://p.example/' },
      'https://p.example/rules/a-b',
    ],
    [
      'template',
      'a-b',
      { ...none, url: 'https://w.example/{rule}/x#{rule}' },
      { repositoryUrl, publicUrl: 'https://p.example' },
      'https://w.example/a-b/x#a-b',
    ],
    [
      'one rule',
      'a-b',
      { ...none, url: 'https://w.example/{rule}', rules: { 'a-b': 'https://w.example/incident' } },
      { repositoryUrl },
      'https://w.example/incident',
    ],
    [
      'another rule',
      'c',
      { ...none, url: 'https://w.example/{rule}', rules: { 'a-b': 'https://w.example/incident' } },
      { repositoryUrl },
      'https://w.example/c',
    ],
    [
      'no script address',
      'a-b',
      { ...none, url: 'javascript:alert(1)//{rule}', rules: { 'a-b': 'data:text/html,x' } },
      { repositoryUrl },
      `${repositoryUrl}/blob/main/rules/a-b.md`,
    ],
    [
      'no inherited key',
      'constructor',
      none,
      { repositoryUrl },
      `${repositoryUrl}/blob/main/rules/constructor.md`,
    ],
    [
      'hostile id',
      'a/../b?$&',
      { ...none, url: 'https://w.example/{rule}' },
      { repositoryUrl },
      'https://w.example/a%2F..%2Fb%3F%24%26',
    ],
    [
      'white space',
      'a',
      { ...none, url: 'https://w.example/{rule} x' },
      { repositoryUrl },
      `${repositoryUrl}/blob/main/rules/a.md`,
    ],
  ];
  it.each(table)('%s', (_name, rule, docs, defaults, expected) => {
    expect(docsUrl(rule, docs, defaults)).toBe(expected);
  });
});
