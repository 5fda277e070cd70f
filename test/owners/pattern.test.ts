import { describe, expect, it } from '@jest/globals';

import { covers, readPattern } from '../../src/owners/pattern.js';

/**
 * Pattern, files that it owns, files that it does not. The comments say which document each group is from. `git check-ignore`
 * (2.39) gives the same answers, but for `docs/*` and a star alone behind a slash, where GitHub's documentation differs.
 */
const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  // GitHub's documentation, "About code owners", its example file and what it says of it.
  ['*', ['a', 'a/b', 'some/deep/file.rb', '.github/x'], []],
  ['*.js', ['a.js', 'src/deep/a.js'], ['a.jsx', 'js', 'a.ts']],
  ['*.go', ['main.go', 'cmd/x/main.go'], ['main.goo', 'go']],
  ['*.txt', ['a.txt', 'docs/b.txt'], ['a.txtx', 'txt/a']],
  ['/build/logs/', ['build/logs/a', 'build/logs/x/y'], ['src/build/logs/a', 'build/log', 'build/logs']],
  ['docs/*', ['docs/getting-started.md'], ['docs/build-app/troubleshooting.md', 'a/docs/x.md']],
  ['apps/', ['apps/a', 'apps/x/y', 'src/apps/a'], ['apps', 'src/apps']],
  ['/docs/', ['docs/a', 'docs/x/y'], ['src/docs/a']],
  ['/scripts/', ['scripts/a.sh'], ['x/scripts/a.sh']],
  ['**/logs', ['build/logs/a', 'scripts/logs', 'deeply/nested/logs/x', 'logs/a'], ['logs2/a', 'build/log']],
  ['/apps/', ['apps/a', 'apps/x/y'], ['src/apps/a', 'apps']],
  ['/apps/github', ['apps/github', 'apps/github/x/y'], ['apps/githubs', 'x/apps/github']],
  // gitignore(5), "PATTERN FORMAT" and "EXAMPLES": where a slash stands decides where a pattern begins and what it takes.
  ['foo', ['foo', 'foo/bar', 'bar/foo', 'bar/foo/baz'], ['foo.txt', 'bar/foo.txt', 'bar/baz']],
  ['/foo', ['foo', 'foo/bar', 'foo/bar/baz'], ['fool.txt', 'bar/foo', 'bar/foo/baz']],
  ['foo/', ['foo/bar', 'foo/bar/baz', 'bar/foo/baz/qux'], ['foo', 'bar/foo', 'bar/baz']],
  ['/foo/', ['foo/bar', 'foo/bar/baz'], ['foo', 'bar/foo/baz']],
  ['foo/bar', ['foo/bar', 'foo/bar/baz'], ['foo/bart', 'baz/foo/bar', 'baz/foo/bar/qux']],
  ['foo/bar/', ['foo/bar/baz'], ['foo/bar', 'baz/foo/bar/qux']],
  ['/foo/bar/baz', ['foo/bar/baz', 'foo/bar/baz/x'], ['bar/baz', 'x/foo/bar/baz']],
  ['hello.*', ['hello.txt', 'a/hello.java'], ['hello', 'a/hellox.txt']],
  ['/hello.*', ['hello.txt', 'hello.c'], ['a/hello.java']],
  ['doc/frotz/', ['doc/frotz/a'], ['a/doc/frotz/x', 'doc/frotz']],
  ['frotz/', ['frotz/a', 'a/frotz/x'], ['frotz', 'a/frotz']],
  ['foo/*.txt', ['foo/bar.txt', 'foo/.txt'], ['foo/bar/baz.txt', 'qux/foo/bar.txt', 'foo/bar.txtx']],
  // gitignore(5): "an asterisk matches anything except a slash". `folder/*`: GitHub's documentation, the files of that folder only.
  ['f*', ['foo', 'foo/bar', 'bar/foo/baz'], ['bar/baz', 'xfoo']],
  ['*o', ['foo', 'a/foo', 'o/x'], ['fob', 'a/b']],
  ['/*', ['foo', 'bar'], ['foo/bar', 'foo/bar/baz']],
  ['/f*', ['foo', 'foo/bar/baz'], ['bar/foo', 'xfoo']],
  ['f*/', ['foo/bar', 'bar/foo/baz'], ['foo', 'bar/foo', 'bar/baz']],
  ['/*/', ['foo/bar', 'bar/foo/baz'], ['foo']],
  ['*/', ['foo/bar', 'a/b/c'], ['foo']],
  ['foo/*/baz', ['foo/bar/baz', 'foo/bar/baz/qux'], ['foo/bar', 'foo/baz', 'foo/a/b/baz']],
  ['foo/*/', ['foo/bar/x', 'foo/bar/x/y'], ['foo/bar', 'foo']],
  ['*/foo', ['a/foo', 'a/foo/x'], ['foo', 'a/b/foo']],
  ['/*/foo', ['a/foo', 'a/foo/x'], ['foo', 'a/b/foo']],
  ['a*b*c', ['abc', 'axxbxxc', 'x/abc/y'], ['ab', 'acb']],
  ['*.tar.*', ['a.tar.gz', 'x/b.tar.xz'], ['a.tar', 'tar.gz']],
  ['*foo*', ['foo', 'xfoox', 'a/xfoo'], ['fo']],
  ['foo.*.sql', ['foo.up.sql', 'a/foo.down.sql'], ['foo.sql']],
  ['*_test.go', ['a_test.go', 'x/y_test.go', '_test.go'], ['a_test.goo']],
  // gitignore(5): "the character ? matches any one character except /".
  ['f?o', ['foo', 'bar/fxo'], ['fo', 'fooo', 'f/o']],
  ['?', ['a', 'x/b', 'c/d'], ['ab', 'xy/zz']],
  ['/?', ['a', 'a/b'], ['ab', 'ab/a']],
  ['foo/?ar', ['foo/bar', 'foo/car/x'], ['foo/ar', 'x/foo/bar']],
  ['??.sql', ['01.sql', 'a/02.sql'], ['1.sql', '001.sql']],
  ['f?*', ['fo', 'foo', 'x/fab'], ['f']],
  // gitignore(5): a backslash takes what follows as it is; what is no wildcard there stands for itself.
  ['f\\*o', ['f*o'], ['foo', 'fxo']],
  ['f\\?o', ['f?o'], ['foo']],
  ['\\!x', ['!x', 'a/!x'], ['x']],
  ['a\\\\b', ['a\\b'], ['ab']],
  ['a#b', ['a#b', 'x/a#b'], ['a']],
  ['a!b', ['a!b'], ['ab']],
  ['a+b(c)|d^$.x', ['a+b(c)|d^$.x'], ['aab(c)']],
  ['{a,b}', ['{a,b}'], ['a', 'b']],
  ['@a', ['@a', 'x/@a'], ['a']],
  ['~', ['~', 'a/~/b'], ['a']],
  // gitignore(5): two asterisks as a whole name are any number of folders, others are "regular asterisks".
  ['**/foo', ['foo', 'a/foo', 'a/b/foo/c'], ['foob', 'a/fo']],
  ['**/foo/bar', ['foo/bar', 'qux/foo/bar', 'a/b/foo/bar/baz'], ['foo/baz/bar', 'qux/foo/baz/bar']],
  ['**/*bar*', ['bar', 'foo/rebar', 'foo/qux/barrio'], ['foo/baz']],
  ['**/*.sql', ['a.sql', 'a/b/c.sql'], ['a.sqlx', 'sql']],
  ['**/foo/', ['foo/a', 'x/foo/a'], ['foo', 'x/foo']],
  ['abc/**', ['abc/a', 'abc/a/b'], ['abc', 'x/abc/a']],
  ['/abc/**', ['abc/a', 'abc/a/b'], ['abc', 'x/abc/a']],
  ['foo/bar/**', ['foo/bar/baz', 'foo/bar/baz/qux'], ['foo/bar', 'qux/foo/bar/baz']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb', 'x/a/b']],
  ['foo/**/bar', ['foo/bar', 'foo/qux/bar/baz', 'foo/a/b/bar'], ['qux/foo/bar', 'foo/barx']],
  ['foo/**/', ['foo/bar/baz', 'foo/a/b/c'], ['foo', 'foo/bar']],
  ['foo/**/bar/b*', ['foo/bar/baz', 'foo/qux/bar/baz'], ['foo/bar', 'foo/qux/bar/qux']],
  ['a/**/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/c']],
  ['**', ['a', 'a/b/c'], []],
  ['/**', ['a', 'a/b/c'], []],
  ['**/', ['a/b', 'a/b/c'], ['a']],
  ['a/**/*.sql', ['a/x.sql', 'a/b/x.sql'], ['x.sql', 'b/a/x.sql']],
  ['foo**bar', ['foobar', 'fooxbar', 'a/fooxbar'], ['foo/bar']],
  ['foo/**bar', ['foo/bar', 'foo/xbar'], ['foo/x/bar', 'a/foo/bar']],
  // Both together, as owners of migrations write them. Case counts: GitHub's documentation, "CODEOWNERS paths are case sensitive".
  ['db/migrations/*.sql', ['db/migrations/1.sql'], ['db/migrations/2024/1.sql']],
  ['db/migrations/**/*.sql', ['db/migrations/1.sql', 'db/migrations/2024/1.sql'], ['db/1.sql']],
  ['migrations/', ['migrations/1.sql', 'services/a/migrations/1.sql'], ['migrations.sql']],
  ['V*__*.sql', ['V1__a.sql', 'db/V2__b.sql'], ['V1_a.sql', 'U1__a.sql']],
  [
    '/services/*/migrations/',
    ['services/a/migrations/1.sql'],
    ['services/migrations/1.sql', 'services/a/b/migrations/1.sql'],
  ],
  ['.github/CODEOWNERS', ['.github/CODEOWNERS'], ['x/.github/CODEOWNERS']],
  ['Docs/', ['Docs/a'], ['docs/a']],
  ['*.SQL', ['A.SQL'], ['a.sql']],
  ['größe/', ['größe/1.sql'], ['grosse/1.sql']],
  ['?.🦀', ['a.🦀'], ['ab.🦀']],
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

// GitHub's documentation: what of gitignore does not work there. Three asterisks and nothing at all: our own caution.
it.each(['!docs/', '!*.sql', '[ab].md', 'db/[0-9]*.sql', 'a]b', '\\#file', 'a***b', '/', ''])(
  '%s is refused',
  (pattern) => {
    expect(readPattern(pattern).kind).toBe('invalid');
  },
);

it('matches a hostile pattern in no time', () => {
  const compiled = readPattern(`${'*a'.repeat(2000)}b`);
  const nested = readPattern(`${'**/a/'.repeat(1000)}b`);
  expect(covers(compiled, 'a'.repeat(4000))).toBe(false);
  expect(covers(nested, 'a/'.repeat(2000))).toBe(false);
});
