import { describe, expect, it } from '@jest/globals';
import { findHistories, type ConfiguredHistory } from '../../src/migrations/find-histories.js';
import { orderByJournal } from '../../src/migrations/journal.js';
import type { FoundHistory } from '../../src/migrations/migration.js';
import { processorTime } from '../processor-time.js';

/** "path layout dialect: versions in order", a down file with a minus before it. */
function told(history: FoundHistory): string {
  const files = history.files.map(({ version, direction }) =>
    direction === 'down' ? `-${version}` : version,
  );
  return `${history.path} ${history.layout} ${history.dialect ?? '?'}: ${files.join(' ')}`;
}

function discovered(...paths: string[]): string[] {
  return findHistories(paths).histories.map(told);
}

function configured(
  paths: string[],
  ...entries: (Partial<ConfiguredHistory> & { path?: string })[]
): string[] {
  return findHistories(
    paths,
    entries.map((entry) => ({ layout: 'auto', ...entry })),
  ).histories.map(told);
}

describe('findHistories discovers', () => {
  it.each<[string, string[], string[]]>([
    [
      'Flyway, by numbers and not by text, undo beside its version, repeatable ones last',
      [
        'src/main/resources/db/migration/R__views.sql',
        'src/main/resources/db/migration/V1_10_0__c.sql',
        'src/main/resources/db/migration/V1_9__b.sql',
        'src/main/resources/db/migration/U1_9__b.sql',
        'src/main/resources/db/migration/V1__a.sql',
      ],
      ['src/main/resources/db/migration flyway ?: 1 1.9 -1.9 1.10.0 views'],
    ],
    [
      'Flyway in folders below its own',
      ['db/migration/2.9/V2_9_1__a.sql', 'db/migration/2.10/V2_10_1__b.sql'],
      ['db/migration flyway ?: 2.9.1 2.10.1'],
    ],
    [
      'Flyway for two databases below one folder',
      ['db/migration/orders/V1__a.sql', 'db/migration/users/V1__a.sql'],
      ['db/migration/orders flyway ?: 1', 'db/migration/users flyway ?: 1'],
    ],
    [
      'Flyway with a folder per vendor and a common one',
      [
        'db/migration/common/V2__b.sql',
        'db/migration/mysql/V1__a.sql',
        'db/migration/postgresql/V1__a.sql',
        'db/migration/h2/V1__a.sql',
      ],
      ['db/migration flyway mysql: 1 2', 'db/migration flyway postgres: 1 2'],
    ],
    [
      'hawkbit: the server at the end of a name',
      ['db/migration/MYSQL/V1_1__x___MYSQL.sql', 'db/migration/H2/V1_1__x___H2.sql'],
      ['db/migration flyway mysql: 1.1'],
    ],
    [
      'golang-migrate, by number',
      ['m/migrations/10_b.up.sql', 'm/migrations/9_a.up.sql', 'm/migrations/9_a.down.sql'],
      ['m/migrations golang-migrate ?: 9 -9 10'],
    ],
    [
      'popx: one history per server, a file of no server where there is no better',
      [
        'sql/20200101_a.mysql.up.sql',
        'sql/20200101_a.postgres.up.sql',
        'sql/20200101_a.sqlite3.up.sql',
        'sql/20200102_b.up.sql',
        'sql/20200103_c.up.sql',
        'sql/20200103_c.postgres.autocommit.up.sql',
        'sql/20200104_d.cockroach.up.sql',
      ],
      ['sql popx mysql: 20200101 20200102 20200103', 'sql popx postgres: 20200101 20200102 20200103'],
    ],
    [
      'authelia',
      ['s/migrations/mysql/V0001.Initial_Schema.up.sql', 's/migrations/mysql/V0001.Initial_Schema.down.sql'],
      ['s/migrations/mysql plain mysql: 0001 -0001'],
    ],
    [
      'Prisma',
      [
        'prisma/migrations/20240101000000_b/migration.sql',
        'prisma/migrations/0_init/migration.sql',
        'prisma/schema.prisma',
      ],
      ['prisma/migrations prisma ?: 0 20240101000000'],
    ],
    [
      'drizzle by its journal, and by the snapshot in a folder',
      [
        'a/drizzle/0000_x.sql',
        'a/drizzle/0001_y.sql',
        'a/drizzle/meta/_journal.json',
        'b/migrations/20240101000000_x/migration.sql',
        'b/migrations/20240101000000_x/snapshot.json',
      ],
      ['a/drizzle drizzle ?: 0000 0001', 'b/migrations drizzle ?: 20240101000000'],
    ],
    [
      'diesel, whose versions are text without dashes',
      [
        'migrations/2026-07-30-140000-0000_b/up.sql',
        'migrations/20140924113530_a/up.sql',
        'migrations/20140924113530_a/down.sql',
        'migrations/loose.sql',
      ],
      ['migrations diesel ?: 20140924113530 -20140924113530 202607301400000000'],
    ],
    [
      'sqlx in a Rust crate',
      [
        'crates/server-postgres/Cargo.toml',
        'crates/server-postgres/migrations/2_b.sql',
        'crates/server-postgres/migrations/1_a.sql',
      ],
      ['crates/server-postgres/migrations sqlx postgres: 1 2'],
    ],
    [
      'Atlas, which orders by name',
      ['m/migrations/atlas.sum', 'm/migrations/10_b.sql', 'm/migrations/9_a.sql'],
      ['m/migrations atlas ?: 10 9'],
    ],
    [
      'Liquibase',
      ['src/db/changelog/001-a.sql', 'src/db/changelog/002-b.mysql.sql'],
      ['src/db/changelog liquibase-sql mysql: 001-a 002-b'],
    ],
    [
      'temporal: a folder per version, several files in it',
      [
        'schema/mysql/v8/x/versioned/v1.10/b.sql',
        'schema/mysql/v8/x/versioned/v1.9/a.sql',
        'schema/mysql/v8/x/versioned/v1.9/manifest.json',
        'schema/mysql/v8/x/schema.sql',
      ],
      ['schema/mysql/v8/x/versioned plain mysql: 1.9/a 1.10/b'],
    ],
    [
      'dolphinscheduler: servers below the version',
      [
        'sql/upgrade/1.2.0_schema/mysql/d_ddl.sql',
        'sql/upgrade/1.10.0_schema/mysql/d_ddl.sql',
        'sql/upgrade/1.10.0_schema/postgresql/d_ddl.sql',
      ],
      ['sql/upgrade plain mysql: 1.2.0/d_ddl 1.10.0/d_ddl', 'sql/upgrade plain postgres: 1.10.0/d_ddl'],
    ],
    [
      'mozilla: patches forward and back',
      [
        'lib/db/schema/patch-001-002.sql',
        'lib/db/schema/patch-002-001.sql',
        'lib/db/schema/patch-000-001.sql',
      ],
      ['lib/db/schema plain ?: 001 002 -002'],
    ],
    [
      'dates and bare versions',
      ['db/updates/2024-01-31-b.sql', 'db/updates/2024-01-05-a.sql', 'patches/1.2.sql', 'patches/1.10.sql'],
      ['db/updates plain ?: 2024-01-05 2024-01-31', 'patches plain ?: 1.2 1.10'],
    ],
    [
      'folders per year and month',
      [
        'db/migrations/2025/01/20250101_c.sql',
        'db/migrations/2024/10/20241001_b.sql',
        'db/migrations/2024/9/20240901_a.sql',
      ],
      ['db/migrations plain ?: 2024/9/20240901 2024/10/20241001 2025/01/20250101'],
    ],
    [
      'the way back as the last word, where there is a way forward',
      [
        'migrations/1_x.sql',
        'migrations/1_x_rollback.sql',
        'migrations/2_scale_down.sql',
        'migrations/3_y_up.sql',
        'migrations/3_y_down.sql',
      ],
      ['migrations plain ?: 1 -1 2 3 -3'],
    ],
    ['files at the top', ['001_a.sql', '002_b.sql'], ['. plain ?: 001 002']],
    [
      'a pair of tools in one folder, no file lost',
      ['migrations/1_a.up.sql', 'migrations/2_b.sql'],
      ['migrations plain ?: 1 2'],
    ],
    [
      'no fixtures, seeds, queries, documents, vendored files, or single numbered files',
      [
        'test/migrations/001_a.sql',
        'src/testdata/V1__a.sql',
        'src/test/resources/db/migration/V1__a.sql',
        'db/seeds/001_users.sql',
        'db/seeds/002_roles.sql',
        'internal/queries/001_get.sql',
        'node_modules/x/migrations/001_a.sql',
        'vendor/x/migrations/001_a.sql',
        'docs/migrations/001_a.sql',
        'misc/001_a.sql',
        'report/v1/a.sql',
        'report/v2/a.sql',
        'create.sql',
      ],
      [],
    ],
    [
      'names that are special to JavaScript',
      ['constructor/migrations/001_a.sql', '__proto__/migrations/001_a.sql'],
      ['__proto__/migrations plain ?: 001', 'constructor/migrations plain ?: 001'],
    ],
  ])('%s', (_name, paths, expected) => {
    expect(discovered(...paths)).toEqual(expected);
  });

  it('counts what is for other servers', () => {
    const found = findHistories([
      'm/migrations/sqlite/1_a.sql',
      'm/migrations/sqlite/2_b.sql',
      'm/migrations/mysql/1_a.sql',
    ]);
    expect(found.histories.map(told)).toEqual(['m/migrations/mysql plain mysql: 1']);
    expect(found.otherServers).toEqual([{ path: 'm/migrations/sqlite', files: 2 }]);
  });

  it.each([
    [['db/migrations/1_a.sql', 'db/structure.sql'], 'db/structure.sql'],
    [['db/migrations/1_a.sql', 'db/migrations/schema.sql', 'db/structure.sql'], 'db/migrations/schema.sql'],
    [['db/migrations/1_a.sql', 'db/schema.sql', 'db/structure.sql'], undefined],
    [
      ['db/migrations/1_a.postgres.up.sql', 'db/schema.postgres.sql', 'db/schema.sql'],
      'db/schema.postgres.sql',
    ],
    [['db/migrations/1_a.sql', 'db/mysqldump.sql'], 'db/mysqldump.sql'],
    [['db/migration/B5__base.sql', 'db/migration/V6__a.sql'], 'db/migration/B5__base.sql'],
    [['db/migration/V5__x.sql', 'db/migration/B5__base.sql', 'db/migration/V6__a.sql'], undefined],
  ])('a baseline among %j', (paths, baseline) => {
    expect(findHistories(paths).histories[0]?.baseline).toBe(baseline);
  });

  it('settings beside a file', () => {
    const paths = [
      'db/migration/V1__a.sql',
      'db/migration/V1__a.sql.conf',
      'm/migrations/1_a/up.sql',
      'm/migrations/1_a/metadata.toml',
    ];
    const settings = findHistories(paths).histories.flatMap(({ files }) =>
      files.map((file) => file.settings),
    );
    expect(settings).toEqual(['db/migration/V1__a.sql.conf', 'm/migrations/1_a/metadata.toml']);
  });

  it('a large repository soon', () => {
    const paths = Array.from({ length: 100_000 }, (_, index) =>
      index % 4 === 0 ? `db/migrations/${index}_x.mysql.up.sql` : `src/${index % 1000}/file${index}.ts`,
    );
    const spent = processorTime();
    expect(findHistories(paths).histories[0]?.files).toHaveLength(25_000);
    expect(spent()).toBeLessThan(20_000);
  });
});

describe('findHistories takes what is configured', () => {
  const paths = [
    'test/db/001_a.sql',
    'test/db/notes.sql',
    'test/db/002_b.sql',
    'a/m/1_x.sql',
    'b/m/1_x.sql',
    'b/m/2_y.sql',
  ];

  it.each<[string, (Partial<ConfiguredHistory> & { path?: string })[], string[]]>([
    ['a folder that would not be discovered', [{ path: 'test/db/' }], ['test/db plain ?: 001 002']],
    ['an engine', [{ path: './b/m', engine: 'mariadb' }], ['b/m plain mariadb: 1 2']],
    ['a glob of folders', [{ path: '*/m' }], ['a/m plain ?: 1', 'b/m plain ?: 1 2']],
    ['a glob of files', [{ path: 'b/m/2*.sql' }], ['b/m/2*.sql plain ?: 2']],
    ['a layout', [{ path: 'b/m', layout: 'goose' }], ['b/m goose ?: 1 2']],
    [
      'folders that lie in each other, each file once',
      [{ path: '.' }, { path: 'b/m/' }, { path: 'b/m/2_y.sql' }],
      ['. plain ?: 1 001 002', 'b/m plain ?: 1 2', 'b/m/2_y.sql plain ?: 2'],
    ],
    [
      'one folder for two servers',
      [
        { path: 'b/m', engine: 'mysql' },
        { path: 'b/m', engine: 'mariadb' },
      ],
      ['b/m plain mysql: 1 2', 'b/m plain mariadb: 1 2'],
    ],
    ['only what the layout reads', [{ path: 'b/m', layout: 'flyway' }], []],
  ])('%s', (_name, entries, expected) => {
    expect(configured(paths, ...entries)).toEqual(expected);
  });

  it('files without any version in the order of their paths', () => {
    expect(configured(['x/b.sql', 'x/a.sql'], { path: 'x' })).toEqual(['x plain ?: a b']);
  });

  it('one server of a folder for several, MySQL files for MariaDB', () => {
    const mixed = ['m/1_a.mysql.up.sql', 'm/1_a.postgres.up.sql', 'm/2_b.up.sql'];
    expect(configured(mixed, { path: 'm', engine: 'mariadb' })).toEqual(['m popx mariadb: 1 2']);
    expect(configured(mixed, { path: 'm' })).toEqual(['m popx mysql: 1 2', 'm popx postgres: 1 2']);
  });

  it('an engine against the name of a folder above', () => {
    expect(
      configured(['mysql-service/db/1_a.sql'], { path: 'mysql-service/db', engine: 'postgres' }),
    ).toEqual(['mysql-service/db plain postgres: 1']);
  });

  it('an entry without a path for what is discovered', () => {
    const found = findHistories(['a/migrations/1_x.sql'], [{ layout: 'auto', engine: 'mysql', since: '1' }]);
    expect(found.histories.map(told)).toEqual(['a/migrations plain mysql: 1']);
    expect(found.histories[0]?.entry).toBe(0);
  });

  it('and says which entry found nothing', () => {
    const found = findHistories(paths, [
      { path: 'nowhere', layout: 'auto' },
      { path: 'b/m', layout: 'flyway' },
    ]);
    expect(found.problems.map(({ entry, reason }) => [entry, reason])).toEqual([
      [0, 'No SQL file matches the path "nowhere": correct it, or remove the entry.'],
      [1, 'No file of "b/m" is a migration by its name (flyway): check layout and engine.'],
    ]);
  });
});

describe('findHistories, where a path means no file', () => {
  const paths = ['a/migrations/1_x.sql', 'b/migrations/1_x.mysql.up.sql', 'other/1.sql'];
  const lost = { path: 'a/migration', layout: 'auto', version: '8.0.36' } as const;

  it('finds by itself what no other entry has, with what the entry says of it', () => {
    const found = findHistories(paths, [
      { ...lost, engine: 'mysql', since: '1' },
      { path: 'b', layout: 'auto' },
    ]);
    expect(found.histories.map(told)).toEqual(['b popx mysql: 1', 'a/migrations plain mysql: 1']);
    expect(found.histories.map(({ entry, since }) => [entry, since])).toEqual([
      [1, undefined],
      [0, '1'],
    ]);
    expect(found.problems.map(({ entry, key, reason }) => [entry, key, reason])).toEqual([
      [
        0,
        'path',
        'No SQL file matches the path "a/migration": correct it, or remove the entry. Until then the migrations found in "a/migrations" are reviewed by it.',
      ],
    ]);
  });

  it('finds only what fits the entry', () => {
    const found = findHistories(paths, [{ ...lost, engine: 'postgres' }]);
    expect(found.histories.map(told)).toEqual(['a/migrations plain postgres: 1']);
  });
});

describe('findHistories leaves out what is not to be reviewed', () => {
  const paths = ['a/migrations/1_x.sql', 'b/migrations/1_x.sql', 'b/migrations/old/1_x.sql'];
  const out = { path: 'b', layout: 'auto', reviewed: false } as const;

  it.each<[string, ConfiguredHistory[], string[]]>([
    ['beside what is discovered', [out], ['a/migrations plain ?: 1']],
    ['beside an entry', [out, { path: '.', layout: 'auto' }], ['. plain ?: 1']],
    [
      'but for an entry within',
      [out, { path: 'b/migrations/old', layout: 'auto' }],
      ['b/migrations/old plain ?: 1'],
    ],
    [
      'inside of an entry',
      [
        { ...out, path: '**/old' },
        { path: 'b', layout: 'auto' },
      ],
      ['b plain ?: 1'],
    ],
    [
      'whether it is there or not',
      [{ ...out, path: 'c' }],
      ['a/migrations plain ?: 1', 'b/migrations plain ?: 1', 'b/migrations/old plain ?: 1'],
    ],
  ])('%s', (_name, entries, expected) => {
    const found = findHistories(paths, entries);
    expect(found.histories.map(told)).toEqual(expected);
    expect(found.problems).toEqual([]);
  });
});

describe('findHistories and since', () => {
  const paths = ['db/m/0001_a.sql', 'db/m/0400_b.sql', 'db/m/0401_c.sql', 'db/structure.sql'];
  const problems = (more: Partial<ConfiguredHistory>): string[] =>
    findHistories(paths, [{ path: 'db/m', layout: 'auto', ...more }]).problems.map(
      ({ key, reason }) => `${String(key)}: ${reason}`,
    );

  it('keeps every file, and says where the replay begins', () => {
    const [history] = findHistories(paths, [{ path: 'db/m', layout: 'auto', since: '400' }]).histories;
    expect(history?.files).toHaveLength(3);
    expect(history?.since).toBe('400');
    expect(history?.baseline).toBe('db/structure.sql');
    expect(problems({ since: '400' })).toEqual([]);
  });

  it.each<[Partial<ConfiguredHistory>, string]>([
    [
      { since: '0399' },
      'since: No migration of "db/m" has the version "0399" of since: the nearest is "0400".',
    ],
    [
      { since: '9999' },
      'since: No migration of "db/m" has the version "9999" of since: the nearest is "0401".',
    ],
    [
      { baseline: 'db/dump.sql' },
      'baseline: There is no file "db/dump.sql" to serve as baseline: correct the path, or remove it.',
    ],
  ])('%j is a problem, and as if it were not there', (more, expected) => {
    expect(problems(more)).toEqual([expected]);
    const [history] = findHistories(paths, [{ path: 'db/m', layout: 'auto', ...more }]).histories;
    expect(history).toMatchObject({ since: undefined, baseline: 'db/structure.sql' });
  });
});

describe('orderByJournal', () => {
  const [history] = findHistories([
    'd/drizzle/0000_x.sql',
    'd/drizzle/0001_y.sql',
    'd/drizzle/0002_z.sql',
    'd/drizzle/meta/_journal.json',
  ]).histories;

  it.each([
    ['{"entries":[{"tag":"0001_y"},{"tag":"0000_x"}]}', '0001 0000 0002'],
    ['{"entries":7}', '0000 0001 0002'],
    ['no json', '0000 0001 0002'],
  ])('%s', (journal, expected) => {
    if (!history) throw new Error('no history');
    expect(history.journal).toBe('d/drizzle/meta/_journal.json');
    expect(
      orderByJournal(history, journal)
        .files.map(({ version }) => version)
        .join(' '),
    ).toBe(expected);
  });
});
