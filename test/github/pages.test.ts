import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renderMarkdown } from './pages/markdown.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function page(path: string): Promise<string> {
  return (await fetch(shop.github.url + path)).text();
}

describe('the page of a pull request', () => {
  it('shows a comment right beneath its line', async () => {
    await shop.client.rest.pulls.createReview({
      ...shop.at,
      pull_number: 1,
      event: 'COMMENT',
      body: 'Found one.',
      comments: [{ path: 'long.sql', line: 3, body: 'Look **here**\n\n```suggestion\nTHIRD\n```\n' }],
    });
    const html = await page('/acme/shop/pull/1');
    const file = html.slice(html.indexOf('id="file-long.sql"'));
    const order = ['line 3</td>', 'third</td>', 'Look <strong>here</strong>', '>THIRD</td>', 'line 4</td>'];
    const places = order.map((text) => file.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(file).toContain('<td class="sign">−</td><td class="code">third</td>');
    expect(html).toContain('Binary file not shown.');
    expect(html).toContain('File renamed without changes.');
  });

  it('shows the check with its summary and annotations as text', async () => {
    await shop.client.rest.checks.create({
      ...shop.at,
      name: 'precheck',
      head_sha: shop.pull.head.sha,
      conclusion: 'failure',
      output: {
        title: 'One to fix',
        summary: '| a | b |\n| - | - |\n| 1 | 2 |',
        annotations: [
          { path: 'a', start_line: 1, end_line: 1, annotation_level: 'failure', message: '<img src=x>' },
        ],
      },
    });
    const html = await page('/acme/shop/pull/1');
    expect(html).toContain('Failing — One to fix');
    expect(html).toContain('<td>1</td>');
    expect(html).toContain('&lt;img src=x&gt;');
    expect(await page('/')).toContain('/acme/shop/pull/1');
    expect((await fetch(`${shop.github.url}/acme/shop/pull/9`)).status).toBe(404);
  });
});

describe('Markdown', () => {
  const of = (text: string): string => renderMarkdown(text).text;

  it('makes alerts of GitHub’s five kinds only', () => {
    expect(of('> [!CAUTION]\n> **Stop**')).toContain('<div class="markdown-alert markdown-alert-caution">');
    expect(of('> [!CAUTION]\n> **Stop**')).toContain('<strong>Stop</strong>');
    expect(of('> [!CAUTION]\n> **Stop**')).not.toContain('[!');
    expect(of('> [!OTHER]\n> x')).toContain('<blockquote>');
  });

  it('lets only a short list of tags through, bare', () => {
    expect(of('a <script>alert(1)</script>')).not.toContain('<script');
    expect(of('<img src=x onerror=alert(1)>')).not.toContain('<img');
    expect(of('<sub onclick="x()">s</sub>')).not.toMatch(/<sub[^>]*onclick/);
    expect(of('<sub>s</sub>')).toContain('<sub>s</sub>');
    expect(of('x <!-- precheck:v1 -->')).not.toContain('precheck');
    expect(of('[x](javascript:alert(1))')).not.toContain('href');
    expect(of('```sql\n<b>\n```')).toContain('&lt;b&gt;');
  });

  it('closes what a comment leaves open', () => {
    expect(of('<details><summary>s</summary>\n\nmore')).toMatch(/<\/details>$/);
  });
});
