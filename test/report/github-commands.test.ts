import { describe, expect, it } from '@jest/globals';

import type { Review } from '../../src/engine/finding.js';
import { githubCommands } from '../../src/report/github-commands.js';
import { outcomeOf } from '../../src/report/outcome.js';
import type { Report } from '../../src/report/report.js';
import { stepSummary } from '../../src/report/step-summary.js';
import { clear, finding, gap, OPTIONS, review, settings } from './sample.js';

const reportOf = (given: Review, more: Partial<Report> = {}): Report => ({
  review: given,
  settings: settings(),
  problems: [],
  docs: OPTIONS.docs,
  questions: OPTIONS.questions,
  ...more,
});
const linesOf = (given: Review, more: Partial<Report> = {}): readonly string[] => {
  const text = githubCommands(reportOf(given, more), outcomeOf(given, 'enforce', 1));
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
};

/** A line as GitHub's runner takes it apart: command, properties, text. */
const parsed = (line: string): readonly [string, Readonly<Record<string, string>>, string] | undefined => {
  const match = /^\s*::(\w+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s.exec(line);
  if (!match) return undefined;
  const [, name = '', properties = '', data = ''] = match;
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair): readonly [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescape(pair.slice(at + 1))];
  });
  return [name, Object.fromEntries(pairs), unescape(data)];
};

describe('githubCommands', () => {
  it('puts a finding on its lines', () => {
    expect(linesOf(review())).toEqual([
      '::error file=db/migrations/0042_drop_status.sql,line=3,endLine=3,title=orders.status loses the value D%3A rows that hold it make the migration fail::The ENUM of orders.status loses D. MySQL copies the table, and a row that holds D stops it with error 1265. Keep D in the list, and add new values at its end.%0Aenum-non-additive: How do I remove an ENUM value without a table copy? https://precheck.example/rules/enum-non-additive',
      'Precheck: 1 finding to fix before merge.',
    ]);
  });

  it('has a level for each severity, warns of a gap, and counts what is acknowledged', () => {
    const acknowledgement = { reason: 'x', line: 1 };
    const findings = [
      finding({ severity: 'warning' }),
      finding({ severity: 'advice' }),
      finding({ state: 'acknowledged', acknowledgement }),
    ];
    const lines = linesOf(review({ verdict: 'incomplete', findings, gaps: [gap()] }));
    expect(lines.map((line) => parsed(line)?.[0])).toEqual(['warning', 'warning', 'notice', undefined]);
    expect(lines.at(-1)).toBe('Precheck: 1 statement could not be judged. 1 is acknowledged.');
    expect(linesOf(clear())).toEqual(['Precheck: No findings in 1 migration.']);
  });

  it('says how many GitHub does not show', () => {
    const findings = [
      ...Array.from({ length: 13 }, () => finding()),
      ...Array.from({ length: 10 }, () => finding({ severity: 'warning' })),
      ...Array.from({ length: 11 }, () => finding({ severity: 'advice' })),
    ];
    expect(linesOf(review({ findings })).at(-1)).toBe(
      'Precheck: 13 findings to fix before merge. GitHub shows 10 errors, 10 warnings and 10 notices of a step: 4 more are only in this log.',
    );
  });

  it('lets nothing out of a name, a path or a reason', () => {
    const hostile = 'a::error file=x,line=1::y\r\n::stop-commands::z %0A::warning::w\u2028::error::v';
    const problem = { kind: 'configuration' as const, file: hostile, line: 2, column: 1, reason: hostile };
    const given = review({
      findings: [finding({ headline: hostile, message: hostile, remedy: hostile, file: hostile })],
      gaps: [gap({ reason: hostile, file: hostile })],
    });
    const lines = linesOf(given, { problems: [problem] });
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) {
      const [name, properties, data] = parsed(line) ?? ['', {}, ''];
      expect(['error', 'warning']).toContain(name);
      expect(properties['file']).toBe(hostile);
      expect(Object.keys(properties)).toEqual(['file', 'line', 'endLine', 'title']);
      expect(data).toContain('error file=x,line=1');
    }
    expect(lines[3]).toBe('Precheck: 1 finding to fix before merge.');
  });
});

describe('stepSummary', () => {
  const summary = (given: Review, commit?: Parameters<typeof stepSummary>[2]): string =>
    stepSummary(reportOf(given), outcomeOf(given, 'enforce', 1), commit);

  it('shows the check’s summary, with links where a commit is known', () => {
    const commit = { htmlUrl: 'https://github.com/acme/shop', sha: 'abc' };
    const place = '`0042_drop_status.sql:3`';
    expect(summary(review(), commit)).toContain(
      `[${place}](https://github.com/acme/shop/blob/abc/db/migrations/0042_drop_status.sql#L3)`,
    );
    const text = summary(review());
    expect(text).toContain('| `db/migrations/0042_drop_status.sql:3` |');
    expect(text).toContain('**1 finding to fix before merge**');
  });

  it('stays one row for a hostile name', () => {
    const name = '`a\n| b |\n# c`';
    const text = summary(review({ findings: [finding({ headline: `${name} is copied`, file: name })] }));
    expect(text.split('\n').filter((line) => line.includes('is copied'))).toHaveLength(1);
    expect(text).not.toMatch(/^# c/m);
  });
});
