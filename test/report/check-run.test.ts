import { describe, expect, it } from '@jest/globals';
import type { Review } from '../../src/engine/finding.js';
import type { InputProblem, ReviewSettings } from '../../src/engine/review-input.js';
import { failedCheck, supersededCheck } from '../../src/report/check-run.js';
import { makePlan } from '../../src/report/make-plan.js';
import type { CheckPlan } from '../../src/report/plan.js';
import { clear, FILE, finding, gap, INSTANT, on, OPTIONS, pull, review, settings } from './sample.js';

const acknowledgement = { reason: 'small', line: 2 };

function check(
  given: Review,
  mode: ReviewSettings['mode'] = 'enforce',
  migrations = 3,
  problems: readonly InputProblem[] = [],
): CheckPlan {
  const options = { ...OPTIONS, reviewedMigrations: migrations };
  return makePlan(given, { settings: settings({ mode }), problems }, pull(), options).check;
}

describe('states of the check', () => {
  const states: readonly [Review, number, string, string, string][] = [
    [
      clear({ checked: [] }),
      0,
      'success',
      'No SQL migrations in this pull request',
      'No SQL migrations in this pull request',
    ],
    [clear(), 3, 'success', 'No findings in 3 migrations', 'No findings in 3 migrations'],
    [
      clear({ findings: [finding({ severity: 'advice' }), finding({ severity: 'warning' })] }),
      3,
      'success',
      'No blocking findings (2 notes)',
      'No blocking findings (2 notes)',
    ],
    [
      clear({ verdict: 'acknowledged', findings: [finding({ state: 'acknowledged', acknowledgement })] }),
      3,
      'success',
      'No open findings (1 acknowledged)',
      'No open findings (1 acknowledged)',
    ],
    [review(), 3, 'failure', '1 finding to fix before merge', 'Would block: 1 finding to fix before merge'],
    [
      review({ findings: [finding(), finding(), finding({ severity: 'warning' })], gaps: [gap()] }),
      3,
      'failure',
      '2 findings to fix before merge',
      'Would block: 2 findings to fix before merge',
    ],
    [
      review({ findings: [finding({ state: 'requested', acknowledgement })] }),
      3,
      'action_required',
      '1 acknowledged finding must be approved by an expert',
      'Would block: 1 acknowledged finding must be approved by an expert',
    ],
    [
      clear({ verdict: 'incomplete', gaps: [gap(), gap(), gap({ state: 'acknowledged', acknowledgement })] }),
      3,
      'action_required',
      '2 statements could not be judged',
      'Would block: 2 statements could not be judged',
    ],
    [
      clear({ verdict: 'incomplete', gaps: [gap(), gap({ id: 'migration-unsupported', statement: '' })] }),
      0,
      'action_required',
      '1 statement and 1 file could not be judged',
      'Would block: 1 statement and 1 file could not be judged',
    ],
  ];
  it.each(states)('%#', (given, migrations, conclusion, title, observedTitle) => {
    expect(check(given, 'enforce', migrations)).toMatchObject({ conclusion, title });
    expect(check(given, 'observe', migrations)).toMatchObject({
      conclusion: 'success',
      title: observedTitle,
    });
  });

  it('has states without a review', () => {
    expect(failedCheck('ab12')).toMatchObject({
      conclusion: 'failure',
      title: 'Precheck could not finish (id ab12): re-run',
    });
    expect(failedCheck('ab12', 'observe')).toMatchObject({
      conclusion: 'success',
      title: 'Would block: Precheck could not finish (id ab12): re-run',
    });
    expect(supersededCheck(`def4567${'0'.repeat(33)}`)).toMatchObject({
      conclusion: 'cancelled',
      title: 'Superseded by def4567',
    });
    expect(supersededCheck('closed')).toMatchObject({ conclusion: 'cancelled', title: 'Closed meanwhile' });
  });
});

describe('the summary', () => {
  it('does not repeat the title, which GitHub shows above it', () => {
    const { title, summary } = check(review());
    expect(summary).not.toContain(title);
    expect(summary).toMatch(/^### What to do\n/);
    expect(check(review(), 'observe').summary).toMatch(/^Precheck only observes here/);
    expect(check(clear({ checked: [] }), 'enforce', 0).summary).toBe(
      '**No SQL migrations in this pull request**',
    );
  });

  it('says what was assumed, checked, noted and misconfigured', () => {
    const { summary } = check(
      clear({
        notices: [{ file: FILE, line: 2, text: '`precheck:nolint x` matches nothing here: remove it.' }],
        checked: [
          {
            path: 'db/migrations',
            migrations: 1,
            statements: 1,
            history: 0,
            engine: 'mysql',
            environments: [
              { name: 'eu', version: '8.0.28', assumed: false },
              { name: 'us', version: '8.0', assumed: true },
            ],
          },
        ],
      }),
      'observe',
      1,
      [
        {
          kind: 'configuration',
          file: '.github/precheck.yml',
          line: 3,
          column: 2,
          reason: '`modee` is unknown.',
        },
      ],
    );
    expect(summary).toContain('`.github/precheck.yml:3:2`: `modee` is unknown.');
    expect(summary).toContain(
      '1 migration (1 statement), no history before them, MySQL 8.0.28 (`eu`), 8.0 (`us`)',
    );
    expect(summary).toContain('MySQL 8.0 was assumed: say under');
    expect(summary).toContain('matches nothing here');
    expect(summary).toContain('only observes');
  });

  it('links the lines of the reviewed commit', () => {
    const file = 'db/a b/#1 (x)|[y].sql';
    const { summary } = check(review({ findings: [finding({ file, endLine: 5 })] }));
    expect(summary).toContain(
      '/blob/1234567890123456789012345678901234567890/db/a%20b/%231%20%28x%29%7C%5By%5D.sql#L3-L5)',
    );
    expect(summary.split('\n').filter((line) => line.includes('%231'))).toHaveLength(1);
  });

  it('tells what the server does with each statement', () => {
    expect(check(review()).text).toContain('copies `orders` row by row (`ALGORITHM=COPY`, `LOCK=SHARED`)');
    expect(check(clear({ statements: [] })).text).toBeNull();
  });

  it('names the only server once, above the table', () => {
    const impacts = [on('default', '8.0.36', INSTANT)];
    const { text } = check(
      clear({ statements: [2, 3].map((line) => ({ file: FILE, line, endLine: line, impacts })) }),
    );
    expect(text).toContain('### What MySQL 8.0.36 does\n\n| Where | Work | Who waits |\n');
    expect(text?.split('8.0.36')).toHaveLength(2);
  });

  it('names servers that do the same in one row', () => {
    const impacts = [on('eu', '8.0.28'), on('us', '8.0.36', INSTANT), on('asia', '8.0.28')];
    const { text } = check(clear({ statements: [{ file: FILE, line: 2, endLine: 2, impacts }] }));
    const rows = text?.split('\n').filter((line) => line.includes('.sql:2')) ?? [];
    expect(rows.map((row) => row.split(' | ')[1])).toEqual([
      '8.0.28 (`eu`), 8.0.28 (`asia`)',
      '8.0.36 (`us`)',
    ]);
  });

  it('shows the folder of a file whose name says nothing', () => {
    const file = 'prisma/migrations/20260101_users/migration.sql';
    const { summary } = check(review({ findings: [finding({ file })] }));
    expect(summary).toContain('[`20260101_users/migration.sql:3`](');
  });
});

describe('annotations', () => {
  it('are plain text with the address of the page', () => {
    const { annotations } = check(
      review({ findings: [finding({ file: 'db/other.sql', line: 0, impacts: [on('default', '8.0.36')] })] }),
    );
    expect(annotations).toEqual([
      {
        path: 'db/other.sql',
        startLine: 1,
        endLine: 3,
        level: 'failure',
        title: 'orders.status loses the value D: rows that hold it make the migration fail',
        message:
          'The ENUM of orders.status loses D. MySQL copies the table, and a row that holds D stops it with error 1265. ' +
          'Keep D in the list, and add new values at its end.\n' +
          'enum-non-additive: How do I remove an ENUM value without a table copy? https://precheck.example/rules/enum-non-additive',
      },
    ]);
  });
});
