import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from './client.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const annotation = {
  path: 'long.sql',
  start_line: 3,
  end_line: 3,
  annotation_level: 'failure',
  message: 'm',
} as const;

function create(more: Record<string, unknown>): Promise<{ data: { id: number } }> {
  return shop.client.rest.checks.create({
    ...shop.at,
    name: 'precheck',
    head_sha: shop.pull.head.sha,
    ...more,
  });
}

function output(more: Record<string, unknown>): Record<string, unknown> {
  return { output: { title: 't', summary: 's', ...more } };
}

describe('a check run', () => {
  it('is completed by its conclusion, gathers annotations, and is found by its commit', async () => {
    const { client, at, pull, repository } = shop;
    const { data: run } = await create({ status: 'in_progress', ...output({ annotations: [annotation] }) });
    const waiting = repository.waitForCheck({ sha: pull.head.sha, name: 'precheck', timeoutMs: 20_000 });
    const { data } = await client.rest.checks.update({
      ...at,
      check_run_id: run.id,
      conclusion: 'failure',
      output: { title: 't', summary: 's', annotations: [annotation, annotation] },
    });
    expect(data).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      output: { annotations_count: 3 },
    });
    expect(data.completed_at).not.toBeNull();
    expect((await waiting).id).toBe(run.id);
    const annotations = await client.rest.checks.listAnnotations({ ...at, check_run_id: run.id });
    expect(annotations.data).toHaveLength(3);
    const found = await client.rest.checks.listForRef({ ...at, ref: pull.head.sha, check_name: 'precheck' });
    expect(found.data.check_runs.map((one) => one.id)).toEqual([run.id]);
    const suites = await client.rest.checks.listSuitesForRef({ ...at, ref: 'feature' });
    expect(suites.data.check_suites).toHaveLength(1);
    expect(shop.github.contractErrors).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a 51st annotation',
      output({ annotations: Array(51).fill(annotation) }),
      'Only 50 items are allowed; 51 were',
    ],
    [
      'a long annotation title',
      output({ annotations: [{ ...annotation, title: 'x'.repeat(256) }] }),
      'Only 255',
    ],
    [
      'a long summary',
      output({ summary: 'x'.repeat(65_536) }),
      'Only 65535 characters are allowed; 65536 were',
    ],
    ['a missing summary', { output: { title: 't' } }, '"summary" wasn\'t supplied'],
    ['no conclusion', { status: 'completed' }, '"conclusion" wasn\'t supplied'],
    [
      'a fourth button',
      { actions: Array(4).fill({ label: 'l', description: 'd', identifier: 'i' }) },
      'Only 3 items are allowed',
    ],
    [
      'a long label',
      { actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] },
      'Only 20 characters are allowed; 21 were',
    ],
    [
      'columns over lines',
      output({ annotations: [{ ...annotation, end_line: 4, start_column: 1 }] }),
      'columns',
    ],
    ['an unknown commit', { head_sha: '0'.repeat(40) }, 'No commit found for SHA: 0000'],
  ])('is refused with %s', async (_, more, words) => {
    const before = shop.repository.checkRuns(shop.pull.head.sha).length;
    const message = await refused(create(more));
    expect(message).toContain('422');
    expect(message).toContain(words);
    expect(shop.repository.checkRuns(shop.pull.head.sha)).toHaveLength(before);
  });

  it('records a request that GitHub’s description does not allow', async () => {
    const before = shop.github.contractErrors.length;
    await refused(create(output({ annotations: Array(51).fill(annotation) })));
    await create({ conclusoin: 'success' });
    expect(shop.github.contractErrors.slice(before)).toMatchObject([
      { operationId: 'checks/create', kind: 'request' },
      { operationId: 'checks/create', problems: ['"conclusoin" is not a permitted key.'] },
    ]);
  });
});
