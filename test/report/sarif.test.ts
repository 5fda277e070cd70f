import { createRequire } from 'node:module';

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Log, Result, Run } from 'sarif';

import { registry } from '../../rules/index.js';
import type { Review } from '../../src/engine/finding.js';
import type { Report } from '../../src/report/report.js';
import { sarifLog } from '../../src/report/sarif.js';
import { clear, finding, gap, OPTIONS, review, settings } from './sample.js';

interface Draft04 {
  readonly $schema: string;
  readonly id: string;
}
const require = createRequire(import.meta.url);
const {
  $schema: draft,
  id: _,
  ...schema
} = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Draft04;
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const logOf = (given: Review, more: Partial<Report> = {}): Log => {
  const { docs, questions } = OPTIONS;
  const report = { review: given, settings: settings(), problems: [], docs, questions, ...more };
  const log = sarifLog(report, {
    version: '1.2.3',
    registry,
    page: (id) => (id === 'enum-non-additive' ? '# The page' : undefined),
  });
  return JSON.parse(JSON.stringify(log)) as Log;
};
const runOf = (log: Log): Run => {
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0] ?? { tool: { driver: { name: '' } } };
};
const resultsOf = (given: Review): readonly Result[] => runOf(logOf(given)).results ?? [];

describe('sarifLog', () => {
  it('is checked against a schema that refuses what is wrong', () => {
    // Draft 4 differs from what ajv reads in the words of the two removed keys alone, as far as this schema uses it.
    expect(draft).toBe('http://json-schema.org/draft-04/schema#');
    expect(JSON.stringify(schema)).not.toContain('"exclusiveM');
    const log = logOf(review());
    expect(validate({ ...log, version: '2.0.0' })).toBe(false);
    expect(validate({ ...log, runs: [{ ...log.runs[0], results: [{ ruleId: 'x' }] }] })).toBe(false);
  });

  it('tells a finding with its place, its page and its fix', () => {
    const run = runOf(logOf(review()));
    expect(run.tool.driver).toMatchObject({ name: 'Precheck', semanticVersion: '1.2.3' });
    expect(run.tool.driver.rules).toEqual([
      expect.objectContaining({
        id: 'enum-non-additive',
        helpUri: 'https://precheck.example/rules/enum-non-additive',
        help: expect.objectContaining({ markdown: '# The page' }),
        defaultConfiguration: { level: 'error' },
        properties: expect.objectContaining({ 'problem.severity': 'error' }),
      }),
    ]);
    expect(run.results).toEqual([
      expect.objectContaining({
        ruleId: 'enum-non-additive',
        ruleIndex: 0,
        kind: 'fail',
        level: 'error',
        suppressions: [],
        partialFingerprints: { 'precheck/v1': 'aaaa000011112222' },
      }),
    ]);
    expect(run.results?.[0]?.message.text).toMatch(/^orders\.status loses the value D: .*Keep D in the list/);
    expect(run.results?.[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'db/migrations/0042_drop_status.sql', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, endLine: 3 },
        },
      },
    ]);
    expect(run.results?.[0]?.fixes?.[0]?.artifactChanges[0]?.replacements).toEqual([
      {
        deletedRegion: { startLine: 2, endLine: 3 },
        insertedContent: { text: "ALTER TABLE orders\n  CHANGE status status ENUM('A','B','C','D');" },
      },
    ]);
  });

  it('gives warnings and advice their levels, a gap the kind "open"', () => {
    const found = [finding({ severity: 'warning' }), finding({ severity: 'advice', suggestion: null })];
    const results = resultsOf(review({ findings: found, gaps: [gap()] }));
    expect(results.map(({ kind, level }) => [kind, level])).toEqual([
      ['open', undefined],
      ['fail', 'warning'],
      ['fail', 'note'],
    ]);
    expect(results[0]?.message.text).toMatch(
      /^This statement could not be judged: The word FROBNICATE is not known here\. Find out/,
    );
    expect(results[2]?.fixes).toBeUndefined();
  });

  it('suppresses what is acknowledged, with the reason; what an expert must approve is under review', () => {
    const acknowledgement = { reason: '200 rows', line: 2 };
    const results = resultsOf(
      review({
        findings: [
          finding({ state: 'requested', acknowledgement }),
          finding({ state: 'acknowledged', acknowledgement, severity: 'warning' }),
        ],
        gaps: [gap({ state: 'acknowledged', acknowledgement })],
      }),
    );
    expect(results.map(({ suppressions }) => suppressions?.[0]?.status)).toEqual([
      'underReview',
      'accepted',
      'accepted',
    ]);
    expect(results[1]?.suppressions?.[0]).toMatchObject({ kind: 'inSource', justification: '200 rows' });
  });

  it('tells what is wrong with the configuration', () => {
    const reason = 'Unknown key `enviroments`.';
    const file = '.github/precheck.yml';
    const problem = { kind: 'configuration' as const, file, line: 5, column: 3, reason };
    const [invocation] = runOf(logOf(clear(), { problems: [problem] })).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolConfigurationNotifications).toMatchObject([
      { level: 'error', message: { text: 'Unknown key enviroments.' } },
    ]);
    expect(runOf(logOf(clear())).invocations?.[0]?.executionSuccessful).toBe(true);
  });

  it('lets no name make a link, a placeholder or a line, and no path another address', () => {
    const [result] = resultsOf(
      review({
        findings: [
          finding({
            headline: '`[x](https://evil.example) {0}\n\u001b[31m` is copied',
            file: 'db/a b#c?d%[ü]:e.sql',
          }),
        ],
      }),
    );
    expect(result?.message.text).toMatch(
      /^\\\[x\\\]\(https:\/\/evil\.example\) \{\{0\}\} \\\[31m is copied\./,
    );
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      'db/a%20b%23c%3Fd%25%5B%C3%BC%5D%3Ae.sql',
    );
  });

  it('names a loose file outside of the repository whole', () => {
    const [result] = resultsOf(review({ findings: [finding({ file: '/srv/x y.sql' })] }));
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'file:///srv/x%20y.sql',
    });
  });
});
