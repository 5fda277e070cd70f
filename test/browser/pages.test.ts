import { mkdirSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

import { startApp } from '../../scripts/demo/app-process.js';
import type { AppProcess } from '../../scripts/demo/app-process.js';
import { writeIncident } from '../../scripts/demo/incident.js';
import { createRepository } from '../github/repository.js';
import type { BuiltRepository } from '../github/repository.js';
import { startLocalGitHub } from '../github/server.js';
import type { LocalGitHub } from '../github/server.js';

/** Pictures to look at; not in the repository, but for the two in docs/, which are copies. */
const SHOTS = 'test/browser/shots';

interface Screen {
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
}

const SCREENS: readonly Screen[] = [
  { name: 'light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
];

let browser: Browser;
let repository: BuiltRepository;
let github: LocalGitHub;
let app: AppProcess;
let pullUrl = '';

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  repository = await createRepository();
  const proposal = await writeIncident(repository);
  github = await startLocalGitHub();
  app = await startApp(github);
  github.setWebhookTarget(`${app.url}/api/github/webhooks`);
  const shop = github.addRepository({ fullName: 'acme/shop', gitDir: repository.gitDir });
  const pull = await shop.openPullRequest(proposal);
  await shop.waitForCheck({ sha: pull.head.sha, name: 'precheck', timeoutMs: 60_000 });
  pullUrl = `${github.url}/acme/shop/pull/${String(pull.number)}`;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
});
afterAll(async () => {
  await browser.close();
  await app.stop();
  await github.close();
  repository.remove();
});

async function withPage(url: string, screen: Screen, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: screen.viewport,
    colorScheme: screen.colorScheme,
    javaScriptEnabled: false,
  });
  try {
    const page = await context.newPage();
    const response = await page.goto(url);
    expect(response?.status()).toBe(200);
    await look(page);
  } finally {
    await context.close();
  }
}

/** How far the page may be scrolled sideways, in pixels: a reader should never have to. */
async function sideways(page: Page): Promise<number> {
  const content = await page.evaluate<number>('document.documentElement.scrollWidth');
  return Math.max(0, content - (page.viewportSize()?.width ?? 0));
}

describe.each(SCREENS)('on a $name screen', (screen) => {
  it('the pull request shows the comment on its line, the check and the link to the page', async () => {
    await withPage(pullUrl, screen, async (page) => {
      await page.screenshot({ path: `${SHOTS}/pull-${screen.name}.png`, fullPage: true });
      const text = await page.locator('body').innerText();
      expect(text).toContain('1 finding to fix before merge');
      expect(text).toContain('orders.status loses failed');
      const link = page.getByRole('link', { name: 'enum-non-additive' }).first();
      expect(await link.getAttribute('href')).toBe(`${app.url}/rules/enum-non-additive`);
      expect(await sideways(page)).toBe(0);
    });
  });

  it('the rule page and the index can be read', async () => {
    for (const path of ['/rules/enum-non-additive', '/rules']) {
      await withPage(`${app.url}${path}`, screen, async (page) => {
        await page.screenshot({
          path: `${SHOTS}/${path.slice(1).replace('/', '-')}-${screen.name}.png`,
          fullPage: true,
        });
        expect(await page.locator('body').innerText()).toContain('enum-non-additive');
        expect(await sideways(page)).toBe(0);
      });
    }
  });
});

const PAPER: Screen = { name: 'paper', viewport: { width: 960, height: 700 }, colorScheme: 'light' };

describe('the pictures in docs/', () => {
  it('pull-request.png is the changed file with the comment on its line', async () => {
    await withPage(pullUrl, PAPER, async (page) => {
      const file = page.locator('.file').first();
      expect(await file.innerText()).toContain('every write waits while the table is copied');
      await file.screenshot({ path: `${SHOTS}/pull-request.png` });
    });
  });

  it('rule-page.png is the head of the page behind its link', async () => {
    await withPage(`${app.url}/rules/enum-non-additive`, PAPER, async (page) => {
      expect(await page.locator('h1').innerText()).toBe('enum-non-additive');
      await page.screenshot({ path: `${SHOTS}/rule-page.png` });
    });
  });
});
