import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { makePlan } from '../../src/report/make-plan.js';
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

function written(attack: string): readonly string[] {
  const named = `The table \`${attack}\` and ${attack}`;
  const file = `db/${attack.replaceAll('\n', ' ')}.sql`;
  const acknowledgement = { reason: attack, line: 1 };
  const given = review({
    findings: [
      finding({ headline: named, message: named, remedy: named, suggestion: attack }),
      finding({ file, fingerprint: 'f2', headline: named, message: named }),
      finding({ fingerprint: 'f3', state: 'requested', acknowledgement }),
    ],
    gaps: [gap({ reason: attack, fingerprint: 'g1' }), gap({ file, reason: named, fingerprint: 'g2' })],
    notices: [
      { file, line: 1, text: attack },
      { file: null, line: null, text: named },
    ],
  });
  const docs = { rules: {}, notes: {}, url: 'https://precheck.example/rules/{rule}' };
  const problems = [{ kind: 'configuration' as const, file, line: 1, column: 1, reason: attack }];
  const plan = makePlan(given, { settings: settings({ hasExperts: true, docs }), problems }, pull(), OPTIONS);
  const bodies = [
    ...(plan.review?.comments ?? []).map(({ body }) => body),
    plan.review?.body ?? '',
    ...plan.fileComments.map(({ body }) => body),
    plan.summary?.body ?? '',
    plan.check.summary,
    plan.check.text ?? '',
  ];
  return bodies.filter((body) => body !== '');
}

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
        expect(
          /[\u202a-\u202e\u2066-\u2069\u200b\u{e0000}-\u{e007f}]|(?![\n\t])\p{Cc}/u.exec(shown),
        ).toBeNull();
      }
    });
  },
);
