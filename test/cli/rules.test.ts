import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import { precheck } from './run.js';

describe('precheck rules', () => {
  it('lists every rule and gap with its page', async () => {
    const { status, stdout } = await precheck('rules');
    expect(status).toBe(0);
    for (const { id, summary } of registry) {
      expect(stdout).toContain(`${id} `);
      expect(stdout).toContain(summary);
      expect(stdout).toContain(`/rules/${id}.md`);
    }
  });

  it('gives the same to programs', async () => {
    const { stdout } = await precheck('rules', '--format', 'json');
    const rows = JSON.parse(stdout) as readonly object[];
    expect(rows).toHaveLength(registry.length);
    expect(rows).toContainEqual(
      expect.objectContaining({
        id: 'enum-non-additive',
        severity: 'blocker',
        dialects: ['mysql', 'mariadb'],
      }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ id: 'table-unknown', severity: 'gap' }));
  });

  it('says which rules are off by default', async () => {
    const { stdout } = await precheck('rules');
    expect(stdout).toMatch(/^type-unwise +advice .* off by default$/m);
    expect(stdout).not.toMatch(/^table-dropped .*off by default$/m);
    const rows = JSON.parse((await precheck('rules', '--format', 'json')).stdout) as readonly object[];
    expect(rows).toContainEqual(expect.objectContaining({ id: 'type-unwise', offByDefault: true }));
    expect(rows).toContainEqual(expect.objectContaining({ id: 'table-dropped', offByDefault: false }));
  });
});

describe('precheck explain', () => {
  it.each(registry.map(({ id }) => id))('prints the page of %s without its markup', async (id) => {
    const { status, stdout } = await precheck('explain', id);
    expect(status).toBe(0);
    expect(stdout.startsWith(`${id}\n`)).toBe(true);
    expect(stdout).not.toMatch(/^(?:#+ |```|\|)|<!--|\]\(/m);
  });

  it('wraps prose, keeps code and the columns of tables', async () => {
    const { stdout } = await precheck('explain', 'index-without-concurrently');
    const prose = stdout.split('\n').filter((line) => line.startsWith('A plain CREATE INDEX'));
    expect(prose.every((line) => line.length <= 110)).toBe(true);
    expect(stdout).toMatch(/^ {4}CREATE INDEX orders_customer_idx/m);
    expect(stdout).toMatch(
      /^CREATE INDEX CONCURRENTLY {2,}SHARE UPDATE EXCLUSIVE {2,}reads and writes go on/m,
    );
  });

  it('names what may have been meant', async () => {
    const { status, stderr } = await precheck('explain', 'index-concurrently');
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean index-without-concurrently');
    const mistyped = await precheck('explain', 'column-droped');
    expect(mistyped.stderr).toContain('Did you mean column-dropped?');
  });
});
