import { describe, expect, it } from '@jest/globals';

import type { Approval } from '../../src/escalation/approvals.js';
import type { Demand, DemandReason } from '../../src/escalation/demands.js';
import { requestsOf } from '../../src/escalation/requests.js';
import type { Decision, DemandState, Standing } from '../../src/escalation/standing.js';
import {
  expertBlocks,
  expertTasks,
  groupOutcome,
  withExperts,
  withoutHidden,
  type ExpertsReport,
} from '../../src/report/escalation.js';
import { demandWords } from '../../src/report/expert-words.js';
import type { Outcome } from '../../src/report/outcome.js';

const COMMIT = { htmlUrl: 'https://github.example/acme/shop', sha: 'f'.repeat(40) };
const OLD = 'abcdef1234567';

const found = (change: Partial<Extract<DemandReason, { kind: 'finding' }>> = {}): DemandReason => ({
  kind: 'finding',
  rule: 'table-copied',
  severity: 'blocker',
  tables: ['orders'],
  file: 'a.sql',
  ...change,
});

const demand = (change: Partial<Demand> = {}): Demand => ({
  id: 'd1',
  kind: 'default',
  reviewers: ['@acme/sql'],
  route: null,
  reasons: [found()],
  subjects: [],
  files: ['a.sql'],
  ...change,
});

const state = (approval: Approval, change: Partial<Demand> = {}): DemandState => ({
  demand: demand(change),
  approval,
});

const WAITING: Approval = { kind: 'waiting', eligible: 2 };
const APPROVED: Approval = { kind: 'approved', by: 'dba', commit: COMMIT.sha, carriedOver: false };
const VOID: Approval = { kind: 'void', by: 'dba', commit: OLD, eligible: 2 };

const report = (
  demands: readonly DemandState[],
  decision: Decision,
  change: Partial<ExpertsReport> = {},
): ExpertsReport => ({
  standing: { demands, decision },
  requests: { left: [] },
  asked: [],
  head: new Map(),
  hidden: new Set(),
  ...change,
});

const waits = (...demands: readonly DemandState[]): ExpertsReport =>
  report(demands, { kind: 'waiting', who: ['@acme/sql'] });

describe('what people have to do', () => {
  it.each<[string, ExpertsReport, readonly string[]]>([
    ['nothing, once approved', waits(state(APPROVED)), []],
    [
      'look',
      waits(state(WAITING)),
      ['`@acme/sql` must look at the migrations and approve the pull request.'],
    ],
    [
      'look again',
      waits(state(VOID)),
      ['`@acme/sql` must look at the migrations and approve the pull request.'],
    ],
    [
      'look at settings',
      waits(state(WAITING, { kind: 'weakening', reviewers: ['@acme/sql', '@ann'] })),
      ['`@acme/sql` or `@ann` must look at the settings and approve the pull request.'],
    ],
    [
      'approve, or have it dismissed',
      waits(state({ kind: 'changes-requested', by: 'dba', commit: OLD, isStale: true })),
      ['`@dba` must approve, or the review that asks for changes be dismissed.'],
    ],
    [
      'name somebody',
      waits(state({ kind: 'nobody', unable: [] }, { kind: 'unrouted', reviewers: [] })),
      [
        'No expert is configured for this: add `experts.reviewers` to `.github/precheck.yml` on the base branch.',
      ],
    ],
    [
      'mend what keeps each of them out',
      waits(
        state({
          kind: 'nobody',
          unable: [
            { handle: '@acme/sql', why: 'empty' },
            { handle: '@ann', why: 'involved' },
          ],
        }),
      ),
      [
        '`@acme/sql` has no members: a maintainer of the team adds some.',
        '`@ann` wrote or committed a part of this change: name another expert.',
      ],
    ],
    [
      'the same once',
      waits(state(WAITING), state(WAITING, { id: 'd2', kind: 'route' })),
      ['`@acme/sql` must look at the migrations and approve the pull request.'],
    ],
  ])('%s', (_what, given, tasks) => {
    expect(expertTasks(given)).toEqual(tasks);
  });

  const left = { requests: { left: [{ handle: '@acme/web', why: 'involved' as const }] } };

  it('of those who cannot be asked beside others, too', () => {
    const tasks = expertTasks({ ...waits(state(WAITING)), ...left });
    expect(tasks).toHaveLength(2);
    expect(tasks[1]).toBe(
      '`@acme/web` has nobody else than who wrote or committed a part of this change: name another expert.',
    );
  });

  it('not of them on a draft, where nobody is asked yet', () => {
    const draft = report([state(WAITING)], { kind: 'draft', who: ['@acme/sql'] }, left);
    expect(expertTasks(draft)).toHaveLength(1);
  });

  it('not twice of who is named as unable already', () => {
    const unable = [{ handle: '@acme/web', why: 'involved' as const }];
    const given = report([state({ kind: 'nobody', unable }), state(WAITING)], { kind: 'nobody' }, left);
    expect(expertTasks(given)).toHaveLength(2);
  });

  it.each(['missing', 'not-visible', 'cannot-write', 'unknown', 'empty'] as const)(
    'says who mends it: %s',
    (why) => {
      const [task] = expertTasks(waits(state({ kind: 'nobody', unable: [{ handle: '@acme/sql', why }] })));
      expect(task).toMatch(/^`@acme\/sql` .+: .+\.$/);
    },
  );
});

describe('the table of experts', () => {
  const rowOf = (one: DemandState, commit: typeof COMMIT | null = COMMIT): string => {
    const blocks = expertBlocks({ demands: [one], decision: { kind: 'none' } }, commit ?? undefined);
    return blocks[0]?.versions[0]?.split('\n').at(-1) ?? '';
  };

  it('is none without demands', () => {
    expect(expertBlocks({ demands: [], decision: { kind: 'none' } }, COMMIT)).toEqual([]);
  });

  it.each<[string, DemandState, string]>([
    ['waits', state(WAITING), 'waits; 2 people can approve |'],
    ['waits for one', state({ kind: 'waiting', eligible: 1 }), 'waits; 1 person can approve |'],
    ['approved', state(APPROVED), 'approved by `@dba` |'],
    [
      'carried over',
      state({ ...APPROVED, commit: OLD, carriedOver: true }),
      'approved by `@dba` for `abcdef1`: the migrations are the same |',
    ],
    [
      'carried over from nobody knows where',
      state({ ...APPROVED, commit: null, carriedOver: true }),
      'approved by `@dba` for an earlier commit: the migrations are the same |',
    ],
    ['nobody can', state({ kind: 'nobody', unable: [] }), 'nobody can approve |'],
    [
      'asked for changes',
      state({ kind: 'changes-requested', by: 'dba', commit: OLD, isStale: false }),
      '`@dba` asked for changes |',
    ],
  ])('%s', (_what, one, end) => {
    expect(rowOf(one).endsWith(end)).toBe(true);
    expect(rowOf(one)).not.toContain('/compare/');
  });

  it.each<[string, Extract<Approval, { kind: 'void' | 'changes-requested' }>]>([
    ['a void approval', VOID],
    ['an objection that is stale', { kind: 'changes-requested', by: 'dba', commit: OLD, isStale: true }],
  ])('links what changed since %s', (_what, approval) => {
    expect(rowOf(state(approval))).toContain(
      `[what changed since](https://github.example/acme/shop/compare/${OLD}..${COMMIT.sha})`,
    );
    expect(rowOf(state(approval), null)).not.toContain('compare');
    expect(rowOf(state({ ...approval, commit: null }))).not.toContain('compare');
  });

  it('says why, and by which route', () => {
    const route = { tables: 'billing_*', reviewers: ['@acme/sql'] };
    expect(rowOf(state(WAITING, { kind: 'route', route }))).toContain(
      'blocker `table-copied` on `orders` (route: tables `billing_*`)',
    );
  });
});

describe('why they are asked', () => {
  const words = (...reasons: readonly DemandReason[]): string => demandWords(demand({ reasons }));

  it.each<[string, string]>([
    [words(found({ tables: [] })), 'blocker `table-copied`'],
    [
      words(found(), found({ tables: ['items'], file: 'b.sql' })),
      'blocker `table-copied` on `orders` and `items`',
    ],
    [words(found({ tables: ['a', 'b', 'c', 'd'] })), 'blocker `table-copied` on `a`, `b` and 2 more'],
    [
      words(found(), found({ severity: 'warning' })),
      'blocker `table-copied` on `orders`; warning `table-copied` on `orders`',
    ],
    [
      words({ kind: 'gap', id: 'table-unknown', file: 'a' }, { kind: 'gap', id: 'table-unknown', file: 'b' }),
      'could not be judged: `table-unknown` in 2 files',
    ],
    [words({ kind: 'always' }), 'every migration needs an expert (`experts.when: always`)'],
    [words({ kind: 'escalated', by: ['bob', 'eve'] }), '`@bob` and `@eve` asked for an expert'],
    [
      words(...['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].map((rule) => found({ rule }))),
      'blocker `r1` on `orders`; blocker `r2` on `orders`; blocker `r3` on `orders`; blocker `r4` on `orders`; 2 more',
    ],
    [
      demandWords(demand({ route: { reviewers: ['@a'] } })),
      'blocker `table-copied` on `orders` (route: everything)',
    ],
    [
      demandWords(
        demand({
          route: { reviewers: ['@a'], paths: 'db/**', engine: 'mysql', rule: 'x', severity: 'warning' },
        }),
      ),
      'blocker `table-copied` on `orders` (route: paths `db/**`, engine `mysql`, rule `x`, severity `warning`)',
    ],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected);
  });

  it('says what a change weakens, and for whom', () => {
    const weakening = { file: 'f', was: '@a', becomes: '', subject: 'db/1.sql', count: 3 };
    expect(words({ kind: 'weakening', weakening: { ...weakening, kind: 'owners' } })).toBe(
      'The owner of `db/1.sql` and 2 more goes from `@a` to nothing: GitHub would no longer ask all of them',
    );
    const mode = {
      ...weakening,
      was: '',
      becomes: 'observe',
      subject: 'mode',
      count: 1,
      kind: 'mode',
    } as const;
    expect(words({ kind: 'weakening', weakening: mode })).toBe(
      '`mode` goes from nothing to `observe`: the check would pass whatever is found',
    );
    expect(words({ kind: 'weakening', weakening: { ...weakening, kind: 'owners', count: 1 } })).toContain(
      'The owner of `db/1.sql` goes',
    );
  });
});

describe('the check', () => {
  const OWN: Outcome = { conclusion: 'success', title: 'own' };
  const titled = (given: ExpertsReport | undefined, own = OWN): string => {
    const { conclusion, title } = withExperts(own, given);
    return `${conclusion}: ${title}`;
  };

  it('is as it was without experts', () => {
    expect(titled(undefined)).toBe('success: own');
    expect(titled(report([], { kind: 'none' }))).toBe('success: own');
  });

  it('is not freed by an approval of what is held for another reason', () => {
    const approved: Decision = { kind: 'approved', by: ['dba'], carriedOver: false };
    expect(titled(report([state(APPROVED)], approved), { conclusion: 'failure', title: '1 finding' })).toBe(
      'failure: 1 finding',
    );
  });

  it('says since when the content that waits was asked for', () => {
    const head = new Map([['a.sql', '1']]);
    const given = { ...waits(state(APPROVED, { files: ['b.sql'] }), state(WAITING)), head };
    const facts = { isDraft: false, mode: 'enforce', involved: { author: '', committers: [] } } as const;
    const reviewers = new Map([['@acme/sql', { standing: 'can-review', members: ['dba'] } as const]]);
    const { remember } = requestsOf(given.standing, { ...facts, reviewers, requested: [], asked: [], head });
    const asked = [
      { content: 'other', reviewers: [], at: '2026-11-21T10:42:11Z' },
      ...remember.map((one) => ({ ...one, at: '2026-11-22T10:42:11Z' })),
    ];
    expect(titled(given)).toBe('action_required: Waiting for @acme/sql');
    expect(titled({ ...given, asked })).toBe(
      'action_required: Waiting for @acme/sql (asked 22 Nov, 10:42 UTC)',
    );
    const broken = asked.map((one) => ({ ...one, at: 'once' }));
    expect(titled({ ...given, asked: broken })).toBe('action_required: Waiting for @acme/sql');
  });

  it('names three, and counts the rest', () => {
    const who = ['@a', '@b', '@c', '@d'];
    expect(titled(report([state(WAITING)], { kind: 'waiting', who }))).toBe(
      'action_required: Waiting for @a, @b and 2 more',
    );
  });

  it('of a void approval whose commit is forgotten', () => {
    const decision: Decision = { kind: 'void', by: 'dba', commit: null, who: [] };
    expect(titled(report([state(VOID)], decision))).toBe(
      'action_required: Approval by @dba was for an earlier commit: migrations changed since',
    );
  });
});

describe('a merge group', () => {
  const standing = (kind: 'none' | 'approved' | 'void' | 'waiting' | 'nobody' | 'draft'): Standing => ({
    demands: [],
    decision: { kind, by: ['dba'], who: [], commit: null, carriedOver: true } as unknown as Decision,
  });
  const ended = (own: Outcome, ...kinds: readonly Parameters<typeof standing>[0][]): string => {
    const { conclusion, title } = groupOutcome(own, kinds.map(standing));
    return `${conclusion}: ${title}`;
  };
  const clear: Outcome = { conclusion: 'success', title: 'own' };
  const failed: Outcome = { conclusion: 'failure', title: '1 finding' };

  it.each([
    ['nothing is asked of it', ended(clear), 'success: own'],
    ['nobody is needed', ended(clear, 'none', 'none'), 'success: own'],
    ['all is approved', ended(clear, 'approved', 'none'), 'success: Same migrations as approved'],
    ['all is approved, and the queue brings a finding', ended(failed, 'approved'), 'failure: 1 finding'],
    ['one waits', ended(clear, 'approved', 'waiting'), 'failure: An expert has not approved'],
    ['nobody can', ended(clear, 'nobody'), 'failure: An expert has not approved'],
    [
      'one was approved otherwise',
      ended(clear, 'waiting', 'void'),
      'failure: The queue changed the migrations since they were approved',
    ],
  ])('%s', (_what, said, expected) => {
    expect(said).toBe(expected);
  });
});

describe('a team that must not be named', () => {
  const hidden = new Set(['@acme/dark']);
  const given = report(
    [
      state(
        { kind: 'nobody', unable: [{ handle: '@Acme/Dark', why: 'not-visible' }] },
        { reviewers: ['@Acme/Dark'] },
      ),
      state(WAITING, { reviewers: ['@Acme/Dark', '@ann'] }),
    ],
    { kind: 'waiting', who: ['@Acme/Dark', '@ann'] },
    { hidden, requests: { left: [{ handle: '@Acme/Dark', why: 'not-visible' }] } },
  );

  it('is in no word of the report', () => {
    const shown = withoutHidden(given);
    const all = JSON.stringify([
      withExperts({ conclusion: 'success', title: '' }, shown),
      expertTasks(shown),
      expertBlocks(shown.standing, COMMIT),
    ]);
    expect(all).not.toMatch(/dark/i);
    expect(all).toContain('Waiting for SQL experts and @ann');
    expect(all).toContain('SQL experts: the configured team is a secret team');
    expect(all).toContain('SQL experts or `@ann`');
  });

  it('changes nothing where there is none', () => {
    const open = { ...given, hidden: new Set<string>() };
    expect(withoutHidden(open)).toBe(open);
  });
});
