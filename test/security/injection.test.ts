import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { registry } from '../../rules/index.js';
import type { Review } from '../../src/engine/finding.js';
import type { InputProblem } from '../../src/engine/review-input.js';
import { githubCommands } from '../../src/report/github-commands.js';
import { makePlan } from '../../src/report/make-plan.js';
import { outcomeOf } from '../../src/report/outcome.js';
import { sarifLog } from '../../src/report/sarif.js';
import { stepSummary } from '../../src/report/step-summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { finding, gap, OPTIONS, pull, review, settings } from '../report/sample.js';

/** As GitHub reads it: HTML is HTML, addresses are links. */
const reader = new MarkdownIt({ html: true, linkify: true });

const attacks: readonly string[] = [
  'x @acme/everyone y',
  '[click](https://evil.example)',
  '![i](https://evil.example/i.png)',
  '<img src=x onerror=alert(1)>',
  '<a href="https://evil.example">a</a>',
  '<!-- precheck:v1:summary:0000 -->',
  '--> <b>bold</b>',
  'https://evil.example',
  'www.evil.example',
  'mail@evil.example',
  'a`b``c```d````e',
  '```\n# head\n```sql\n',
  '| a | b |\n|---|---|\n| @x | y |',
  '</details></summary><script>x</script>',
  '# acme/shop#1 GH-1 #1',
  '[ref]: https://evil.example',
  '<https://evil.example>',
  '&lt;b&gt; &#64;team',
  'a\u202eb\u2066c\u200bd\u0000e\u001b[31mf\u{e0041}',
  '\u001b[2J\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007\u009b31m',
  'a\u115fb\u3164c\u034fd\ufe0fe\u{e0100}f\u061cg\u180eh\u2800',
  'a\r\n::error file=x.sql::stop\n::add-mask::a\u2028::set-output name=x::y',
  '%0A::stop-commands::x,title=y',
  '@'.repeat(300),
  'n'.repeat(10_000),
  '`'.repeat(10_000),
  '\\`@x\\`',
];

/** What is outside code when the text is shown. */
function outside(markdown: string): {
  readonly text: string;
  readonly links: string[];
  readonly html: string[];
} {
  const links: string[] = [];
  const html: string[] = [];
  let text = '';
  let isCode = false;
  for (const token of reader.parse(markdown, {})) {
    if (token.type === 'html_block') html.push(token.content);
    for (const inner of token.children ?? []) {
      if (inner.type === 'html_inline') html.push(inner.content);
      // What stands in <code> is code to GitHub too: no mention, no reference.
      if (/^<\/?code>$/.test(inner.content)) isCode = inner.content === '<code>';
      if (inner.type === 'link_open') links.push(String(inner.attrGet('href')));
      if (inner.type === 'image') links.push(`image ${String(inner.attrGet('src'))}`);
      if (inner.type === 'text' && !isCode) text += inner.content;
      if (inner.type !== 'code_inline') text += ' ';
    }
  }
  return { text, links, html };
}

const ours = /^https:\/\/(?:precheck\.example\/rules\/|github\.com\/acme\/shop\/)/;
const ourHtml =
  /^(?:<\/?(?:sub|details|summary|code)>|<span>|<\/span>|<details>\n?<summary>[^<>]*<\/summary>\n?|<\/details>\n?|<!-- precheck:(?:record:)?v1:[\w.:-]+ -->\n?)+$/;

const docs = { rules: {}, notes: {}, url: 'https://precheck.example/rules/{rule}' };

function attacked(attack: string): {
  readonly given: Review;
  readonly problems: readonly InputProblem[];
} {
  const named = `The table \`${attack}\` and ${attack}`;
  const file = `db/${attack.replaceAll('\n', ' ')}.sql`;
  const acknowledgement = { reason: attack, line: 1 };
  const given = review({
    findings: [
      finding({ headline: named, message: named, remedy: named, suggestion: attack }),
      finding({ file, fingerprint: 'f2', headline: named, message: named }),
      finding({ fingerprint: 'f3', state: 'requested', acknowledgement }),
    ],
    gaps: [
      gap({ reason: attack, fingerprint: 'g1', statement: attack }),
      gap({ file, reason: named, fingerprint: 'g2' }),
    ],
    notices: [
      { file, line: 1, text: attack },
      { file: null, line: null, text: named },
    ],
  });
  return { given, problems: [{ kind: 'configuration', file, line: 1, column: 1, reason: attack }] };
}

function planned(attack: string) {
  const { given, problems } = attacked(attack);
  return makePlan(given, { settings: settings({ hasExperts: true, docs }), problems }, pull(), OPTIONS);
}

/** Everything that is shown as Markdown. */
function written(attack: string): readonly string[] {
  const plan = planned(attack);
  const { given, problems } = attacked(attack);
  const bodies = [
    ...(plan.review?.comments ?? []).map(({ body }) => body),
    plan.review?.body ?? '',
    ...plan.fileComments.map(({ body }) => body),
    plan.summary?.body ?? '',
    plan.check.summary,
    plan.check.text ?? '',
    stepSummary(reported(given, problems), outcomeOf(given, 'enforce', 1), undefined),
  ];
  return bodies.filter((body) => body !== '');
}

function reported(given: Review, problems: readonly InputProblem[]) {
  return {
    review: given,
    settings: settings({ hasExperts: true, docs }),
    problems,
    docs: OPTIONS.docs,
    questions: OPTIONS.questions,
  };
}

function terminal(attack: string, color: boolean): string {
  const { given, problems } = attacked(attack);
  return renderTerminal(given, {
    ...reported(given, problems),
    color,
    width: 90,
    source: () => `${attack}\n${attack}\n${attack}\n`,
    elapsedMs: 1,
  });
}

const ESCAPE = '\u001b';
const COLOUR = new RegExp(`${ESCAPE}\\[\\d{1,2}m`, 'g');
const INVISIBLE =
  /[\u034f\u202a-\u202e\u2066-\u2069\u200b\u061c\u115f\u1160\u3164\u{e0000}-\u{e01ef}]|(?![\n\t])\p{Cc}|[\p{Zl}\p{Zp}]/u;

describe.each(attacks.map((attack) => [attack.slice(0, 40), attack] as const))(
  '%j in every place',
  (_name, attack) => {
    const bodies = written(attack);

    it('makes no link, image or HTML that is not ours', () => {
      expect(bodies.length).toBeGreaterThan(3);
      for (const body of bodies) {
        const { links, html } = outside(body);
        expect(links.filter((link) => !ours.test(link))).toEqual([]);
        expect(html.filter((one) => !ourHtml.test(one))).toEqual([]);
      }
    });

    it('mentions nobody and refers to nothing', () => {
      for (const body of bodies) {
        const { text } = outside(body);
        expect(/(?<!\w)@[a-z\d]/i.exec(text)).toBeNull();
        expect(/(?<![\w&])#\d|\bgh-\d/i.exec(text)).toBeNull();
      }
    });

    it('is short, and nothing in it is invisible', () => {
      for (const body of bodies) {
        expect(body.length).toBeLessThan(65_536);
        const shown = body.replaceAll(/```suggestion\n[\s\S]*?\n```/g, '');
        expect(INVISIBLE.exec(shown)).toBeNull();
      }
    });

    it('leaves titles and annotations plain', () => {
      const { check } = planned(attack);
      const texts = [check.title, ...check.annotations.flatMap(({ title, message }) => [title, message])];
      for (const text of texts) expect(INVISIBLE.exec(text)).toBeNull();
      expect(check.title).not.toContain('\n');
      for (const { title, message } of check.annotations) {
        expect(title).not.toContain('\n');
        expect(title.length).toBeLessThanOrEqual(255);
        expect(message.length).toBeLessThan(65_536);
        // Its own last line is the address.
        expect(message.split('\n')).toHaveLength(2);
        expect(message.split('\n').at(-1)).toContain('https://precheck.example/rules/');
      }
    });

    it('gives a terminal nothing but text and the colours that are ours', () => {
      const bare = terminal(attack, false);
      expect(INVISIBLE.exec(bare)).toBeNull();
      const coloured = terminal(attack, true);
      expect(INVISIBLE.exec(coloured.replaceAll(COLOUR, ''))).toBeNull();
      // Not one sequence more than for words without any.
      const count = (text: string) => text.split(ESCAPE).length;
      expect(coloured.replaceAll(COLOUR, '')).not.toContain(ESCAPE);
      expect(count(coloured) % 2).toBe(1);
    });

    it('gives the runner of GitHub Actions no command', () => {
      const { given, problems } = attacked(attack);
      const text = githubCommands(reported(given, problems), outcomeOf(given, 'enforce', 1));
      const lines = text.trimEnd().split(/\r\n|[\n\r]/);
      // One problem of the configuration, three findings, two gaps; the last line is ours.
      expect(lines).toHaveLength(7);
      for (const line of lines.slice(0, -1)) {
        expect(line).toMatch(/^::(?:error|warning|notice) file=[^:,]*(?:,\w+=[^:,]*)*::/);
      }
      expect(lines.at(-1)).toMatch(/^Precheck: /);
    });

    it('stays text in SARIF', () => {
      const { given, problems } = attacked(attack);
      const log = sarifLog(reported(given, problems), { version: '1', registry, page: () => undefined });
      const [run] = log.runs;
      for (const { message } of run?.results ?? []) {
        expect(INVISIBLE.exec(message.text ?? '')).toBeNull();
        // SARIF's plain text knows [text](address).
        expect(
          /(?<!\\)\[[^\]]*(?<!\\)\]\((?!https:\/\/precheck\.example)/.exec(message.text ?? ''),
        ).toBeNull();
      }
    });
  },
);
