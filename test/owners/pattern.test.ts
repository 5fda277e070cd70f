import { describe, expect, it } from '@jest/globals';

import { covers, readPattern } from '../../src/owners/pattern.js';

/** Pattern, files that it owns, files that it does not. */
const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  // GitHub's documentation.
  ['*', ['a', 'a/b', 'some/deep/file.rb', '.github/x'], []],
  ['*.js', ['a.js', 'src/deep/a.js'], ['a.jsx', 'js', 'a.ts']],
  ['*.go', ['main.go', 'cmd/x/main.go'], ['main.goo', 'go']],
  ['/build/logs/', ['build/logs/a', 'build/logs/x/y'], ['src/build/logs/a', 'build/log', 'build/logs']],
  ['docs/*', ['docs/getting-started.md'], ['docs/build-app/troubleshooting.md', 'a/docs/x.md']],
  ['apps/', ['apps/a', 'apps/x/y', 'src/apps/a'], ['apps', 'src/apps']],
  ['/docs/', ['docs/a', 'docs/x/y'], ['src/docs/a']],
  ['/scripts/', ['scripts/a.sh'], ['x/scripts/a.sh']],
  ['**/logs', ['build/logs/a', 'scripts/logs', 'deeply/nested/logs/x', 'logs/a'], ['logs2/a', 'build/log']],
  ['/apps/github', ['apps/github', 'apps/github/x/y'], ['apps/githubs', 'x/apps/github']],
  // gitignore: a name without a slash matches anywhere, and a folder brings all in it.
  ['foo', ['foo', 'foo/bar', 'bar/foo', 'bar/foo/baz'], ['foo.txt', 'bar/foo.txt', 'bar/baz']],
  ['/foo', ['foo', 'foo/bar', 'foo/bar/baz'], ['fool.txt', 'bar/foo', 'bar/foo/baz']],
  ['foo/', ['foo/bar', 'foo/bar/baz', 'bar/foo/baz/qux'], ['foo', 'bar/foo', 'bar/baz']],
  ['/foo/', ['foo/bar', 'foo/bar/baz'], ['foo', 'bar/foo/baz']],
  ['foo/bar', ['foo/bar', 'foo/bar/baz'], ['foo/bart', 'baz/foo/bar', 'baz/foo/bar/qux']],
  ['foo/bar/', ['foo/bar/baz'], ['foo/bar', 'baz/foo/bar/qux']],
  ['f*', ['foo', 'foo/bar', 'bar/foo/baz'], ['bar/baz', 'xfoo']],
  ['/*', ['foo', 'bar'], ['foo/bar', 'foo/bar/baz']],
  ['/f*', ['foo', 'foo/bar/baz'], ['bar/foo', 'xfoo']],
  ['f*/', ['foo/bar', 'bar/foo/baz'], ['foo', 'bar/foo', 'bar/baz']],
  ['/*/', ['foo/bar', 'bar/foo/baz'], ['foo']],
  ['foo/*.txt', ['foo/bar.txt', 'foo/.txt'], ['foo/bar/baz.txt', 'qux/foo/bar.txt', 'foo/bar.txtx']],
  ['foo/*/baz', ['foo/bar/baz', 'foo/bar/baz/qux'], ['foo/bar', 'foo/baz', 'foo/a/b/baz']],
  ['f?o', ['foo', 'bar/fxo'], ['fo', 'fooo', 'f/o']],
  ['f\\*o', ['f*o'], ['foo', 'fxo']],
  ['f\\?o', ['f?o'], ['foo']],
  ['**/foo/bar', ['foo/bar', 'qux/foo/bar', 'a/b/foo/bar/baz'], ['foo/baz/bar', 'qux/foo/baz/bar']],
  ['**/*bar*', ['bar', 'foo/rebar', 'foo/qux/barrio'], ['foo/baz']],
  ['foo/bar/**', ['foo/bar/baz', 'foo/bar/baz/qux'], ['foo/bar', 'qux/foo/bar/baz']],
  ['foo/**/bar', ['foo/bar', 'foo/qux/bar/baz', 'foo/a/b/bar'], ['qux/foo/bar', 'foo/barx']],
  ['foo/**/', ['foo/bar/baz'], ['foo']],
  ['foo/**/bar/b*', ['foo/bar/baz', 'foo/qux/bar/baz'], ['foo/bar', 'foo/qux/bar/qux']],
  ['**', ['a', 'a/b/c'], []],
  ['db/migrations/*.sql', ['db/migrations/1.sql'], ['db/migrations/2024/1.sql']],
  ['db/migrations/**/*.sql', ['db/migrations/1.sql', 'db/migrations/2024/1.sql'], ['db/1.sql']],
  ['migrations/', ['migrations/1.sql', 'services/a/migrations/1.sql'], ['migrations.sql']],
  ['Docs/', ['Docs/a'], ['docs/a']],
  ['a*b*c', ['abc', 'axxbxxc', 'x/abc/y'], ['ab', 'acb']],
];

describe.each(CASES)('%s', (pattern, owned, other) => {
  const compiled = readPattern(pattern);
  it.each(owned.map((path) => [path]))('owns %s', (path) => {
    expect(covers(compiled, path)).toBe(true);
  });
  if (other.length > 0) {
    it.each(other.map((path) => [path]))('does not own %s', (path) => {
      expect(covers(compiled, path)).toBe(false);
    });
  }
});

it.each(['!docs/', '[ab].md', '\\#file', 'a***b', '/', ''])('%s is refused', (pattern) => {
  expect(readPattern(pattern).kind).toBe('invalid');
});

it('matches a hostile pattern in no time', () => {
  const compiled = readPattern(`${'*a'.repeat(2000)}b`);
  const nested = readPattern(`${'**/a/'.repeat(1000)}b`);
  expect(covers(compiled, 'a'.repeat(4000))).toBe(false);
  expect(covers(nested, 'a/'.repeat(2000))).toBe(false);
});
