import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub } from './app-beside-github.js';

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const ORDERS = 'db/migrations/0001_orders.sql';
const orders =
  "CREATE TABLE orders (\n  id BIGINT PRIMARY KEY,\n  status ENUM('new','paid','failed') NOT NULL\n);\n";
const drop = 'ALTER TABLE orders DROP COLUMN status;\n';

async function checked(files: Parameters<AppBesideGitHub['propose']>[0]) {
  const pull = await app.propose(files);
  return { number: pull.number, check: await app.check(pull.head.sha) };
}

describe('a migration that nobody would have looked at', () => {
  it('beside a merged one that is renamed meets tables with rows', async () => {
    app = await AppBesideGitHub.start();
    const { check } = await checked({
      [ORDERS]: null,
      'db/migrations/0001_first.sql': orders,
      'db/migrations/0002_drop.sql': drop,
    });
    expect(check.conclusion).toBe('failure');
    expect(check.summary).toContain('column-dropped');
  });

  it('in a configured folder that moves is judged in its new place', async () => {
    app = await AppBesideGitHub.start();
    const { check } = await checked({
      [ORDERS]: null,
      'db/migrate/0001_orders.sql': orders,
      'db/migrate/0002_drop.sql': drop,
    });
    expect(check.conclusion).toBe('failure');
    expect(check.summary).toContain('column-dropped');
    expect(check.summary).toContain('moved to `db/migrate`');
  });

  it('where the configured folder is misspelt is found by itself', async () => {
    app = await AppBesideGitHub.start({
      files: { '.github/precheck.yml': 'migrations:\n  - path: db/migration\n    engine: mysql\n' },
    });
    const { check } = await checked({ 'db/migrations/0002_drop.sql': drop });
    expect(check.conclusion).toBe('failure');
    expect(check.summary).toContain('No SQL file matches the path');
  });

  it('in the folder of a new service holds the check until somebody has looked', async () => {
    app = await AppBesideGitHub.start();
    app.repository.setRole('ann', 'write');
    const { check, number } = await checked({
      'services/billing/migrations/0001_a.sql': 'DROP TABLE invoices;\n',
      'db/migrations/drop_note.sql': drop,
    });
    expect(check.conclusion).toBe('action_required');
    expect(check.title).toBe('2 files could not be judged');
    expect(check.summary).toContain('names its folder `services/billing/migrations`');
    await app.idle();
    await app.repository.comment(number, {
      author: 'ann',
      body: '/precheck ack file-unplaced read with the team of billing',
    });
    await app.idle();
    const { head } = app.repository.pullRequest(number);
    expect(app.repository.checkRuns(head.sha).at(-1)?.conclusion).toBe('success');
  });
});

it('a configuration under another name is told of, in reviews and on the default branch', async () => {
  app = await AppBesideGitHub.start({
    files: { '.github/precheck.yaml': 'mode: observe\n' },
  });
  const { check } = await checked({ 'db/migrations/0002_drop.sql': drop });
  expect(check.conclusion).toBe('failure');
  expect(check.summary).toContain('This file is not read');
});
