import { describe, expect, it } from '@jest/globals';
import type { LayoutId, MigrationFile } from '../../src/migrations/migration.js';
import { layoutShownBy, sectionsOf, type SectionFacts } from '../../src/migrations/sections.js';
import { processorTime } from '../processor-time.js';

function file(path: string, direction: MigrationFile['direction'] = 'up'): MigrationFile {
  return { path, version: '1', direction, repeatable: false };
}

/** "direction transaction: SQL without white space around it", one per section. */
function told(layout: LayoutId, text: string, facts: SectionFacts = {}, one = file('m/1_x.sql')): string[] {
  return sectionsOf(layout, one, text, { dialect: 'postgres', ...facts }).map(
    ({ direction, transaction, sql }) => {
      expect(sql).toHaveLength(text.length);
      expect(sql.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
      return `${direction} ${transaction}: ${sql.replace(/\s+/g, ' ').trim()}`;
    },
  );
}

const GOOSE =
  '-- +goose Up\nA;\n-- +goose StatementBegin\nB;\n-- +goose StatementEnd\n-- +goose Down\r\nC;\n';
const LIQUIBASE = `--liquibase formatted sql
--changeset a:1
A;
--rollback B;
--changeset a:2 dbms:mysql
C;
--changeset a:3 runInTransaction:false dbms:"postgresql, h2"
D;
/* liquibase rollback
E;
*/
`;

describe('sectionsOf', () => {
  it.each<[string, LayoutId, string, string[]]>([
    [
      'goose',
      'goose',
      GOOSE,
      [
        'up file: -- +goose Up A; -- +goose StatementBegin B; -- +goose StatementEnd',
        'down file: -- +goose Down C;',
      ],
    ],
    [
      'goose without transaction',
      'goose',
      '-- +goose NO TRANSACTION\n-- +goose Up\nA; B;',
      ['up none: -- +goose Up A; B;'],
    ],
    [
      'goose, an acknowledgement of the whole file above its sections',
      'goose',
      '-- precheck:nolint-file table-copied small\n-- a word\n-- +goose Up\nA;\n-- +goose Down\nB;',
      [
        'up file: -- precheck:nolint-file table-copied small -- +goose Up A;',
        'down file: -- precheck:nolint-file table-copied small -- +goose Down B;',
      ],
    ],
    ['goose among plain names', 'plain', '-- +goose Up\nA;', ['up file: -- +goose Up A;']],
    [
      'sql-migrate',
      'plain',
      '-- +migrate Up notransaction\nA;\n-- +migrate Down\nB;',
      ['up none: -- +migrate Up notransaction A;', 'down file: -- +migrate Down B;'],
    ],
    [
      'dbmate',
      'dbmate',
      '-- migrate:up\nA;\n\n-- migrate:down\nB;',
      ['up file: -- migrate:up A;', 'down file: -- migrate:down B;'],
    ],
    [
      'dbmate, one statement',
      'dbmate',
      '-- migrate:up transaction:false\nA;',
      ['up none: -- migrate:up transaction:false A;'],
    ],
    [
      'dbmate, one query of two',
      'dbmate',
      '-- migrate:up transaction:false\nA; B;',
      ['up file: -- migrate:up transaction:false A; B;'],
    ],
    [
      'Play evolutions',
      'plain',
      '# Users\n# --- !Ups\nA;;B;\n# --- !Downs\nC;',
      ['up none: A; B;', 'down none: C;'],
    ],
    ['dbmate without marks', 'dbmate', 'A;', ['up file: A;']],
    ['Flyway', 'flyway', 'A;', ['up file: A;']],
    [
      'Flyway, concurrently',
      'flyway',
      'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);',
      ['up none: CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);'],
    ],
    ['Flyway, the word in a comment', 'flyway', '-- later VACUUM\nA;', ['up file: -- later VACUUM A;']],
    ['golang-migrate, one statement', 'golang-migrate', "A 'x;y'; -- z;\n", ["up none: A 'x;y'; -- z;"]],
    ['golang-migrate, two statements', 'golang-migrate', 'A;\nB', ['up file: A; B']],
    ['golang-migrate, a body', 'golang-migrate', 'DO $$ A; B; $$;', ['up none: DO $$ A; B; $$;']],
    ['Prisma', 'prisma', 'A;B;', ['up file: A;B;']],
    ['sqlx', 'sqlx', 'A;', ['up file: A;']],
    ['sqlx without transaction', 'sqlx', '-- no-transaction\nA;', ['up none: -- no-transaction A;']],
    [
      'Atlas without transaction',
      'atlas',
      '-- atlas:txmode none\n\nA;B;',
      ['up none: -- atlas:txmode none A;B;'],
    ],
    ['diesel', 'diesel', 'A;', ['up file: A;']],
    [
      'drizzle',
      'drizzle',
      'A;--> statement-breakpoint\nB\n--> statement-breakpoint\nC;',
      ['up file: A; B ; C;'],
    ],
    ['plain', 'plain', 'A;B;', ['up none: A;B;']],
    [
      'node-pg-migrate',
      'plain',
      '-- Up Migration\nA;\n-- Down Migration\nB;',
      ['up none: -- Up Migration A;', 'down none: -- Down Migration B;'],
    ],
    [
      'Tern',
      'plain',
      'A;\n---- create above / drop below ----\nB;',
      ['up none: A;', 'down none: ---- create above / drop below ---- B;'],
    ],
    [
      'Liquibase',
      'liquibase-sql',
      LIQUIBASE,
      [
        'up file: --changeset a:1 A; --rollback B;',
        'up none: --changeset a:3 runInTransaction:false dbms:"postgresql, h2" D; /* liquibase rollback E; */',
        'down file: B; E;',
      ],
    ],
    [
      'Liquibase for another server',
      'liquibase-sql',
      '--liquibase formatted sql\n--changeset a:1 dbms:mysql\nA;',
      [],
    ],
    ['no text', 'plain', '', ['up none:']],
  ])('%s', (_name, layout, text, expected) => {
    expect(told(layout, text)).toEqual(expected.map((one) => one.replace(/: ?$/, ': ')));
  });

  it('knows no transaction that holds DDL on MySQL', () => {
    expect(told('flyway', 'A;', { dialect: 'mysql' })).toEqual(['up none: A;']);
  });

  it('reads the tool’s settings of a file', () => {
    expect(told('flyway', 'A;B;', { settings: 'executeInTransaction=false\n' })).toEqual(['up none: A;B;']);
    expect(told('diesel', 'A;', { settings: 'run_in_transaction = false\n' })).toEqual(['up none: A;']);
  });

  it('takes a down file whole, and popx’s autocommit out of its transaction', () => {
    expect(told('golang-migrate', 'A;', {}, file('1_x.down.sql', 'down'))).toEqual(['down none: A;']);
    expect(told('popx', 'A;', {}, file('m/1_x.postgres.up.sql'))).toEqual(['up file: A;']);
    expect(told('popx', 'A;', {}, file('m/1_x.postgres.autocommit.up.sql'))).toEqual(['up none: A;']);
  });

  it('cuts a file of many change sets into few sections', () => {
    const text = `--liquibase formatted sql\n${'--changeset a:1\nA;\n'.repeat(500)}`;
    expect(sectionsOf('liquibase-sql', file('c.sql'), text)).toHaveLength(1);
  });

  it.each([
    ['line breaks', '\n'.repeat(500_000)],
    ['semicolons', ';'.repeat(500_000)],
    ['dollar quotes that never end', Array.from({ length: 60_000 }, (_, index) => `$a${index}$`).join(' ')],
    ['quotes', '\'"'.repeat(250_000)],
    ['comments that never end', '/* liquibase rollback '.repeat(20_000)],
    ['marks', '-- +goose Up\n-- +goose Down\n'.repeat(20_000)],
    ['acknowledgements', `-- precheck:nolint-file a b\n-- +goose Up\n`.repeat(20_000)],
  ])('is done soon with %s', (_name, text) => {
    const spent = processorTime();
    for (const layout of [
      'plain',
      'goose',
      'flyway',
      'golang-migrate',
      'liquibase-sql',
      'drizzle',
    ] as const) {
      sectionsOf(layout, file('1_x.sql'), `--liquibase formatted sql\n${text}`);
      sectionsOf(layout, file('1_x.sql'), text);
    }
    expect(spent()).toBeLessThan(20_000);
  });
});

describe('layoutShownBy', () => {
  it.each<[LayoutId, string, LayoutId]>([
    ['plain', '-- +goose Up', 'goose'],
    ['atlas', '-- migrate:up', 'dbmate'],
    ['plain', '\uFEFF-- liquibase formatted sql', 'liquibase-sql'],
    ['liquibase-sql', 'CREATE TABLE t (a int);', 'plain'],
    ['flyway', '-- +goose Up', 'flyway'],
    ['plain', "INSERT INTO t VALUES ('--> statement-breakpoint');", 'plain'],
  ])('%s with %j is %s', (layout, text, shown) => {
    expect(layoutShownBy(layout, text)).toBe(shown);
  });
});

describe('marks that the merged migrations do not bear', () => {
  const hidden = 'DROP TABLE a;\n-- +goose Up\nSELECT 1;\n';

  it('hide nothing: the file is taken whole', () => {
    expect(told('plain', hidden, { tools: new Set<LayoutId>(['plain']) })).toEqual([
      'up none: DROP TABLE a; -- +goose Up SELECT 1;',
    ]);
    const changeSet = '--liquibase formatted sql\n--changeset a:1 dbms:oracle\nDROP TABLE a;\n';
    expect(told('plain', changeSet, { tools: new Set<LayoutId>(['plain']) })).toHaveLength(1);
  });

  it('count where a merged one bears them, where the names show the tool, and in a new history', () => {
    const cut = ['up file: -- +goose Up SELECT 1;'];
    expect(told('plain', hidden, { tools: new Set<LayoutId>(['goose']) })).toEqual(cut);
    expect(told('goose', hidden, { tools: new Set<LayoutId>(['plain']) })).toEqual(cut);
    expect(told('plain', hidden)).toEqual(cut);
  });
});

it('says by which layout a section was read', () => {
  const layouts = (layout: LayoutId, text: string): string[] =>
    sectionsOf(layout, file('m/1_x.sql'), text, { dialect: 'postgres' }).map((section) => section.layout);
  expect(layouts('flyway', 'A;')).toEqual(['flyway']);
  expect(layouts('plain', GOOSE)).toEqual(['goose', 'goose']);
});
