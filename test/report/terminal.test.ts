import { describe, expect, it } from '@jest/globals';
import type { Review } from '../../src/engine/finding.js';
import { renderTerminal, type TerminalOptions } from '../../src/report/terminal.js';
import { visibleWidth } from '../../src/report/wrap.js';
import { clear, finding, gap, INSTANT, LINES, on, OPTIONS, review, settings } from './sample.js';

const options: TerminalOptions = {
  problems: [],
  settings: settings(),
  docs: OPTIONS.docs,
  questions: OPTIONS.questions,
  color: false,
  width: 90,
  source: () => LINES.join('\n'),
  elapsedMs: 812,
};

const show = (given: Review, more: Partial<TerminalOptions> = {}): string =>
  renderTerminal(given, { ...options, ...more });

describe('renderTerminal', () => {
  it('shows a finding', () => {
    expect(show(review())).toBe(`blocker  db/migrations/0042_drop_status.sql:3  enum-non-additive
  \`orders.status\` loses the value \`D\`: rows that hold it make the migration fail

    3 │   CHANGE status status ENUM('A','B','C');
      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

  Why     The ENUM of \`orders.status\` loses \`D\`. MySQL copies the table, and a row that
          holds \`D\` stops it with error 1265.
  Server  MySQL 8.0.36 copies \`orders\` row by row (\`ALGORITHM=COPY\`, \`LOCK=SHARED\`):
          writes wait until it is done, reads go on.
  Safer   Keep \`D\` in the list, and add new values at its end.

          -   CHANGE status status ENUM('A','B','C');
          +   CHANGE status status ENUM('A','B','C','D');

  Read    How do I remove an ENUM value without a table copy?
          https://precheck.example/rules/enum-non-additive

To acknowledge one, write \`-- precheck:nolint <rule> <reason>\` above its statement.

Checked 1 migration (2 statements) against 41 in history, MySQL 8.0.36.
✗ Blocked: 1 blocker. (0.8 s)
`);
  });

  const verdicts: readonly [Review, Partial<TerminalOptions>, string][] = [
    [clear(), {}, '✓ Clear: nothing here hurts. (0.8 s)\n'],
    [
      clear({ findings: [finding({ severity: 'advice' })] }),
      {},
      '✓ Clear: nothing blocks; 1 advice. (0.8 s)\n',
    ],
    [clear({ checked: [] }), {}, '✓ Nothing to check: no SQL migration changes here. (0.8 s)\n'],
    [
      clear({
        verdict: 'acknowledged',
        findings: [finding({ state: 'acknowledged', acknowledgement: { reason: 'x', line: 1 } })],
      }),
      {},
      '✓ Acknowledged: nothing blocks; 1 acknowledged. (0.8 s)\n',
    ],
    [clear({ verdict: 'incomplete', gaps: [gap(), gap()] }), {}, '✗ Incomplete: 2 not judged. (0.8 s)\n'],
    [
      review({ gaps: [gap()] }),
      { settings: settings({ mode: 'observe' }), elapsedMs: undefined },
      '✗ Blocked (only observed): 1 blocker and 1 not judged.\n',
    ],
  ];
  it.each(verdicts)('ends in the verdict %#', (given, more, expected) => {
    expect(show(given, more).endsWith(expected)).toBe(true);
  });

  it('says what each server does where they differ', () => {
    const text = show(
      review({ findings: [finding({ impacts: [on('eu', '8.0.28'), on('us', '8.0.36', INSTANT)] })] }),
    );
    expect(text).toContain('  Server  eu 8.0.28: copies `orders` row by row');
    expect(text).toContain('          us 8.0.36: changes the definition only');
  });

  it('shows the first lines of a long statement and its last', () => {
    const source = (): string => Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join('\r\n');
    const text = show(review({ findings: [finding({ line: 3, endLine: 30, suggestion: null })] }), {
      source,
    });
    expect(text).toContain('> 30 │ line 30');
    expect(text).toContain('>  8 │ line 8\n       ⋮\n');
    expect(text).not.toContain('line 20');
  });

  it('does without the file, and with lines that it does not have', () => {
    expect(show(review(), { source: () => undefined })).toContain('          + ALTER TABLE orders');
    expect(show(review({ findings: [finding({ line: 99, endLine: 99 })] }))).not.toContain('│');
  });

  it('explains advice once, without what the server does, and shows its lines once', () => {
    const advice = finding({ rule: 'algorithm-clause', severity: 'advice', message: 'Because.' });
    const other = {
      ...advice,
      line: 4,
      endLine: 4,
      suggestionLine: 4,
      suggestionEndLine: 4,
      suggestion: 'SELECT 1;',
    };
    const text = show(clear({ findings: [advice, other, { ...advice, file: 'z.sql' }] }));
    expect(text.match(/Because\./g)).toHaveLength(1);
    expect(text).not.toMatch(/Server|│/);
    expect(text).toContain("-   CHANGE status status ENUM('A','B','C');");
    expect(text).toContain('- UPDATE orders SET x = 1;');
    expect(text).toContain(
      '  Why     As for line 3, above.\n  Read    https://precheck.example/rules/algorithm-clause\n',
    );
    expect(text).toContain(`  Why     As for \`${advice.file}:3\`, above.`);
  });

  it('explains advice of one rule again where more than names differ', () => {
    const advice = finding({ rule: 'algorithm-clause', severity: 'advice', message: '`a` is copied.' });
    const named = { ...advice, line: 4, message: '`b` is copied.' };
    const other = { ...advice, line: 5, message: '`c` is rebuilt in place.' };
    const text = show(clear({ findings: [advice, named, other] }));
    expect(text).toContain('`a` is copied.');
    expect(text).not.toContain('`b` is copied.');
    expect(text).toContain('`c` is rebuilt in place.');
  });

  it('says once what is the same, word for word, of two findings of a rule', () => {
    const long =
      'The ENUM loses a value. MySQL copies the table, and a row that holds it stops it with error 1265.';
    const other = finding({ line: 2, endLine: 2, message: long });
    const same = show(review({ findings: [finding({ message: long }), other] }));
    expect(same.split(long.slice(0, 40))).toHaveLength(2);
    expect(same).toContain('  Why     As for line 2, above.\n\n');
    const differs = show(review({ findings: [finding(), finding({ line: 2, endLine: 2, message: long })] }));
    expect(differs).toContain('  Why     The ENUM of');
    expect(differs).toContain('  Server  As for line 2, above.\n  Safer   Keep');
    const another = finding({ line: 2, endLine: 2, message: long, rule: 'table-copied' });
    expect(show(review({ findings: [finding({ message: long }), another] }))).not.toContain('As for');
  });

  it('shows what a suggestion changes in a line that is longer than the terminal', () => {
    const start = `ALTER TABLE orders ${'ADD COLUMN another_one INT, '.repeat(8)}`;
    const suggested = {
      suggestion: `${start}DROP b, ALGORITHM=INSTANT;`,
      suggestionLine: 1,
      suggestionEndLine: 1,
    };
    const text = show(review({ findings: [finding({ ...suggested, line: 1, endLine: 1 })] }), {
      source: () => `${start}DROP b;`,
    });
    expect(text).toMatch(/- ….*DROP b;\n/);
    expect(text).toMatch(/\+ ….*DROP b, ALGORITHM=INSTANT;\n/);
    expect(Math.max(...text.split('\n').map((line) => visibleWidth(line)))).toBeLessThanOrEqual(90);
  });

  it('shows all that a suggestion puts in at the end of a long line', () => {
    const start = `ALTER TABLE orders ${'ADD COLUMN another_one INT, '.repeat(8)}`;
    const clause = ', ALGORITHM=INPLACE, LOCK=NONE, ALGORITHM=INPLACE';
    const suggested = { suggestion: `${start}DROP b${clause};`, suggestionLine: 1, suggestionEndLine: 1 };
    const text = show(review({ findings: [finding({ ...suggested, line: 1, endLine: 1 })] }), {
      source: () => `${start}DROP b;`,
    });
    expect(text).toContain(`DROP b${clause};\n`);
  });

  it('says why it could not be told what the server does as a sentence of its own', () => {
    const impacts = [
      { environment: 'default', version: '8.0.36', impact: null, undecided: 'The table is not known.' },
    ];
    expect(show(review({ findings: [finding({ impacts })] })).replace(/\s+/g, ' ')).toContain(
      'Server It could not be told what MySQL 8.0.36 does. The table is not known. Safer',
    );
  });

  it('says once why several statements could not be judged, and quotes each', () => {
    const text = show(clear({ verdict: 'incomplete', gaps: [gap(), gap({ line: 3, endLine: 3 })] }));
    expect(text.match(/FROBNICATE/g)).toHaveLength(1);
    expect(text.match(/ │ /g)).toHaveLength(4);
  });

  it('puts what is acknowledged last, the worst first', () => {
    const done = { state: 'acknowledged', acknowledgement: { reason: 'x', line: 1 } } as const;
    const text = show(
      clear({
        findings: [
          finding({ ...done, severity: 'advice', line: 1 }),
          finding({ ...done, line: 2 }),
          finding({ severity: 'advice', line: 3 }),
        ],
      }),
    );
    expect(text.match(/sql:\d(?= {2})/g)).toEqual(['sql:3', 'sql:2', 'sql:1']);
  });

  it('names the history whose version was assumed only among several', () => {
    const checked = review().checked.slice(0, 1);
    const assumed = checked.map((one) => ({
      ...one,
      environments: [{ name: 'default', version: '8.0', assumed: true }],
    }));
    expect(show(clear({ checked: assumed })).replaceAll('\n', ' ')).toContain(
      'MySQL 8.0. That version was assumed: say under `version` in `.github/precheck.yml`',
    );
    expect(show(clear({ checked: [...assumed, ...assumed] }))).toContain('was assumed for `db/migrations`');
  });

  it('shows configuration problems and notes', () => {
    const text = show(clear({ notices: [{ file: 'a.sql', line: 3, text: 'matches nothing' }] }), {
      problems: [
        { kind: 'configuration', file: '.github/precheck.yml', line: 3, column: 2, reason: 'no `modee`' },
      ],
    });
    expect(text).toContain(
      'configuration  .github/precheck.yml:3:2: no `modee`\nnote  a.sql:3: matches nothing\n',
    );
  });

  it.each([48, 60, 90, 110, 10])('keeps to %d columns', (width) => {
    const text = show(review({ gaps: [gap()] }), { width, color: true });
    const lines = text.split('\n').filter((line) => !/https:|db\/migrations/.test(line));
    for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(Math.max(48, width));
  });

  it('lets no control sequence out of a file, a name or a reason', () => {
    const evil = '\u001b]0;x\u0007\u001b[2J\u202E\u009b31m';
    const text = show(
      review({
        findings: [
          finding({ headline: evil, message: evil, remedy: evil, file: `a${evil}`, suggestion: evil }),
        ],
        gaps: [gap({ reason: evil, state: 'requested', acknowledgement: { reason: evil, line: 1 } })],
        notices: [{ file: evil, line: 1, text: evil }],
      }),
      { source: () => evil.repeat(4) },
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('has colour only when asked', () => {
    expect(show(review(), { color: true })).toContain('\u001b[31m');
    expect(show(review())).not.toContain('\u001b');
  });
});
