import { describe, expect, it } from '@jest/globals';
import { fingerprints } from '../../src/engine/fingerprint.js';
import type { Finding, Review } from '../../src/engine/finding.js';
import { makePlan } from '../../src/report/make-plan.js';
import { readMarker } from '../../src/report/marker.js';
import type { Plan, PullRequestFacts, StandingComment } from '../../src/report/plan.js';
import type { ReviewSettings } from '../../src/engine/review-input.js';
import { clear, FILE, finding, gap, OPTIONS, pull, review, settings, standing } from './sample.js';

const scope = { key: OPTIONS.markerKey, repository: 'acme/shop', pullRequest: 7 };
const acknowledgement = { reason: 'two hundred rows', line: 1 };
const HEAD = pull().headSha;

function plan(
  given: Review,
  facts: Partial<PullRequestFacts> = {},
  configured: Partial<ReviewSettings> = {},
): Plan {
  return makePlan(given, { settings: settings(configured), problems: [] }, pull(facts), OPTIONS);
}

/** The comments of a first review, as they stand when the second begins. */
function after(given: Review, change: Partial<StandingComment> = {}): readonly StandingComment[] {
  const { review: posted, fileComments } = plan(given);
  const onLines = posted?.comments ?? [];
  return [...onLines, ...fileComments].map(({ path, body, fingerprint }, at) => {
    const state = readMarker(body, scope)?.state ?? 'closed';
    const lines = at < onLines.length ? (state === 'suggestion' ? 2 : 1) : 0;
    return standing({ id: at + 1, path, body, fingerprint, state, lines, ...change });
  });
}

const quiet = { review: null, fileComments: [], edits: [], closed: [], summary: null };

describe('a comment that stands', () => {
  it.each([
    ['the same review', {}],
    ['another commit', { headSha: 'f'.repeat(40) }],
    ['the same commit', { comments: after(review(), { commitId: HEAD }) }],
    ['line ends that GitHub changed', { comments: after(review()).map(crlf) }],
    ['lines that are gone from the diff', { comments: after(review(), { lines: null }) }],
  ])('is left alone: %s', (_name, facts) => {
    expect(plan(review(), { comments: after(review()), ...facts })).toMatchObject(quiet);
  });

  it('is left alone on its file, too, when only the commit in its link is another', () => {
    const outside = review({ findings: [finding({ line: 9, endLine: 9, suggestion: null })] });
    const comments = after(outside);
    expect(comments.map(({ lines, body }) => [lines, body.includes('.sql:9`]')])).toEqual([[0, true]]);
    expect(plan(outside, { comments, headSha: 'f'.repeat(40) })).toMatchObject(quiet);
    const shifted = review({ findings: [finding({ line: 10, endLine: 10, suggestion: null })] });
    expect(plan(shifted, { comments }).edits).toHaveLength(1);
  });

  it('is edited when its words change, and keeps its marker', () => {
    const softer = review({ findings: [finding({ severity: 'warning' })] });
    const [edit, ...others] = plan(softer, { comments: after(review()) }).edits;
    expect(others).toEqual([]);
    expect(edit?.nodeId).toBe('node 1');
    expect(edit?.body).toContain('[!WARNING]');
    expect(readMarker(edit?.body ?? '', scope)).toEqual({
      fingerprint: finding().fingerprint,
      state: 'suggestion',
    });
  });

  it('says that it is acknowledged, with the reason', () => {
    const given = review({ findings: [finding({ state: 'acknowledged', acknowledgement })] });
    const made = plan(given, { comments: after(review()) });
    const [edit] = made.edits;
    expect(edit?.body).toMatch(/^> \[!NOTE\]\n> .*\n\n\*\*Acknowledged on line 1: two hundred rows\.\*\*\n/);
    expect(edit?.body).not.toMatch(/Safer|suggestion\n/);
    expect(made).toMatchObject({ ...quiet, edits: made.edits });
  });

  it('offers a suggestion only on as many lines as it replaces', () => {
    const comments = after(review(), { lines: 1 });
    expect(comments[0]?.body).toContain('```suggestion');
    expect(plan(review(), { comments }).edits[0]?.body).toContain('```sql');
    const plainComments = after(review(), { state: 'open' });
    expect(plan(review(), { comments: plainComments }).edits[0]?.body).not.toContain('```suggestion');
  });

  it('that lost its lines is shown on the new ones by an annotation', () => {
    const made = plan(review(), { comments: after(review(), { lines: null }) });
    expect(made.check.annotations.map(({ startLine }) => startLine)).toEqual([3]);
  });

  it('is never touched once a person answered', () => {
    const comments = after(review(), { hasReply: true });
    expect(plan(clear(), { comments })).toMatchObject(quiet);
    const softer = review({ findings: [finding({ severity: 'warning' })] });
    expect(plan(softer, { comments })).toMatchObject(quiet);
  });
});

describe('a finding that is gone', () => {
  it('has its comment closed with the commit, its headline struck', () => {
    const { closed } = plan(clear(), { comments: after(review()) });
    expect(closed).toHaveLength(1);
    const [comment] = closed;
    expect(comment).toMatchObject({ nodeId: 'node 1', on: 'diff', reason: 'RESOLVED' });
    expect(comment?.body.split('\n').slice(0, 3)).toEqual([
      `**Fixed in [\`1234567\`](https://github.com/acme/shop/commit/${HEAD})**`,
      '',
      '~~`orders.status` loses the value `D`: rows that hold it make the migration fail~~ · `enum-non-additive`',
    ]);
    expect(readMarker(comment?.body ?? '', scope)).toEqual({
      fingerprint: finding().fingerprint,
      state: 'closed',
    });
  });

  it('is not said to be fixed twice, and gets a new comment when it comes back', () => {
    const [fixed] = plan(clear(), { comments: after(review()) }).closed;
    const comments = after(review(), { body: fixed?.body ?? '', state: 'closed' });
    expect(plan(clear(), { comments })).toMatchObject(quiet);
    const back = plan(review(), { comments });
    expect(back.review?.comments).toHaveLength(1);
    expect(back).toMatchObject({ edits: [], closed: [] });
  });

  it.each([
    [
      { rules: { 'enum-non-additive': 'off' as const } },
      {},
      '**No longer checked:** `enum-non-additive` is off',
    ],
    [{}, { commitId: HEAD }, '**No longer found** in [`1234567`]'],
    [{}, { body: 'What somebody made of it.' }, '**Fixed in [`1234567`]'],
  ])('is not called fixed when it was not: %#', (configured, change, words) => {
    const { closed } = plan(clear(), { comments: after(review(), change) }, configured);
    expect(closed.map(({ body }) => body.startsWith(words))).toEqual([true]);
  });

  it('stands where the file could not be judged', () => {
    const unread = clear({ verdict: 'incomplete', gaps: [gap()] });
    expect(plan(unread, { comments: after(review()) }).closed).toEqual([]);
    const elsewhere = clear({ verdict: 'incomplete', gaps: [gap({ file: 'db/other.sql' })] });
    expect(plan(elsewhere, { comments: after(review()) }).closed).toHaveLength(1);
    const settled = clear({ gaps: [gap({ state: 'acknowledged', acknowledgement })] });
    expect(plan(settled, { comments: after(review()) }).closed).toHaveLength(1);
  });
});

describe('a file that gets another name', () => {
  const other = 'db/migrations/0043_drop_status.sql';
  const named = (file: string): Finding =>
    finding({ file, fingerprint: fingerprints()('enum-non-additive', file, 'orders.status') });
  const files = [{ path: other, patch: '@@ -0,0 +1,4 @@\n+a\n+b\n+c\n+d' }];
  const before = after(review({ findings: [named(FILE)] }));

  it('has the old comment say where the finding is now, and a new one there', () => {
    const made = plan(review({ findings: [named(other)] }), { comments: before, files });
    expect(made.review?.comments.map(({ path }) => path)).toEqual([other]);
    expect(made.closed).toMatchObject([{ reason: 'OUTDATED' }]);
    expect(made.closed[0]?.body).toMatch(/^\*\*Moved\*\* to \[`0043_drop_status.sql:3`\]\(/);
  });

  it('keeps the thread in which a person answered, and says nothing twice', () => {
    const comments = before.map((comment) => ({ ...comment, hasReply: true, lines: null }));
    const made = plan(review({ findings: [named(other)] }), { comments, files });
    expect(made).toMatchObject({ review: null, edits: [], closed: [] });
    expect(made.check.annotations.map(({ path }) => path)).toEqual([other]);
  });

  it('is not mistaken for the same finding in two files', () => {
    const both = [...pull().files, ...files];
    const made = plan(review({ findings: [named(FILE), named(other)] }), { comments: before, files: both });
    expect(made.review?.comments.map(({ path }) => path)).toEqual([other]);
    expect(made.closed).toEqual([]);
  });
});

describe('how much is written for one push', () => {
  const many = Array.from({ length: 60 }, (_, at) =>
    finding({ fingerprint: `f${at}`, suggestion: null, line: 1 + (at % 4), endLine: 1 + (at % 4) }),
  );

  it('is one review: what is found in the same commit later is in the summary', () => {
    const comments = [standing({ fingerprint: 'f0', commitId: HEAD, lines: 1, hasReply: true })];
    const made = plan(review({ findings: many.slice(0, 3) }), { comments });
    expect(made.review).toBeNull();
    expect(made.summary?.when).toBe('always');
    expect(made.check.annotations).toHaveLength(2);
  });

  it('is 20 comments, 5 of them on files', () => {
    const outside = many.map((one, at) => (at < 15 ? one : { ...one, line: 90, endLine: 90 }));
    const made = plan(review({ findings: outside }));
    expect(made.fileComments).toHaveLength(5);
    expect(made.fileCommentRoom).toBe(0);
    expect(made.review?.comments).toHaveLength(15);
    expect(made.check.annotations).toHaveLength(40);
  });

  it('is 30 edits, and the next review goes on', () => {
    const comments = many.map(({ fingerprint }, at) =>
      standing({ id: at, nodeId: `node ${at}`, fingerprint }),
    );
    const first = plan(review({ findings: many.slice(0, 30) }), { comments });
    expect([first.closed.length, first.edits.length]).toEqual([30, 0]);
    const done = new Set(first.closed.map(({ nodeId }) => nodeId));
    const left = comments.map((one) => (done.has(one.nodeId) ? { ...one, state: 'closed' as const } : one));
    const second = plan(review({ findings: many.slice(0, 30) }), { comments: left });
    expect([second.closed.length, second.edits.length]).toEqual([0, 30]);
  });
});

describe('comments that are there twice', () => {
  it('on a line: the older counts, or the one that a person answered', () => {
    const [one] = after(review());
    if (!one) throw new Error('no comment');
    const ids = (comments: readonly StandingComment[]) =>
      plan(review(), { comments }).closed.map(({ nodeId, reason }) => [nodeId, reason]);
    expect(ids([one, { ...one, id: 2, nodeId: 'node 2' }])).toEqual([['node 2', 'DUPLICATE']]);
    expect(ids([one, { ...one, id: 2, hasReply: true }])).toEqual([['node 1', 'DUPLICATE']]);
  });

  it('in the conversation: the older is edited in place, the newer closed', () => {
    const summaries = [1, 2].map((id) => ({ id, nodeId: `IC_${id}`, body: 'Before.' }));
    const { summary, closed } = plan(clear(), { summaries });
    expect(summary).toMatchObject({ nodeId: 'IC_1', when: 'always' });
    expect(summary?.body).toContain('No findings in 1 migration');
    expect(readMarker(summary?.body ?? '', scope)).toEqual({ fingerprint: 'summary', state: 'open' });
    expect(closed).toMatchObject([{ nodeId: 'IC_2', on: 'conversation', reason: 'DUPLICATE' }]);
    expect(readMarker(closed[0]?.body ?? '', scope)?.state).toBe('closed');
  });
});

describe('the summary comment', () => {
  it('is not written when it says the same, and not needed when all is clear', () => {
    expect(plan(clear()).summary).toBeNull();
    const first = plan(clear(), { summaries: [{ id: 5, nodeId: 'n', body: '' }] }).summary;
    const summaries = [{ id: 5, nodeId: 'n', body: first?.body.replaceAll('\n', '\r\n') ?? '' }];
    expect(plan(clear(), { summaries }).summary).toBeNull();
  });

  it('says when GitHub did not list every file', () => {
    const files = Array.from({ length: 3000 }, (_, at) => ({ path: `f${at}` }));
    expect(plan(review(), { files }).summary?.body).toContain('only the first 3,000 changed files');
    expect(plan(clear(), { files }).check.summary).not.toContain('3,000');
  });
});

function crlf(comment: StandingComment): StandingComment {
  return { ...comment, body: comment.body.replaceAll('\n', '\r\n') };
}
