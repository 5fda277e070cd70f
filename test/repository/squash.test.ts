import { describe, expect, it } from '@jest/globals';

import { reviewed, type Files } from './memory.js';

const OLD: Files = {
  'db/migrations/0001_orders.sql':
    'CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;\n',
  'db/migrations/0002_status.sql': "ALTER TABLE orders ADD COLUMN status ENUM('a','b') NOT NULL;\n",
  'db/migrations/0003_carts.sql': 'CREATE TABLE carts (id int NOT NULL, KEY k (id));\n',
};
const KEPT: Files = { 'db/migrations/0004_name.sql': 'ALTER TABLE carts ADD COLUMN name varchar(20);\n' };
const SCHEMA = `CREATE TABLE \`orders\` (
  \`id\` int NOT NULL AUTO_INCREMENT, \`status\` enum('a','b') NOT NULL, PRIMARY KEY (\`id\`)
) ENGINE=InnoDB;
CREATE TABLE \`carts\` (\`id\` int NOT NULL, KEY \`k\` (\`id\`)) ENGINE=InnoDB;
`;
const SQUASHED = 'db/migrations/0003_schema.sql';

async function told(head: Files, base: Files = { ...OLD, ...KEPT }): Promise<unknown> {
  const { verdict, findings, gaps, notices, checked } = await reviewed(base, head);
  return {
    verdict,
    findings: findings.map(({ rule, file }) => `${rule} ${file}`),
    gaps: gaps.map(({ id, file, reason }) => `${id} ${file}: ${reason}`),
    notices: notices.map(({ text }) => text),
    judged: checked.map(({ migrations }) => migrations),
  };
}

const SAME =
  'The 3 deleted migrations were squashed into `db/migrations/0003_schema.sql`: the schema is the same, so that it is not judged. Mark it as applied wherever they ran: run there, it fails at the first table that exists.';

describe('a squash', () => {
  it('into the same schema is one note', async () => {
    expect(await told({ ...KEPT, [SQUASHED]: SCHEMA })).toEqual({
      verdict: 'clear',
      findings: [],
      gaps: [],
      notices: [SAME],
      judged: [0],
    });
  });

  it('leaves a migration that comes with it to be judged', async () => {
    const added = { 'db/migrations/0005_x.sql': "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n" };
    expect(await told({ ...KEPT, ...added, [SQUASHED]: SCHEMA })).toMatchObject({
      verdict: 'blocked',
      findings: expect.arrayContaining(['enum-non-additive db/migrations/0005_x.sql']) as unknown,
      notices: [SAME],
      judged: [1],
    });
  });

  it('into two files, the schema and its seeds', async () => {
    const [orders = '', carts = ''] = SCHEMA.split(/(?=CREATE TABLE `carts`)/);
    const head = { ...KEPT, 'db/migrations/0002_a.sql': orders, [SQUASHED]: carts };
    expect(await told(head)).toMatchObject({
      verdict: 'clear',
      notices: [expect.stringContaining('`db/migrations/0002_a.sql` and `db/migrations/0003_schema.sql`')],
    });
  });

  it('into another schema is a gap that says what differs', async () => {
    const wrong = SCHEMA.replace("enum('a','b')", "enum('a')").replace(', KEY `k` (`id`)', '');
    expect(await told({ ...KEPT, [SQUASHED]: wrong })).toEqual({
      verdict: 'incomplete',
      findings: [],
      gaps: [
        'squash-differs db/migrations/0003_schema.sql: `db/migrations/0003_schema.sql` does not build the schema of the 3 deleted migrations: column `orders.status` is different, index `carts.k` is missing. A new database differs from those that ran them.',
      ],
      notices: [],
      judged: [0],
    });
    const acknowledged = `-- precheck:nolint-file squash-differs nobody has it\n${wrong}`;
    expect(await told({ ...KEPT, [SQUASHED]: acknowledged })).toMatchObject({
      verdict: 'acknowledged',
      notices: [],
    });
  });

  it.each([
    ['drops before it creates', `DROP TABLE IF EXISTS orders;\n${SCHEMA}`, '`DROP TABLE`'],
    [
      'rebuilds a table that may be there',
      `${SCHEMA.replace('TABLE `orders`', 'TABLE IF NOT EXISTS `orders`')}ALTER TABLE orders ENGINE=InnoDB;\n`,
      '`ALTER TABLE`',
    ],
    ['updates rows before it creates', `UPDATE orders SET id = 1;\n${SCHEMA}`, '`UPDATE`'],
  ])('that %s is judged like any other migration', async (_name, text, what) => {
    const result = (await told({ ...KEPT, [SQUASHED]: text })) as { judged: unknown; notices: string[] };
    expect(result.judged).toEqual([1]);
    expect(result.notices[0]).toContain('but does more than create');
    expect(result.notices[0]).toContain(what);
  });

  it('is none where an unrelated migration comes while two are deleted', async () => {
    const head = { ...KEPT, 'db/migrations/0005_x.sql': 'CREATE TABLE fresh (id int);\n' };
    expect(await told(head)).toMatchObject({ judged: [1], notices: [], gaps: [] });
  });

  it('into a baseline of Flyway', async () => {
    const base = {
      'db/migration/V1__a.sql': 'CREATE TABLE orders (id int) ENGINE=InnoDB;\n',
      'db/migration/V2__b.sql': 'ALTER TABLE orders ADD COLUMN a int;\n',
      'db/migration/V3__c.sql': 'ALTER TABLE orders ADD COLUMN b int;\n',
    };
    const head = {
      'db/migration/B2__base.sql': 'CREATE TABLE orders (id int, a int) ENGINE=InnoDB;\n',
      'db/migration/V3__c.sql': base['db/migration/V3__c.sql'],
    };
    expect(await told(head, base)).toMatchObject({
      verdict: 'clear',
      notices: [
        'The 2 deleted migrations were squashed into `db/migration/B2__base.sql`: the schema is the same, so that it is not judged.',
      ],
    });
    expect(
      await told({ ...head, 'db/migration/B2__base.sql': 'CREATE TABLE orders (id int);\n' }, base),
    ).toMatchObject({ verdict: 'incomplete' });
  });
});
