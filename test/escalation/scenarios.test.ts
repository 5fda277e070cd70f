import { describe, expect, it } from '@jest/globals';
import { approvalOf } from '../../src/escalation/approvals.js';
import { demandsOf, type Demand } from '../../src/escalation/demands.js';
import { applyApprovals } from '../../src/escalation/standing.js';
import type { Weakening } from '../../src/escalation/weakening.js';
import { clear } from '../report/sample.js';
import {
  A,
  B,
  BILLING,
  blocker,
  gave,
  play,
  SQL,
  unjudged,
  type Outcome,
  type Scenario,
} from './scenario.js';

const SAME = { c1: { [A]: '1', [B]: '1' }, c2: { [A]: '1', [B]: '2' } };
const CHANGED = { c1: { [A]: '1', [B]: '1' }, c2: { [A]: '2', [B]: '1' } };
const APPROVED = gave('dba', 'APPROVED', 'c1');
const EARLIER = gave('dba', 'APPROVED', 'head');
const LATER = gave('dba', 'DISMISSED', 'head');
const ROUTE = { tables: 'billing_*', reviewers: [BILLING] };
const ON_BILLING = blocker({ file: B, tables: ['billing_items'] });
const TWO = { findings: [blocker(), ON_BILLING], experts: { reviewers: [SQL], routes: [ROUTE] } };
const CONFIG = '.github/precheck.yml';
const OBSERVES: Weakening = {
  file: CONFIG,
  kind: 'mode',
  subject: 'mode',
  was: 'enforce',
  becomes: 'observe',
  count: 1,
};
const WEAKENED = { findings: [], facts: { weakenings: [OBSERVES] } };
const ALWAYS = { findings: [], experts: { reviewers: [SQL], when: 'always' as const } };
const NOBODY = {
  title: 'Nobody can approve this: routing error',
  conclusion: 'action_required',
  held: true,
  ask: [],
};
const WAITS = { title: `Waiting for ${SQL}`, conclusion: 'action_required', held: true };
const PASSES = { conclusion: 'success', title: 'own', held: false, ask: [] };
const BY_DBA = {
  conclusion: 'success',
  title: 'Approved by @dba for these migrations',
  held: false,
  ask: [],
};
const STILL = { conclusion: 'success', title: 'Approval by @dba still applies', held: false, ask: [] };
const VOID = {
  title: 'Approval by @dba was for c1: migrations changed since',
  conclusion: 'action_required',
};

function team(change: object): Scenario['teams'] {
  return { [SQL]: { standing: 'can-review', members: ['dba'], ...change } };
}

type Row = readonly [what: string, given: Scenario, comes: Partial<Outcome>];

/** What happened in the pull request → who is asked, how the check ends. */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'who is needed': [
    ['an open blocker', {}, { ...WAITS, ask: [SQL], verdict: 'blocked' }],
    [
      'experts who are named twice, in another case',
      { experts: { reviewers: [SQL, '@Acme/SQL'] } },
      { ask: ['@Acme/SQL'], title: 'Waiting for @Acme/SQL' },
    ],
    ['a warning', { findings: [blocker({ severity: 'warning' })] }, PASSES],
    [
      'a warning, where warnings need one',
      { findings: [blocker({ severity: 'warning' })], experts: { reviewers: [SQL], when: 'warning' } },
      { ...WAITS, ask: [SQL] },
    ],
    [
      'advice, where warnings need one',
      { findings: [blocker({ severity: 'advice' })], experts: { reviewers: [SQL], when: 'warning' } },
      PASSES,
    ],
    [
      'a gap counts as a blocker',
      { findings: [], gaps: [unjudged()] },
      { ...WAITS, ask: [SQL], verdict: 'incomplete' },
    ],
    [
      'an acknowledgement that an expert must approve',
      { findings: [blocker({ state: 'requested', acknowledgement: { reason: 'small', line: 1 } })] },
      { ...WAITS, ask: [SQL], verdict: 'blocked' },
    ],
    [
      'acknowledged by the author, whose word is enough',
      { findings: [blocker({ state: 'acknowledged', acknowledgement: { reason: 'small', line: 1 } })] },
      { ...PASSES, verdict: 'acknowledged' },
    ],
    ['nothing found', { findings: [] }, PASSES],
    ['nothing found, where every migration needs one', ALWAYS, { ...WAITS, ask: [SQL], verdict: 'clear' }],
    ['nothing proposed, where every migration needs one', { ...ALWAYS, facts: { proposed: [] } }, PASSES],
    [
      'a warning whose acknowledgement an expert must grant, whatever `when` says',
      {
        findings: [
          blocker({
            severity: 'warning',
            state: 'requested',
            acknowledgement: { reason: 'small', line: 1 },
          }),
        ],
      },
      { ...WAITS, ask: [SQL] },
    ],
    [
      'an expert granted it',
      {
        findings: [
          blocker({
            severity: 'warning',
            state: 'requested',
            acknowledgement: { reason: 'small', line: 1 },
          }),
        ],
        reviews: [EARLIER],
      },
      { ...BY_DBA, verdict: 'acknowledged' },
    ],
    ['a warning that nobody acknowledged', { findings: [blocker({ severity: 'warning' })] }, PASSES],
    [
      'somebody asks for experts',
      { findings: [], facts: { escalatedBy: ['bob'] } },
      { ...WAITS, ask: [SQL] },
    ],
    [
      'somebody asks for experts about what is acknowledged, and nothing else is there',
      {
        findings: [blocker({ state: 'acknowledged', acknowledgement: { reason: 'small', line: 1 } })],
        facts: { escalatedBy: ['bob'], proposed: [] },
      },
      PASSES,
    ],
    [
      'somebody asks for experts where none are configured',
      { findings: [], experts: {}, facts: { escalatedBy: ['bob'] } },
      PASSES,
    ],
    [
      'no experts are configured',
      { experts: {} },
      { conclusion: 'failure', title: 'own', held: false, ask: [] },
    ],
    ['the configuration is weakened in the head', WEAKENED, { ...WAITS, ask: [SQL] }],
    ['the configuration is weakened where no experts are configured', { ...WEAKENED, experts: {} }, PASSES],
  ],
  routes: [
    [
      'by table',
      { findings: [ON_BILLING], experts: TWO.experts },
      { ask: [BILLING], title: `Waiting for ${BILLING}` },
    ],
    [
      'by table with its schema',
      { findings: [blocker({ tables: ['pay.billing_items'] })], experts: TWO.experts },
      { ask: [BILLING] },
    ],
    [
      'by table, another case',
      { findings: [blocker({ tables: ['BILLING_ITEMS'] })], experts: TWO.experts },
      { ask: [BILLING] },
    ],
    [
      'by table, another table',
      { findings: [blocker({ tables: ['billings'] })], experts: TWO.experts },
      { ask: [SQL] },
    ],
    [
      'by path',
      { experts: { reviewers: [SQL], routes: [{ paths: 'db/*_orders.sql', reviewers: [BILLING] }] } },
      { ask: [BILLING] },
    ],
    [
      'by engine',
      { experts: { reviewers: [SQL], routes: [{ engine: 'postgres', reviewers: [BILLING] }] } },
      { ask: [SQL] },
    ],
    [
      'by rule',
      { experts: { reviewers: [SQL], routes: [{ rule: 'enum-non-additive', reviewers: [BILLING] }] } },
      { ask: [BILLING] },
    ],
    [
      'by the id of a gap',
      {
        findings: [],
        gaps: [unjudged()],
        experts: { reviewers: [SQL], routes: [{ rule: 'statement-unreadable', reviewers: [BILLING] }] },
      },
      { ask: [BILLING] },
    ],
    [
      'by a severity that otherwise needs nobody',
      {
        findings: [blocker({ severity: 'warning' })],
        experts: { reviewers: [SQL], routes: [{ severity: 'warning', reviewers: [BILLING] }] },
      },
      { ask: [BILLING] },
    ],
    [
      'by table and path, where only one holds',
      { findings: [ON_BILLING], experts: { reviewers: [SQL], routes: [{ ...ROUTE, paths: 'app/**' }] } },
      { ask: [SQL] },
    ],
    ['two findings, two routes', TWO, { ask: [SQL, BILLING], title: `Waiting for ${SQL} and ${BILLING}` }],
    [
      'two routes for one finding: one approves',
      {
        findings: [ON_BILLING],
        experts: { routes: [ROUTE, { paths: '**', reviewers: [SQL] }] },
        reviews: [gave('bill', 'APPROVED', 'head')],
      },
      { ask: [SQL], verdict: 'blocked', held: true },
    ],
    [
      'two routes for one finding: both approve',
      {
        findings: [ON_BILLING],
        experts: { routes: [ROUTE, { paths: '**', reviewers: [SQL] }] },
        reviews: [gave('bill', 'APPROVED', 'head'), gave('dba', 'APPROVED', 'head')],
      },
      { ask: [], verdict: 'acknowledged', held: false },
    ],
    ['no route covers it and nobody is the default', { experts: { routes: [ROUTE] } }, NOBODY],
    [
      'the organisation and the repository ask others: only the own approves',
      {
        floor: { reviewers: [SQL] },
        experts: { reviewers: ['@ann'] },
        reviews: [gave('ann', 'APPROVED', 'head')],
      },
      { ask: [SQL], held: true },
    ],
    [
      'a repository cannot route past its organisation',
      { floor: { reviewers: [SQL] }, experts: { routes: [{ paths: '**', reviewers: ['@ann'] }] } },
      { ask: [SQL, '@ann'] },
    ],
    [
      'the organisation and the repository ask the same',
      { floor: { reviewers: [SQL] } },
      { ask: [SQL], title: `Waiting for ${SQL}` },
    ],
  ],
  approvals: [
    ['of the head', { reviews: [gave('dba', 'APPROVED', 'head')] }, { ...BY_DBA, verdict: 'acknowledged' }],
    ['written in another case', { reviews: [gave('deb', 'APPROVED', 'head')] }, { held: false }],
    ['of a login in another case', { reviews: [gave('DBA', 'APPROVED', 'head')] }, { held: false }],
    [
      'taken back under the login in another case',
      { reviews: [gave('dba', 'APPROVED', 'head'), gave('DBA', 'DISMISSED', 'head')] },
      WAITS,
    ],
    ['taken back, listed out of order', { reviews: [LATER, EARLIER] }, WAITS],
    [
      'of two, and both are void: the latest is told, and asked',
      { commits: CHANGED, reviews: [APPROVED, gave('Deb', 'APPROVED', 'c1')] },
      { title: 'Approval by @Deb was for c1: migrations changed since', ask: ['@Deb'] },
    ],
    [
      'of two routes, one of them for an earlier commit',
      { ...TWO, commits: SAME, reviews: [APPROVED, gave('bill', 'APPROVED', 'c2')] },
      { title: 'Approved by @dba and @bill for these migrations' },
    ],
    ['a push beside the migration', { commits: SAME, reviews: [APPROVED] }, STILL],
    [
      'a push that changes the migration',
      { commits: CHANGED, reviews: [APPROVED] },
      { ...VOID, ask: ['@dba'], verdict: 'blocked' },
    ],
    [
      'a force-push: the commit is gone',
      { commits: { c2: { [A]: '1' } }, reviews: [APPROVED] },
      { ...VOID, held: true },
    ],
    [
      'a rebase with the same migration',
      { commits: { c1: { [A]: '1' }, 'c1-rebased': { [A]: '1', [B]: '9' } }, reviews: [APPROVED] },
      STILL,
    ],
    [
      'a merge group with the same migration',
      { commits: { c1: { [A]: '1' }, group: { [A]: '1' } }, reviews: [APPROVED] },
      STILL,
    ],
    [
      'a merge group with another migration',
      { commits: { c1: { [A]: '1' }, group: { [A]: '7' } }, reviews: [APPROVED] },
      VOID,
    ],
    [
      'a file that nobody could read then',
      { commits: { c1: {}, c2: { [A]: '1' } }, reviews: [APPROVED] },
      VOID,
    ],
    [
      'a file that nobody could read now',
      { commits: { c1: { [A]: '1' }, c2: {} }, reviews: [APPROVED] },
      VOID,
    ],
    [
      'a migration that came later and needs them too',
      {
        findings: [blocker(), blocker({ file: B })],
        commits: { c1: { [A]: '1', [B]: null }, c2: { [A]: '1', [B]: '1' } },
        reviews: [APPROVED],
      },
      VOID,
    ],
    [
      'changed back to what was approved',
      { commits: { c1: { [A]: '1' }, c2: { [A]: '2' }, c3: { [A]: '1' } }, reviews: [APPROVED] },
      STILL,
    ],
    [
      'approved again after the change',
      { commits: CHANGED, reviews: [APPROVED, gave('dba', 'APPROVED', 'c2')] },
      BY_DBA,
    ],
    ['dismissed', { reviews: [gave('dba', 'DISMISSED', 'head')] }, WAITS],
    [
      'dismissed after an earlier approval',
      { reviews: [gave('dba', 'APPROVED', 'head'), gave('dba', 'DISMISSED', 'head')] },
      WAITS,
    ],
    [
      'a comment after the approval',
      { reviews: [gave('dba', 'APPROVED', 'head'), gave('dba', 'COMMENTED', 'head')] },
      BY_DBA,
    ],
    ['only a comment', { reviews: [gave('dba', 'COMMENTED', 'head')] }, WAITS],
    ['of somebody who is no expert', { reviews: [gave('bob', 'APPROVED', 'head')] }, WAITS],
    [
      'of the author',
      { author: 'dba', reviews: [gave('dba', 'APPROVED', 'head')] },
      { ...WAITS, verdict: 'blocked' },
    ],
    ['of a committer', { committers: ['DBA'], reviews: [gave('dba', 'APPROVED', 'head')] }, WAITS],
    [
      'of somebody who left the team',
      { teams: team({ members: ['deb'] }), reviews: [gave('dba', 'APPROVED', 'head')] },
      WAITS,
    ],
    [
      'of a member of a child team',
      { teams: team({ members: ['child', 'dba'] }), reviews: [gave('child', 'APPROVED', 'head')] },
      { held: false },
    ],
    [
      'asked for changes',
      { reviews: [gave('dba', 'CHANGES_REQUESTED', 'head')] },
      { conclusion: 'failure', title: '@dba asked for changes', ask: [], held: true },
    ],
    [
      'one approves, another asks for changes',
      { reviews: [gave('dba', 'CHANGES_REQUESTED', 'head'), gave('Deb', 'APPROVED', 'head')] },
      { conclusion: 'failure', title: '@dba asked for changes' },
    ],
    [
      'asked for changes, then approved',
      { reviews: [gave('dba', 'CHANGES_REQUESTED', 'head'), gave('dba', 'APPROVED', 'head')] },
      BY_DBA,
    ],
    [
      'asked for changes, which were made',
      { commits: CHANGED, reviews: [gave('dba', 'CHANGES_REQUESTED', 'c1')] },
      {
        conclusion: 'action_required',
        title: 'Waiting for @dba, who asked for changes: migrations changed since',
        ask: ['@dba'],
      },
    ],
    [
      'the author asked for changes',
      { author: 'dba', reviews: [gave('dba', 'CHANGES_REQUESTED', 'head')] },
      WAITS,
    ],
    [
      'of every migration, where nothing was found',
      { ...ALWAYS, reviews: [gave('dba', 'APPROVED', 'head')] },
      { ...BY_DBA, verdict: 'clear' },
    ],
    ['of every migration, when one of them changes', { ...ALWAYS, commits: SAME, reviews: [APPROVED] }, VOID],
    [
      'of a weakened configuration',
      { ...WEAKENED, commits: { head: { [CONFIG]: 'x' } }, reviews: [gave('dba', 'APPROVED', 'head')] },
      { ...BY_DBA, title: 'Approved by @dba for these settings' },
    ],
    [
      'of a weakened configuration that was weakened further',
      { ...WEAKENED, commits: { c1: { [CONFIG]: 'x' }, c2: { [CONFIG]: 'y' } }, reviews: [APPROVED] },
      { ...VOID, title: 'Approval by @dba was for c1: settings changed since' },
    ],
    [
      'of a configuration that is gone in both',
      { ...WEAKENED, commits: { c1: { [CONFIG]: null }, c2: { [CONFIG]: null } }, reviews: [APPROVED] },
      STILL,
    ],
    [
      'one of two routes',
      { ...TWO, reviews: [gave('dba', 'APPROVED', 'head')] },
      { ask: [BILLING], title: `Waiting for ${BILLING}`, verdict: 'blocked' },
    ],
    [
      'a push to the files of the other route',
      { ...TWO, commits: SAME, reviews: [APPROVED, gave('bill', 'APPROVED', 'c2')] },
      { held: false, verdict: 'acknowledged' },
    ],
  ],
  'nobody can approve': [
    ['an empty team', { teams: team({ members: [] }) }, { ...NOBODY, left: [`${SQL} empty`] }],
    [
      'a team that does not exist',
      { teams: team({ standing: 'missing' }) },
      { ...NOBODY, left: [`${SQL} missing`] },
    ],
    [
      'a secret team',
      { teams: team({ standing: 'not-visible' }) },
      { ...NOBODY, left: [`${SQL} not-visible`] },
    ],
    [
      'a team without write access',
      { teams: team({ standing: 'cannot-write' }) },
      { ...NOBODY, left: [`${SQL} cannot-write`] },
    ],
    [
      'a team without write access approves',
      { teams: team({ standing: 'cannot-write' }), reviews: [gave('dba', 'APPROVED', 'head')] },
      NOBODY,
    ],
    [
      'the App may not look',
      { experts: { reviewers: ['@acme/unseen'] } },
      { ...NOBODY, left: ['@acme/unseen unknown'] },
    ],
    [
      'all of the team are involved',
      { author: 'dba', committers: ['deb'] },
      { ...NOBODY, left: [`${SQL} involved`] },
    ],
    [
      'the only expert is the author',
      { author: 'Ann', experts: { reviewers: ['@ann'] } },
      { ...NOBODY, left: ['@ann involved'] },
    ],
    [
      'one of two teams',
      { teams: team({ members: [] }), experts: { reviewers: [SQL, BILLING] } },
      { ask: [BILLING], left: [`${SQL} empty`], title: `Waiting for ${SQL} and ${BILLING}` },
    ],
    [
      'one of two routes, the other approves',
      { ...TWO, teams: team({ members: [] }), reviews: [gave('bill', 'APPROVED', 'head')] },
      NOBODY,
    ],
    ['on a draft it is said too', { isDraft: true, teams: team({ members: [] }) }, NOBODY],
  ],
  requests: [
    [
      'nobody on a draft',
      { isDraft: true },
      { ask: [], conclusion: 'action_required', title: 'Draft: experts are asked when it is ready' },
    ],
    ['approved on a draft', { isDraft: true, reviews: [gave('dba', 'APPROVED', 'head')] }, BY_DBA],
    ['when the draft is ready', { after: { isDraft: true } }, { ask: [SQL] }],
    ['nobody where Precheck only observes', { mode: 'observe' }, { ask: [] }],
    ['once', { after: {} }, { ...WAITS, ask: [] }],
    [
      'once, in whatever order the files are found',
      {
        findings: [blocker({ file: B }), blocker()],
        after: { findings: [blocker(), blocker({ file: B })] },
      },
      { ask: [] },
    ],
    [
      'once, however the handle is written',
      { experts: { reviewers: ['@Acme/SQL'] }, after: { experts: { reviewers: ['@Acme/SQL'] } } },
      { ask: [] },
    ],
    [
      'not who is asked already, however the handle is written',
      { experts: { reviewers: ['@Acme/SQL'] }, requested: ['@acme/sql'] },
      { ask: [] },
    ],
    [
      'nobody twice who cannot be asked',
      {
        experts: {
          routes: [
            { paths: '**', reviewers: ['@acme/unseen'] },
            { engine: 'mysql', reviewers: ['@Acme/Unseen'] },
          ],
        },
      },
      { ask: [], left: ['@Acme/Unseen unknown'] },
    ],
    ['not who is asked already, by whomever', { requested: ['@Acme/SQL'] }, { ask: [] }],
    ['a team that auto-assignment replaced by a member', { requested: ['@dba'] }, { ask: [] }],
    ['a team, though somebody else is asked already', { requested: ['@bob'] }, { ask: [SQL] }],
    [
      'after auto-assignment, when the member has commented',
      { after: {}, reviews: [gave('dba', 'COMMENTED', 'head')] },
      { ask: [] },
    ],
    [
      'again when the migration changed',
      { after: { commits: { c1: { [A]: '1' } } }, commits: CHANGED },
      { ask: [SQL] },
    ],
    [
      'not when something else changed',
      { after: { commits: { c1: { [A]: '1' } } }, commits: SAME },
      { ask: [] },
    ],
    [
      'once more after a void approval',
      { after: { commits: { c1: { [A]: '1' } } }, commits: CHANGED, reviews: [APPROVED] },
      { ask: ['@dba'] },
    ],
    [
      'only once after a void approval',
      { after: { commits: CHANGED, reviews: [APPROVED] }, commits: CHANGED, reviews: [APPROVED] },
      { ask: [] },
    ],
    [
      'not who asked for changes, until they are made',
      { reviews: [gave('dba', 'CHANGES_REQUESTED', 'head')] },
      { ask: [] },
    ],
    ['a user by name', { experts: { reviewers: ['@ann'] } }, { ask: ['@ann'] }],
    ['the team although the author is in it', { author: 'dba' }, { ask: [SQL] }],
  ],
};

describe.each(Object.entries(TABLE))('%s', (_, rows) => {
  it.each(rows)('%s', (_what, given, comes) => {
    expect(play(given)).toMatchObject(comes);
  });
});

describe('an approval', () => {
  const demand: Demand = {
    id: 'd',
    kind: 'default',
    reviewers: [SQL, '@ann'],
    route: null,
    reasons: [],
    subjects: ['asked', 'open'],
    files: [A],
  };
  const facts = {
    reviews: [],
    contents: { headSha: 'head', head: new Map(), reviewed: new Map() },
    involved: { author: 'ann', committers: [] },
    reviewers: new Map([['@ann', { standing: 'can-review' as const, members: [] }]]),
  };

  it('that nobody can give says why, of each', () => {
    expect(approvalOf(demand, facts)).toEqual({
      kind: 'nobody',
      unable: [
        { handle: SQL, why: 'unknown' },
        { handle: '@ann', why: 'involved' },
      ],
    });
  });

  it('keeps the reason that the author gave, and leaves alone what is acknowledged', () => {
    const asked = { reason: 'small', line: 3 };
    const findings = [
      blocker({ fingerprint: 'asked', state: 'requested', acknowledgement: asked }),
      blocker({ fingerprint: 'open' }),
      blocker({ fingerprint: 'other' }),
    ];
    const approval = { kind: 'approved', by: 'dba', commit: 'head', carriedOver: false } as const;
    const standing = { demands: [{ demand, approval }], decision: { kind: 'none' } } as const;
    const applied = applyApprovals(clear({ findings }), standing);
    expect(applied.findings.map(({ state, acknowledgement }) => [state, acknowledgement])).toEqual([
      ['acknowledged', { ...asked, approvedBy: 'dba' }],
      ['acknowledged', { reason: 'approved by an expert', line: null, by: 'dba' }],
      ['open', null],
    ]);
  });
});

it('demands one approval of the same people, however two policies write them', () => {
  const policy = (...reviewers: readonly string[]) => ({ reviewers, when: 'blocker' as const, routes: [] });
  const policies = [policy(SQL, BILLING), policy('@Acme/Billing', SQL)];
  const facts = { proposed: [], escalatedBy: [], weakenings: [] };
  const gaps = [unjudged({ fingerprint: 'g' })];
  const demands = demandsOf({ findings: [blocker({ fingerprint: 'f' })], gaps }, policies, facts);
  expect(demands.map(({ reviewers, subjects }) => [reviewers, subjects])).toEqual([
    [
      [SQL, BILLING],
      ['f', 'g'],
    ],
  ]);
  expect(demands[0]?.reasons.map(({ kind }) => kind)).toEqual(['finding', 'gap']);
});
