import { expect, it } from '@jest/globals';

import { setUpProblems, type SetUpFacts, type SetUpProblem } from '../../src/escalation/expert-set-up.js';
import type { ReviewerFacts } from '../../src/escalation/reviewers.js';
import type { ExpertPolicy } from '../../src/engine/review-input.js';

const KNOWN = new Map<string, ReviewerFacts>([
  ['@acme/sql', { standing: 'can-review', members: ['dba', 'Dora'] }],
  ['@acme/one', { standing: 'can-review', members: ['DBA'] }],
  ['@acme/empty', { standing: 'can-review', members: [] }],
  ['@acme/dark', { standing: 'not-visible', members: ['a', 'b'] }],
  ['@ann', { standing: 'can-review', members: ['ann'] }],
  ['@rob', { standing: 'cannot-write', members: ['rob'] }],
]);

const MIGRATION = { path: 'db/1.sql', engine: 'mysql' };

function shown(problem: SetUpProblem): string {
  const where = problem.route === null ? 'default' : `route ${String(problem.route)}`;
  switch (problem.kind) {
    case 'unable':
      return `${where}: ${problem.handle} ${problem.why}${problem.isReplaceable ? '' : ', nobody else'}`;
    case 'one':
      return `${where}: only ${problem.login}`;
    case 'unrouted':
      return `${where}: ${String(problem.count)} like ${problem.path}`;
  }
}

const policy = (change: Partial<ExpertPolicy>): ExpertPolicy => ({
  reviewers: [],
  when: 'blocker',
  routes: [],
  ...change,
});

type Row = readonly [string, Partial<ExpertPolicy>, readonly string[], Partial<SetUpFacts>?];

const ROWS: readonly Row[] = [
  ['no experts', {}, []],
  ['a team of two', { reviewers: ['@Acme/SQL'] }, []],
  ['a team of one', { reviewers: ['@acme/one'] }, ['default: only dba']],
  ['one person twice', { reviewers: ['@acme/one', '@dba'] }, ['default: @dba unknown', 'default: only dba']],
  ['two of one each', { reviewers: ['@acme/one', '@ann'] }, []],
  ['an empty team', { reviewers: ['@acme/empty'] }, ['default: @acme/empty empty, nobody else']],
  [
    'a secret team beside another',
    { reviewers: ['@acme/dark', '@acme/sql'] },
    ['default: @acme/dark not-visible'],
  ],
  ['a user without access', { reviewers: ['@rob'] }, ['default: @rob cannot-write, nobody else']],
  [
    'the same team in two routes, said at both where it leaves nobody',
    {
      reviewers: ['@acme/sql', '@acme/dark'],
      routes: [{ reviewers: ['@acme/dark'] }, { reviewers: ['@acme/dark'] }],
    },
    [
      'default: @acme/dark not-visible',
      'route 0: @acme/dark not-visible, nobody else',
      'route 1: @acme/dark not-visible, nobody else',
    ],
  ],
  [
    'routes and nobody for the rest',
    { routes: [{ tables: 'a', reviewers: ['@acme/sql'] }] },
    ['default: 1 like db/1.sql'],
  ],
  ['a route for every path', { routes: [{ paths: 'db/**', reviewers: ['@acme/sql'] }] }, []],
  ['a route for the engine', { routes: [{ engine: 'mysql', reviewers: ['@acme/sql'] }] }, []],
  [
    'a route for another engine',
    { routes: [{ engine: 'postgres', reviewers: ['@acme/sql'] }] },
    ['default: 1 like db/1.sql'],
  ],
  [
    'a route for an engine, where nobody knows the engine',
    { routes: [{ engine: 'postgres', reviewers: ['@acme/sql'] }] },
    [],
    { migrations: [{ path: 'db/1.sql', engine: undefined }] },
  ],
  ['a route for blockers', { routes: [{ severity: 'blocker', reviewers: ['@acme/sql'] }] }, []],
  ['no migrations yet', { routes: [{ tables: 'a', reviewers: ['@acme/sql'] }] }, [], { migrations: [] }],
  ['nobody was looked up', { reviewers: ['@acme/empty'] }, [], { known: undefined }],
];

it.each(ROWS.map(([what, ...row]) => ({ what, row })))('$what', ({ row: [given, problems, facts] }) => {
  const all: SetUpFacts = { migrations: [MIGRATION], known: KNOWN, ...facts };
  expect(setUpProblems([policy(given)], all).map(shown)).toEqual(problems);
});

it('looks at each policy for itself', () => {
  const problems = setUpProblems(
    [policy({ reviewers: ['@acme/empty'] }), policy({ reviewers: ['@acme/one'] })],
    {
      migrations: [],
      known: KNOWN,
    },
  );
  expect(problems.map(({ policy: index, kind }) => [index, kind])).toEqual([
    [0, 'unable'],
    [1, 'one'],
  ]);
});

it('counts what no route covers, and names the last', () => {
  const migrations = ['db/1.sql', 'app/2.sql', 'app/3.sql'].map((path) => ({ path, engine: 'mysql' }));
  const routed = policy({ routes: [{ paths: 'db/**', reviewers: ['@acme/sql'] }] });
  expect(setUpProblems([routed], { migrations, known: undefined }).map(shown)).toEqual([
    'default: 2 like app/3.sql',
  ]);
});
