import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parsePatch, structuredPatch } from 'diff';
import { anchor, exactAnchor, hunks } from '../../src/report/diff.js';

describe('hunks', () => {
  const cases: readonly [string, string, readonly (readonly [number, number])[]][] = [
    ['a new file', '@@ -0,0 +1,3 @@\n+a\n+b\n+c', [[1, 3]]],
    ['a new file of one line', '@@ -0,0 +1 @@\n+a\n\\ No newline at end of file', [[1, 1]]],
    ['a deleted file', '@@ -1,2 +0,0 @@\n-a\n-b', []],
    ['a change', '@@ -4,3 +4,4 @@ CREATE TABLE t (\n a\n-b\n+B\n+C\n d', [[4, 7]]],
    [
      'two hunks',
      '@@ -1,2 +1,3 @@\n a\n+b\n c\n@@ -20,2 +21,1 @@\n x\n-y',
      [
        [1, 3],
        [21, 21],
      ],
    ],
    [
      'no newline on both sides',
      '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file',
      [[1, 1]],
    ],
    ['SQL that looks like a header', '@@ -1,1 +1,3 @@\n a\n+@@ -9,9 +90,9 @@\n+--- b', [[1, 3]]],
    ['context that looks like a header', '@@ -1,2 +1,2 @@\n @@ -9 +90 @@\n-a\n+b', [[1, 2]]],
    ['an empty context line', '@@ -1,3 +1,4 @@\n a\n\n+b\n c', [[1, 4]]],
    ['a break at the end', '@@ -0,0 +1,2 @@\n+a\n+b\n', [[1, 2]]],
    ['carriage returns', '@@ -0,0 +1,2 @@\r\n+a\r\n+b\r\n', [[1, 2]]],
    ['a patch cut short', '@@ -0,0 +1,50 @@\n+a\n+b', [[1, 2]]],
    ['no patch', '', []],
    ['something else', 'Binary files a and b differ', []],
  ];
  it.each(cases)('reads %s', (_name, patch, expected) => {
    expect(hunks(patch)).toEqual(expected.map(([start, end]) => ({ start, end })));
  });
});

describe('anchor', () => {
  const within = [
    { start: 1, end: 5 },
    { start: 20, end: 30 },
  ];
  const cases: readonly [number, number, object | undefined, object | undefined][] = [
    [3, 3, { line: 3 }, { line: 3 }],
    [1, 5, { line: 5, startLine: 1 }, { line: 5, startLine: 1 }],
    [4, 8, { line: 5, startLine: 4 }, undefined],
    [10, 21, { line: 21, startLine: 20 }, undefined],
    [10, 20, { line: 20 }, undefined],
    [4, 25, { line: 5, startLine: 4 }, undefined],
    [6, 19, undefined, undefined],
    [31, 31, undefined, undefined],
    [4, 1, { line: 4 }, { line: 4 }],
  ];
  it.each(cases)('lines %d to %d', (line, endLine, clipped, exact) => {
    expect(anchor(within, line, endLine)).toEqual(clipped);
    expect(exactAnchor(within, line, endLine)).toEqual(exact);
  });
});

/** Numbers from a seed, so that a failure repeats. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function texts(seed: number): readonly [string, string] {
  const next = random(seed);
  const words = ['ALTER', '-- x', '@@ -1 +1 @@', '', '+a', '-b', '\\ No', 'SELECT 1;'];
  const before = Array.from({ length: Math.floor(next() * 60) }, () => words[Math.floor(next() * 8)] ?? '');
  const after = before.flatMap((line) => {
    const dice = next();
    if (dice < 0.05) return [];
    return dice < 0.1 ? [line, `new ${String(dice)}`] : [dice < 0.15 ? `${line}!` : line];
  });
  const end = (): string => (next() < 0.5 ? '\n' : '');
  return [before.join('\n') + end(), after.join('\n') + end()];
}

interface Counted {
  readonly newStart: number;
  readonly newLines: number;
}

function ranges(patch: readonly Counted[]): readonly object[] {
  return patch
    .filter(({ newLines }) => newLines > 0)
    .map(({ newStart, newLines }) => ({ start: newStart, end: newStart + newLines - 1 }));
}

describe('hunks beside other readers', () => {
  it('agrees with the diff package on 300 changes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const [before, after] = texts(seed);
      const patch = structuredPatch('a', 'b', before, after, '', '', { context: 3 });
      const text = patch.hunks
        .map((h) =>
          [`@@ -${h.oldStart},${h.oldLines} +${h.newStart},${h.newLines} @@`, ...h.lines].join('\n'),
        )
        .join('\n');
      expect(hunks(text)).toEqual(ranges(patch.hunks));
    }
  });

  it('agrees with git on what a diff shows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'precheck-diff-'));
    try {
      for (let seed = 1; seed <= 25; seed++) {
        const [before, after] = texts(seed);
        const [a, b] = [join(folder, 'a.sql'), join(folder, 'b.sql')];
        writeFileSync(a, before);
        writeFileSync(b, after);
        const output = gitDiff(a, b);
        const bare = output.slice(Math.max(0, output.indexOf('\n@@ ') + 1));
        const parsed = parsePatch(output).flatMap((file) => file.hunks);
        expect(hunks(output === '' ? '' : bare)).toEqual(ranges(parsed));
        const lines = after.split('\n');
        for (const hunk of hunks(bare)) expect(lines[hunk.end - 1]).toBeDefined();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function gitDiff(a: string, b: string): string {
  try {
    return execFileSync('git', ['diff', '--no-index', '--no-color', a, b], { encoding: 'utf8' });
  } catch (error) {
    // Exit status 1: the files differ.
    return (error as { readonly stdout: string }).stdout;
  }
}
