import { describe, expect, it } from '@jest/globals';
import type { Finding, Gap, Review } from '../../src/engine/finding.js';
import { makePlan } from '../../src/report/make-plan.js';
import { readMarker } from '../../src/report/marker.js';
import type { Plan, PullRequestFacts } from '../../src/report/plan.js';
import { FILE, finding, gap, OPTIONS, pull, review, settings } from './sample.js';

const scope = { key: OPTIONS.markerKey, repository: 'acme/shop', pullRequest: 7 };

function plan(given: Review, facts: Partial<PullRequestFacts> = {}): Plan {
  return makePlan(given, { settings: settings(), problems: [] }, pull(facts), OPTIONS);
}

function many(number: number, change: (i: number) => Partial<Finding>): readonly Finding[] {
  return Array.from({ length: number }, (_, i) => finding({ fingerprint: `f${i}`, ...change(i) }));
}

const added = (lines: number): string =>
  [`@@ -0,0 +1,${lines} @@`, ...Array.from({ length: lines }, () => '+x')].join('\n');

describe('where findings go', () => {
  it('puts a finding on the lines that its suggestion replaces', () => {
    const { review: posted, summary, check } = plan(review());
    expect(posted?.comments).toHaveLength(1);
    expect(posted?.comments[0]).toMatchObject({ path: FILE, startLine: 2, line: 3 });
    expect(posted?.comments[0]?.body).toContain('```suggestion\n');
    expect(posted?.body).not.toBe('');
    expect(summary?.when).toBe('refused');
    expect(check.annotations).toEqual([]);
  });

  const places: readonly [
    string,
    Partial<Finding>,
    Partial<PullRequestFacts>,
    object | undefined,
    boolean,
  ][] = [
    [
      'the suggestion reaches out of the hunk',
      {},
      { files: [{ path: FILE, patch: '@@ -3 +3 @@\n-a\n+b' }] },
      { line: 3 },
      false,
    ],
    [
      'the suggestion is over two hunks',
      { line: 1, endLine: 9, suggestionLine: 1, suggestionEndLine: 9 },
      { files: [{ path: FILE, patch: '@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-a\n+b' }] },
      { line: 1 },
      false,
    ],
    [
      'no suggestion',
      { suggestion: null, suggestionLine: null, suggestionEndLine: null },
      {},
      { line: 3 },
      false,
    ],
    ['a suggestion with hidden characters', { suggestion: 'ALTER \u202E TABLE' }, {}, { line: 3 }, false],
    [
      'outside the diff',
      { line: 9, endLine: 9, suggestionLine: 9, suggestionEndLine: 9 },
      {},
      undefined,
      false,
    ],
    ['no patch', {}, { files: [{ path: FILE }] }, undefined, false],
    ['no such file', {}, { files: [] }, undefined, false],
  ];
  it.each(places)('%s', (name, change, facts, anchor, offered) => {
    const {
      review: posted,
      fileComments: onFiles,
      check,
      summary,
    } = plan(review({ findings: [finding(change)] }), facts);
    const comment = posted?.comments[0];
    if (anchor) {
      expect(comment).toMatchObject(anchor);
      expect(comment).not.toHaveProperty('startLine');
      expect(comment?.body.includes('```suggestion')).toBe(offered);
    } else {
      expect(posted).toBeNull();
    }
    expect(onFiles.map(({ path }) => path)).toEqual(
      name === 'no patch' || name === 'outside the diff' ? [FILE] : [],
    );
    const isNowhere = name === 'no such file';
    expect(check.annotations).toHaveLength(isNowhere ? 1 : 0);
    expect(summary?.when).toBe(isNowhere ? 'always' : 'refused');
    expect(summary?.body).toContain('enum-non-additive');
    expect(check.summary).toContain('enum-non-additive');
  });

  it('loses nothing past the most comments', () => {
    const findings = many(50, (i) => ({
      line: 50 - i,
      endLine: 50 - i,
      suggestion: null,
      severity: i < 5 ? 'warning' : 'blocker',
    }));
    const {
      review: posted,
      check,
      summary,
    } = plan(review({ findings }), {
      files: [{ path: FILE, patch: added(50) }],
    });
    expect(posted?.comments).toHaveLength(20);
    expect(posted?.comments.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(posted?.body).toContain('30 more');
    expect(check.annotations).toHaveLength(30);
    expect(summary?.body.match(/\| open \|/g)).toHaveLength(2);
    expect(summary?.body).toMatch(
      /\*\*blocker\*\* .* and 44 more like it .*0042_drop_status.sql:30`\].* and 15 more \| open/,
    );
    expect(summary?.body).toMatch(/\| warning .* and 4 more like it .*0042_drop_status.sql:46`\]/);
    const said = [...(posted?.comments.map(({ fingerprint }) => fingerprint) ?? [])];
    expect(new Set(said).size).toBe(20);
  });

  it('says nothing twice in one review', () => {
    const repeated = plan(review({ findings: [finding(), finding()] }));
    expect(repeated.review?.comments).toHaveLength(1);
  });

  it('comments on gaps, and leaves what is acknowledged to the check', () => {
    const acknowledgement = { reason: 'two hundred rows', line: 1 };
    const { review: posted, check } = plan(
      review({
        findings: [finding({ state: 'acknowledged', acknowledgement })],
        gaps: [gap(), gap({ state: 'requested', acknowledgement, fingerprint: 'g2' })],
      }),
    );
    expect(posted?.comments.map(({ fingerprint }) => fingerprint)).toEqual(['bbbb000011112222', 'g2']);
    expect(check.summary).toContain('acknowledged: two hundred rows');
    expect(check.summary).toContain('acknowledged, waits for an expert: two hundred rows');
  });

  it('signs every comment in its last line', () => {
    const { review: posted } = plan(review({ gaps: [gap()] }));
    for (const comment of posted?.comments ?? []) {
      expect(readMarker(comment.body, scope)?.fingerprint).toBe(comment.fingerprint);
      expect(readMarker(comment.body, { ...scope, pullRequest: 8 })).toBeUndefined();
    }
  });

  it('is plain JSON', () => {
    const given = plan(review({ gaps: [gap()] }));
    expect(JSON.parse(JSON.stringify(given))).toEqual(given);
  });
});

describe('limits of GitHub', () => {
  const long = '`a|b`@x$y#1'.repeat(5000);
  const huge: readonly [string, Review][] = [
    [
      'words of more bytes than characters',
      review({ findings: many(300, () => ({ headline: '列'.repeat(99), message: '列'.repeat(900) })) }),
    ],
    ['long words', review({ findings: [finding({ headline: long, message: long, remedy: long })] })],
    ['a long suggestion', review({ findings: [finding({ suggestion: 'x\n'.repeat(90_000) })] })],
    ['a long subject and path', review({ findings: [finding({ subject: long, file: `${long}/${long}` })] })],
    [
      'many findings',
      review({ findings: many(5000, () => ({ file: 'x/y.sql', headline: long.slice(0, 99) })) }),
    ],
    ['many long findings', review({ findings: many(300, () => ({ headline: long, message: long })) })],
    [
      'many gaps and notes',
      review({
        gaps: Array.from({ length: 2000 }, (_, i): Gap => gap({ fingerprint: `g${i}`, reason: long })),
        notices: Array.from({ length: 2000 }, () => ({ file: FILE, line: 1, text: long })),
      }),
    ],
    [
      'many environments',
      review({
        findings: [
          finding({
            impacts: Array.from({ length: 500 }, (_, i) => ({
              environment: `e${i}`,
              version: '8.0.36',
              impact: null,
              undecided: `${i} ${long}`,
            })),
          }),
        ],
      }),
    ],
  ];
  it.each(huge)('%s', (_name, given) => {
    const {
      check,
      review: posted,
      summary,
    } = plan(given, { summaries: [{ id: 1, nodeId: 'n', body: 'Before.' }] });
    expect(check.title.length).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(check.summary)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(check.text ?? '')).toBeLessThanOrEqual(65_535);
    expect(check.summary).toContain('### What to do');
    for (const annotation of check.annotations) {
      expect(annotation.title.length).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(annotation.message)).toBeLessThan(64 * 1024);
    }
    for (const body of [posted?.body, summary?.body, ...(posted?.comments ?? []).map((c) => c.body)]) {
      expect(body?.length ?? 0).toBeLessThan(60_000);
    }
    for (const comment of posted?.comments ?? []) {
      expect(readMarker(comment.body, scope)?.fingerprint).toBe(comment.fingerprint);
      expect(comment.body).toContain('**Read**');
    }
    expect(readMarker(summary?.body ?? '', scope)?.fingerprint).toBe('summary');
  });

  it('counts the rows that it leaves out', () => {
    const { check } = plan(review({ findings: many(2000, (i) => ({ file: 'x/y.sql', rule: `rule-${i}` })) }));
    expect(check.summary).toContain('1950 more.');
    expect(check.summary).toContain('Shortened');
  });
});
