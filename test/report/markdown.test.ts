import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { codeName, fenced, link, markdown, quoted, table } from '../../src/report/markdown.js';
import { clean, isClean, plain, shorten, spans } from '../../src/report/prose.js';
import { processorTime } from '../processor-time.js';

// html and linkify on, as GitHub has them: what gets through here would get through there.
const renderer = new MarkdownIt({ html: true, linkify: true, breaks: true });

/** Names and reasons that somebody would choose to harm the reader. */
const HOSTILE: readonly string[] = [
  '@acme/sql-experts and @octocat',
  '#123 and acme/shop#9 and GH-77',
  '*bold* _em_ **b** __u__ ~~s~~',
  '| a | b |',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- precheck:v1:aa:bb -->',
  '--> text <!--',
  '[click](https://evil.example)',
  '![x](https://evil.example/pixel.png)',
  'https://evil.example and http://evil.example and www.evil.example and ftp://evil.example',
  '<https://evil.example>',
  'mail root@evil.example',
  '&lt;b&gt; &amp; &#64;octocat &copy;',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '12) item',
  '> [!CAUTION] quote',
  '=====',
  '---',
  '***',
  '~~~ fence',
  '``` fence',
  '`` open',
  'a ` b `` c',
  '\\`not code\\` \\*',
  'C:\\path\\*',
  '$x^2$ and $$y$$ and $`z`$',
  ':shipit: :+1:',
  '[x]: https://evil.example "t"',
  '[^1]: note',
  '- [ ] task',
  'a\\|b',
];

function visible(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('\u200b', '')
    .trim();
}

function tags(html: string): readonly string[] {
  return Array.from(html.matchAll(/<([a-z0-9]+)/g), (match) => match[1] ?? '');
}

function outsideCode(html: string): string {
  return html.replace(/<code>.*?<\/code>|<span>\$<\/span>/gs, '').replace(/<[^>]*>/g, '');
}

describe('markdown', () => {
  it.each(HOSTILE)('shows %j as it is written', (text) => {
    const html = renderer.render(markdown(text));
    expect(visible(html)).toBe(plain(text));
    expect(tags(html).filter((tag) => !['p', 'code', 'span'].includes(tag))).toEqual([]);
    // GitHub links these in the rendered text, whatever the Markdown escapes.
    expect(outsideCode(html)).not.toMatch(/@\w|#\d|gh-\d|:\/\/|www\.|\$|:[\w+-]+:/i);
  });

  it.each(HOSTILE)('shows %j as code, in a sentence, a heading in bold, and a table', (text) => {
    const name = codeName(text);
    expect(name).not.toContain('\n');
    for (const source of [`x ${name} y`, `> **${name}** z`, table(['a', 'b'], [[name, 'last']])]) {
      const html = renderer.render(source);
      expect(visible(/<code>(.*?)<\/code>/.exec(html)?.[1] ?? '')).toBe(shorten(clean(text), 80));
      expect(tags(html)).not.toContain('a');
      expect(tags(html)).not.toContain('script');
      expect(html.match(/<td>/g)?.length ?? 2).toBe(2);
    }
  });

  it.each(HOSTILE)('keeps a table together around %j', (text) => {
    const html = renderer.render(table(['a', 'b'], [[markdown(text), 'last']]));
    expect(html.match(/<td>/g)).toHaveLength(2);
    expect(html).toContain('<td>last</td>');
  });

  it('marks up code spans and nothing else', () => {
    expect(renderer.render(markdown('`orders.status` loses *no* `D`, see @ann'))).toBe(
      '<p><code>orders.status</code> loses *no* <code>D</code>, see @\u200bann</p>\n',
    );
  });

  const cases: readonly [string, string, string][] = [
    ['a name with a backtick', '`` a`b ``', '``a`b``'],
    ['a name that is a backtick', '`` ` ``', '`` ` ``'],
    ['an unclosed span', '`orders', '\\`orders'],
    ['line breaks', 'one\r\n\r\n# two\tthree', 'one #&#8203; two three'],
    ['bidi controls', 'a\u202Eb\u2066c\u200Fd', 'abcd'],
    ['control characters', 'a\u0000b\u001B[31mc\u0085', 'ab\\[31mc'],
    ['invisible characters', 'ad\u200Bm\uFEFFin\u00AD\u{E0041}', 'admin'],
    ['a bare surrogate', 'a\uD800b', 'ab'],
    ['nothing', '', ''],
  ];
  it.each(cases)('handles %s', (_name, prose, expected) => {
    expect(markdown(prose)).toBe(expected);
  });

  it('cuts names at 80 characters and never through one', () => {
    const name = codeName('😀'.repeat(200));
    expect(name).toBe(`\`${'😀'.repeat(79)}…\``);
    expect(shorten('a'.repeat(80), 80)).toHaveLength(80);
  });

  it('takes long and bracket-heavy prose in its stride', () => {
    const spent = processorTime();
    for (const text of ['`'.repeat(1e5), '` `` '.repeat(3e4), '['.repeat(1e5), '*a '.repeat(1e5)])
      markdown(text);
    expect(spent()).toBeLessThan(2_000);
  });
});

describe('fenced', () => {
  const texts = ['SELECT 1;', 'x\n```\ny', '````suggestion\n```', '', 'a\n\n', '  indented', '~~~'];
  it.each(texts)('holds %j', (text) => {
    const html = renderer.render(`before\n${fenced(text, 'sql')}\nafter`);
    const inside = /<pre><code class="language-sql">([\s\S]*?)<\/code><\/pre>/.exec(html)?.[1];
    expect(inside?.trimEnd()).toBe(text.trimEnd());
    expect(html).toContain('<p>after</p>');
  });

  it('strips what cannot be seen, and says so beforehand', () => {
    expect(fenced('a\u202E\tb', 'sql')).toBe('```sql\na    b\n```');
    expect(isClean('a\r\n\tb')).toBe(true);
    expect(isClean('a\u202Eb')).toBe(false);
  });
});

describe('link', () => {
  it.each([
    ['https://d.example/a(b)c', '[t](https://d.example/a%28b%29c)'],
    ['https://d.example/?a=1&lt;=2', '[t](https://d.example/?a=1&amp;lt;=2)'],
    ['https://d.example/`x`|y', '[t](https://d.example/%60x%60%7Cy)'],
    ['javascript:alert(1)', 't'],
    ['https://d.example/a b', 't'],
  ])('%s', (url, expected) => {
    expect(link('t', url)).toBe(expected);
  });
});

describe('spans and quoted', () => {
  it('reads spans of any fence', () => {
    expect(spans('a `b` ``c`d`` e')).toEqual([
      { code: false, text: 'a ' },
      { code: true, text: 'b' },
      { code: false, text: ' ' },
      { code: true, text: 'c`d' },
      { code: false, text: ' e' },
    ]);
  });

  it('quotes every line', () => {
    expect(quoted('one\n\n```\ntwo\n')).toBe('> one\n>\n> ```\n> two');
  });
});
