import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Log } from 'sarif';

import { precheck } from './run.js';

let directory = '';
let file = '';
const lint = (...args: readonly string[]) =>
  precheck('lint', file, '--engine', 'postgres', '--server-version', '16', ...args);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-formats-'));
  file = join(directory, 'index.sql');
  writeFileSync(file, 'SELECT 1;\nCREATE INDEX i ON "::error::t" (a);\n');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('--format', () => {
  it('keeps the exit status whatever is printed', async () => {
    for (const format of ['text', 'json', 'sarif', 'markdown', 'github']) {
      expect((await lint('--format', format)).status).toBe(1);
    }
  });

  it('sarif holds the page of each rule found', async () => {
    const [run] = (JSON.parse((await lint('--format', 'sarif')).stdout) as Log).runs;
    const rule = run?.tool.driver.rules?.find(({ id }) => id === 'index-without-concurrently');
    expect(rule?.help?.markdown).toContain('# index-without-concurrently');
    expect(run?.results?.find(({ ruleId }) => ruleId === rule?.id)?.locations?.[0]).toMatchObject({
      physicalLocation: { region: { startLine: 2 } },
    });
  });

  it('github prints a command a line, then the verdict, whatever a table is called', async () => {
    const lines = (await lint('--format', 'github')).stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^Precheck: \d+ findings? to fix before merge\.$/);
    expect(lines[0]).toContain(',line=2,endLine=2,title=');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::(?:error|warning|notice) file=[^:]*::/);
  });

  it('markdown is the summary of the check', async () => {
    const { stdout } = await lint('--format', 'markdown');
    expect(stdout).toMatch(/^\*\*\d+ findings? to fix before merge\*\*\n/);
    expect(stdout).toContain('### Findings');
  });
});
