import { describe, expect, it } from '@jest/globals';
import { parseRepoConfig } from '../../src/config/repo-config.js';
import { withFloor } from '../../src/config/floor.js';
import { ownerWeakenings } from '../../src/escalation/owner-weakening.js';
import { configWeakenings } from '../../src/escalation/weakening.js';
import { readOwners } from '../../src/owners/codeowners.js';
import { weakeningWords } from '../../src/report/weakening-words.js';
import { processorTime } from '../processor-time.js';

const BASE = `
mode: enforce
rules: { table-copied: blocker }
experts:
  reviewers: ["@acme/sql"]
  when: warning
  routes: [{ tables: "billing_*", reviewers: ["@acme/billing"] }]
acknowledge: { blocker: expert }
migrations:
  - { path: db, engine: mysql, version: "8.0.36", tables: { small: ["lookup_*"], hot: ["orders"] } }
`;

function weakened(base: string, head: string, unable: readonly string[] = []): readonly string[] {
  const [before, after] = [parseRepoConfig(base).config, parseRepoConfig(head).config];
  return configWeakenings(before, after, {
    file: '.github/precheck.yml',
    severityOf: (rule) => (rule === 'index-redundant' ? 'advice' : 'blocker'),
    isUsable: (handle) => !unable.includes(handle),
  }).map(weakeningWords);
}

function changed(from: string, to: string): readonly string[] {
  const head = BASE.replace(from, to);
  if (head === BASE) throw new Error(`The configuration does not hold: ${from}`);
  return weakened(BASE, head);
}

describe('a change of the configuration', () => {
  it.each([
    [
      'mode: enforce',
      'mode: observe',
      '`mode` goes from `enforce` to `observe`: the check would pass whatever is found.',
    ],
    [
      'blocker }\nexperts',
      'off }\nexperts',
      '`rules.table-copied` goes from `blocker` to `off`: what the rule finds would hold up less.',
    ],
    [
      '{ table-copied: blocker }',
      '{ enum-non-additive: warning }',
      '`rules.enum-non-additive` goes from `blocker` to `warning`: what the rule finds would hold up less.',
    ],
    [
      '["@acme/sql"]',
      '["@acme/app"]',
      '`experts.reviewers` goes from `@acme/sql` to `@acme/app`: other people could approve.',
    ],
    [
      '["@acme/sql"]',
      '["@acme/sql", "@eve"]',
      '`experts.reviewers` goes from `@acme/sql` to `@acme/sql @eve`: other people could approve.',
    ],
    [
      '[{ tables: "billing_*", reviewers: ["@acme/billing"] }]',
      '[]',
      '`experts.routes (tables billing_*)` goes from `@acme/billing` to nothing: other people could approve.',
    ],
    [
      'routes: [',
      'routes: [{ paths: "**", reviewers: ["@eve"] }, ',
      '`experts.routes (paths **)` goes from nothing to `@eve`: other people could approve.',
    ],
    [
      'when: warning',
      'when: blocker',
      '`experts.when` goes from `warning` to `blocker`: fewer findings would need an expert.',
    ],
    [
      '{ blocker: expert }',
      '{ blocker: author }',
      '`acknowledge.blocker` goes from `expert` to `author`: the word of the author would be enough.',
    ],
    [
      'engine: mysql',
      'engine: mariadb',
      '`migrations.db.engine` goes from `mysql` to `mariadb`: migrations would be read or judged in another way.',
    ],
    [
      'path: db',
      'path: sql',
      '`migrations` goes from `db` to nothing: migrations would be read or judged in another way.',
    ],
    [
      '["lookup_*"]',
      '["*"]',
      '`migrations.db.tables.small` goes from `lookup_*` to `*`: what blocks these tables would hold up less.',
    ],
    [
      'migrations:',
      'migrations:\n  - { path: "db/**", reviewed: false }',
      '`migrations.db/**.reviewed` goes from `true` to `false`: migrations would be read or judged in another way.',
    ],
    [
      '["orders"]',
      '[]',
      '`migrations.db.tables.hot` goes from `orders` to nothing: what blocks these tables would hold up less.',
    ],
  ])('%s → %s', (from, to, words) => {
    expect(changed(from, to)).toContain(words);
  });

  it('says nothing of what makes the review stricter, or changes nothing', () => {
    expect(weakened(BASE, BASE)).toEqual([]);
    expect(weakened(BASE, `# a comment\n${BASE}`)).toEqual([]);
    expect(changed('when: warning', 'when: always')).toEqual([]);
    expect(changed('["orders"]', '["orders", "events"]')).toEqual([]);
    expect(
      weakened(
        'migrations: [{ engine: mysql }, { engine: postgres }]',
        'migrations: [{ engine: mysql }, { engine: postgres }]',
      ),
    ).toEqual([]);
  });

  it('takes a file that is deleted, or broken, for the defaults', () => {
    expect(weakened(BASE, '')).toHaveLength(3);
    expect(weakened(BASE, 'mode: [')).toEqual(weakened(BASE, ''));
  });

  it('lets who cannot review be replaced, so that a wrong name can be mended', () => {
    const mended = BASE.replace('["@acme/sql"]', '["@acme/dba"]');
    expect(weakened(BASE, mended, ['@acme/sql'])).toEqual([]);
    expect(weakened(BASE, mended)).toHaveLength(1);
  });
});

describe('a change of the owners', () => {
  const migrations = ['db/a/1.sql', 'db/a/2.sql', 'db/b/1.sql'];
  const lost = (base: string | null, head: string | null): readonly string[] => {
    const [before, after] = [base, head].map((text) =>
      text === null ? undefined : readOwners('CODEOWNERS', text),
    );
    const isUsable = (handle: string) => handle !== '@gone';
    return ownerWeakenings({ file: 'CODEOWNERS', base: before, head: after, migrations, isUsable }).map(
      weakeningWords,
    );
  };

  it('says which migrations lose an owner', () => {
    expect(lost('db/ @acme/sql', 'db/ @acme/sql\ndb/a/ @eve')).toEqual([
      'The owner of `db/a/2.sql` and 1 more goes from `@acme/sql` to `@eve`: GitHub would no longer ask all of them.',
    ]);
    expect(lost('db/ @acme/sql', null)).toHaveLength(1);
    expect(lost('db/ @acme/sql', 'db/')[0]).toContain(
      '`db/b/1.sql` and 2 more goes from `@acme/sql` to nothing',
    );
  });

  it('says nothing where every owner stays, in whatever order, or was of no use', () => {
    expect(lost('* @acme/sql', 'db/ @bob @Acme/SQL')).toEqual([]);
    expect(lost('db/ @gone', 'db/ @acme/sql')).toEqual([]);
    expect(lost('docs/ @acme/sql', '')).toEqual([]);
    expect(lost(null, 'db/ @eve')).toEqual([]);
  });

  it('demands a look at a file that is made too long to compare', () => {
    const padding = 'x\n'.repeat(200_001);
    expect(lost('db/ @acme/sql', `${padding}db/ @eve`)).toEqual([
      'The owner of `db/b/1.sql` goes from `@acme/sql` to `@eve`: GitHub would no longer ask all of them.',
      '`CODEOWNERS` is too long to compare who owns 2 migrations before and after: GitHub may no longer ask all owners.',
    ]);
    expect(lost('db/ @acme/sql', `${padding}db/b @acme/sql`)).toHaveLength(1);
    expect(lost('db/ @gone', `${padding}db/ @eve`)).toEqual([]);
    expect(lost('db/', `${padding}db/ @eve`)).toEqual([]);
  });

  it('reads a long file of owners against many migrations in a moment', () => {
    const owners = readOwners(
      'CODEOWNERS',
      Array.from({ length: 60_000 }, (_, i) => `x${String(i)}*y @eve`).join('\n'),
    );
    const many = Array.from({ length: 20_000 }, (_, i) => `db/${String(i)}/${'x'.repeat(100)}.sql`);
    const spent = processorTime();
    ownerWeakenings({
      file: 'CODEOWNERS',
      base: owners,
      head: owners,
      migrations: many,
      isUsable: () => true,
    });
    expect(spent()).toBeLessThan(10_000);
  });
});

describe('the floor of an organisation', () => {
  const laid = (own: string, floor: string) => withFloor(parseRepoConfig(own), parseRepoConfig(floor));
  const FLOOR =
    'mode: enforce\nrules: { table-copied: warning }\nacknowledge: { warning: expert }\nexperts: { reviewers: ["@acme/sql"], when: warning }\nmigrations: [{ tables: { hot: ["orders"] } }]\ndocs: { url: "https://wiki.example.com" }';

  it('holds where the repository says nothing', () => {
    const { config, experts, problems } = laid('', FLOOR);
    expect(config).toMatchObject({ mode: 'enforce', rules: { 'table-copied': 'warning' } });
    expect(config.acknowledge).toEqual({ blocker: 'expert', warning: 'expert' });
    expect(config.migrations.map(({ tables }) => tables.hot)).toEqual([['orders']]);
    expect(config.docs.url).toBe('https://wiki.example.com/{rule}');
    expect(experts.map(({ reviewers, when }) => [reviewers, when])).toEqual([
      [['@acme/sql'], 'warning'],
      [[], 'warning'],
    ]);
    expect(problems).toEqual([]);
  });

  it('is not undercut, and says where somebody tried', () => {
    const own =
      'mode: observe\nrules: { table-copied: off }\nexperts: { reviewers: ["@eve"], when: blocker }\nacknowledge: { warning: author }';
    const { config, experts, problems } = laid(own, FLOOR);
    expect(config).toMatchObject({
      mode: 'enforce',
      rules: { 'table-copied': 'warning' },
      acknowledge: { warning: 'expert' },
    });
    expect(experts.map(({ reviewers, when }) => [reviewers, when])).toEqual([
      [['@acme/sql'], 'warning'],
      [['@eve'], 'warning'],
    ]);
    expect(problems.map(({ path }) => path.join('.')).sort()).toEqual([
      'acknowledge.warning',
      'experts.when',
      'mode',
      'rules.table-copied',
    ]);
    expect(problems.find(({ path }) => path[0] === 'mode')?.message).toBe(
      '`mode: observe` is weaker than what the organisation asks for: `enforce` holds. Remove the line, or make it stricter.',
    );
  });

  it('lets the repository be stricter, and decide what the organisation leaves open', () => {
    const own =
      'rules: { table-copied: blocker, index-redundant: off }\nexperts: { when: always }\nmigrations: [{ path: db, tables: { hot: ["events"] } }]\ndocs: { url: "https://own.example.com" }';
    const { config, problems } = laid(own, FLOOR);
    expect(config).toMatchObject({
      rules: { 'table-copied': 'blocker', 'index-redundant': 'off' },
      experts: { when: 'always' },
    });
    expect(config.migrations.map(({ path, tables }) => [path, tables.hot])).toEqual([
      ['db', ['events', 'orders']],
    ]);
    expect(config.docs.url).toBe('https://own.example.com/{rule}');
    expect(problems).toEqual([]);
    expect(laid('mode: observe', '').config.mode).toBe('observe');
    expect(laid('', 'mode: observe').config.mode).toBe('observe');
  });
});
