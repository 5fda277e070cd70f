import { describe, expect, it } from '@jest/globals';

import type { ExpertPolicy } from '../../src/engine/review-input.js';
import { demandsOf } from '../../src/escalation/demands.js';
import { examineOwners } from '../../src/repository/owners.js';
import type { Snapshot } from '../../src/repository/snapshot.js';
import { finding } from '../report/sample.js';

const PATH = '.github/CODEOWNERS';
const FILE = 'billing/1_x.sql';

function owned(text: string): Snapshot {
  return {
    entries: new Map([[PATH, { path: PATH, id: '1', size: text.length, type: 'file' }]]),
    read: () => Promise.resolve(new Map([[PATH, { kind: 'text', text }]])),
  };
}

const policy = (change: Partial<ExpertPolicy>): ExpertPolicy => ({
  reviewers: ['@acme/default'],
  when: 'blocker',
  routes: [],
  ...change,
});
const BILLING = { reviewers: ['@acme/billing'], paths: 'billing/**' };

type Row = readonly [string, readonly ExpertPolicy[], readonly string[]];

const ROWS: readonly Row[] = [
  ['a route that covers them, in place of the default', [policy({ routes: [BILLING] })], ['@acme/billing']],
  [
    'the default, where no route covers them',
    [policy({ routes: [{ ...BILLING, paths: 'x/**' }] })],
    ['@acme/default'],
  ],
  [
    'the default, where only their contents tell of a route',
    [policy({ routes: [{ ...BILLING, tables: 'none' }] })],
    ['@acme/default'],
  ],
  ['a route for their server', [policy({ routes: [{ ...BILLING, engine: 'mysql' }] })], ['@acme/billing']],
  [
    'not a route for another server',
    [policy({ routes: [{ ...BILLING, engine: 'postgres' }] })],
    ['@acme/default'],
  ],
  [
    'each of several routes, once',
    [policy({ routes: [BILLING, { reviewers: ['@acme/billing', '@acme/all'] }] })],
    ['@acme/billing', '@acme/all'],
  ],
  [
    'those of every policy',
    [policy({ routes: [BILLING] }), policy({ reviewers: ['@acme/floor'] })],
    ['@acme/billing', '@acme/floor'],
  ],
];

describe('the owners of migrations should be those whom Precheck asks:', () => {
  it.each(ROWS)('%s', async (_, policies, expected) => {
    const migrations = [{ path: FILE, engine: 'mysql' }] as const;
    const examined = async (text: string) =>
      (await examineOwners(owned(text), policies, migrations)).problems;
    expect(await examined(`billing/ ${expected.join(' ')}\n`)).toEqual([]);
    expect(await examined('billing/ @eve\n')).toMatchObject([
      { kind: 'experts-absent', correction: `billing/ @eve ${expected.join(' ')}` },
    ]);
    const found = finding({ file: FILE, engine: 'mysql', tables: ['orders'] });
    const facts = { proposed: migrations, escalatedBy: [], weakenings: [] };
    const demands = demandsOf({ findings: [found], gaps: [] }, policies, facts);
    const asked = demands.flatMap(({ reviewers }) => reviewers).map((handle) => handle.toLowerCase());
    expect(new Set(asked)).toEqual(new Set(expected));
  });
});
