import { describe, expect, it } from '@jest/globals';
import { registry } from '../../rules/index.js';
import type { DocsSettings } from '../../src/engine/review-input.js';
import { reviewDocument } from '../../src/report/document.js';
import { docsUrl } from '../../src/report/docs-url.js';
import { githubCommands } from '../../src/report/github-commands.js';
import { makePlan } from '../../src/report/make-plan.js';
import { outcomeOf } from '../../src/report/outcome.js';
import type { Report } from '../../src/report/report.js';
import { sarifLog } from '../../src/report/sarif.js';
import { stepSummary } from '../../src/report/step-summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { finding, gap, OPTIONS, pull, review, settings } from './sample.js';

/** One on a line of the diff, one outside of it, one in a file that the pull request does not show, and a gap. */
const given = review({
  findings: [
    finding(),
    finding({ rule: 'table-copied', line: 900, endLine: 900, suggestion: null, fingerprint: 'b1' }),
    finding({ rule: 'column-dropped', file: 'db/elsewhere.sql', suggestion: null, fingerprint: 'c1' }),
  ],
  gaps: [gap({ id: 'statement-unreadable', fingerprint: 'd1' })],
});
const ids = ['enum-non-additive', 'table-copied', 'column-dropped', 'statement-unreadable'];

/** Every place where a review is shown, as text. */
function outputs(docs: DocsSettings): Readonly<Record<string, string>> {
  const report: Report = {
    review: given,
    settings: settings({ docs }),
    problems: [],
    docs: OPTIONS.docs,
    questions: OPTIONS.questions,
  };
  const outcome = outcomeOf(given, 'enforce', 1);
  const { check, review: posted, fileComments, summary } = makePlan(given, report, pull(), OPTIONS);
  const inline = (posted?.comments ?? []).map(({ body }) => body);
  return {
    'comments and annotations': [
      ...inline,
      ...fileComments.map(({ body }) => body),
      ...check.annotations.map(({ message }) => message),
    ].join('\n'),
    'summary of the check': check.summary,
    'summary comment': summary?.body ?? '',
    'step summary': stepSummary(report, outcome, undefined),
    annotations: githubCommands(report, outcome),
    terminal: renderTerminal(given, { ...report, color: false, width: 80 }),
    sarif: JSON.stringify(sarifLog(report, { version: '1.0.0', registry, page: () => undefined })),
    json: JSON.stringify(reviewDocument(given, docs, OPTIONS.docs)),
  };
}

const none: DocsSettings = { rules: {}, notes: {} };

describe.each<readonly [string, DocsSettings]>([
  ['the pages of the App', none],
  ['an organisation’s template', { ...none, url: 'https://wiki.example/db/{rule}#top' }],
  [
    'pages of single rules beside a template',
    {
      notes: {},
      url: 'https://wiki.example/db/{rule}',
      rules: {
        'table-copied': 'https://wiki.example/incident',
        'statement-unreadable': 'https://a.example/x',
      },
    },
  ],
])('with %s', (_, docs) => {
  it.each(Object.entries(outputs(docs)))('%s: each finding and gap has its one address', (_name, text) => {
    for (const id of ids) expect(text).toContain(docsUrl(id, docs, OPTIONS.docs));
    const addresses = new Set(ids.map((id) => docsUrl(id, docs, OPTIONS.docs)));
    const pages = [...text.matchAll(/https:\/\/(?:precheck|wiki|a)\.example[^\s"')\\%]*/g)].map(
      ([url]) => url,
    );
    expect(pages.filter((url) => !addresses.has(url))).toEqual([]);
  });

  it.each(['comments and annotations', 'annotations', 'terminal'])('%s: the question is asked', (name) => {
    const text = outputs(docs)[name] ?? '';
    for (const id of ids) expect(text).toContain(OPTIONS.questions[id]);
  });
});
