import { describe, expect, it } from '@jest/globals';
import { recogniseCodeMigration } from '../../src/migrations/code-migration.js';
import { guessDialect } from '../../src/migrations/guess-dialect.js';
import { breaksChecksum } from '../../src/migrations/layouts.js';
import { renderPlaceholders } from '../../src/migrations/placeholders.js';

describe('guessDialect', () => {
  it.each([
    ['CREATE TABLE t (a int) ENGINE=InnoDB;', 'mysql'],
    ['CREATE TABLE `t` (`a` int AUTO_INCREMENT);', 'mysql'],
    ['ALTER TABLE t MODIFY COLUMN a bigint;', 'mysql'],
    ['CREATE TABLE `t` (`a` int) ENGINE=Aria;', 'mariadb'],
    ['CREATE TABLE t (a int) WITH SYSTEM VERSIONING;', 'mariadb'],
    ['CREATE TABLE t (a timestamptz, b jsonb);', 'postgres'],
    ['CREATE EXTENSION citext;', 'postgres'],
    ['ALTER TABLE t ALTER COLUMN a TYPE bigint;', 'postgres'],
    ['CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;', 'postgres'],
    ["SELECT now()::date, '`x` ENGINE=InnoDB';", 'postgres'],
    ['CREATE TABLE `t` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL);', undefined],
    ['CREATE TABLE t (a int);', undefined],
    ['CREATE TABLE `t` (`a` int) ENGINE=InnoDB; CREATE TABLE u (b jsonb, c int[]);', undefined],
    ['', undefined],
  ])('%j is %s', (text, dialect) => {
    expect(guessDialect([text])).toBe(dialect);
  });

  it('adds up what several texts say', () => {
    expect(guessDialect(['CREATE TABLE t (a serial);', 'CREATE TABLE u (a uuid);'])).toBe('postgres');
  });
});

describe('renderPlaceholders', () => {
  it.each([
    ['CREATE TABLE ${ns}_t;', { ns: 'auth' }, 'CREATE TABLE auth_t;', []],
    [
      '{{ index .Options "Namespace" }} {{ .Namespace }} {{.Options.Namespace}}',
      { Namespace: 'a' },
      'a a a',
      [],
    ],
    ['SET x = ${REGION:-eu};', { REGION: 'us' }, 'SET x = us;', []],
    ['USE {$NAMESPACE}_db;', { NAMESPACE: 'ph' }, 'USE ph_db;', []],
    ['ALTER TABLE {{ index .Options "Schema" }}.t', { Schema: 'auth' }, 'ALTER TABLE auth.t', []],
    ['{{index .Options "Schema"}}', {}, '{{index .Options "Schema"}}', [{ name: 'Schema', start: 0 }]],
    ['${a}\n${b}', { a: 'x\ny' }, 'x y\n${b}', [{ name: 'b', start: 5 }]],
    [
      '${constructor} ${__proto__}',
      {},
      '${constructor} ${__proto__}',
      [
        { name: 'constructor', start: 0 },
        { name: '__proto__', start: 15 },
      ],
    ],
    ['${a}', { a: '$& $1' }, '$& $1', []],
  ])('%j', (text, values, rendered, unresolved) => {
    expect(renderPlaceholders(text, values)).toEqual({ text: rendered, unresolved });
  });
});

describe('recogniseCodeMigration', () => {
  it.each([
    ['db/migrate/20240101000000_add_x.rb', undefined, 'rails'],
    ['shop/migrations/0002_add_x.py', undefined, 'django'],
    ['shop/migrations/__init__.py', '', undefined],
    ['shop/migrations/custom.py', 'class Migration(migrations.Migration):', 'django'],
    ['alembic/versions/ab12_x.py', undefined, 'alembic'],
    ['app/versions/ab12_x.py', 'from alembic import op', 'alembic'],
    ['app/versions/other.py', 'x = 1', undefined],
    ['database/migrations/2024_01_31_000000_create_x.php', undefined, 'laravel'],
    ['src/Migrations/Version20240131.php', undefined, 'doctrine'],
    ['priv/repo/migrations/20240131000000_x.exs', undefined, 'ecto'],
    ['Data/Migrations/20240131000000_X.cs', undefined, 'entity-framework'],
    ['Data/Migrations/20240131000000_X.Designer.cs', undefined, undefined],
    ['src/x/1700000000000-add.ts', 'export class A implements MigrationInterface {', 'typeorm'],
    ['migrations/20240101_x.js', 'exports.up = (knex) => knex.schema', 'knex'],
    ['migrations/20240101-x.js', 'up: async (queryInterface, Sequelize) => {}', 'sequelize'],
    ['migrations/20240101-x.ts', undefined, 'javascript'],
    ['migrations/20240101-x.test.ts', undefined, undefined],
    ['src/main/resources/db/changelog/db.changelog-master.xml', undefined, 'liquibase'],
    ['config/x.yaml', 'databaseChangeLog:\n', 'liquibase'],
    ['src/main/java/db/migration/V1__x.java', undefined, 'flyway-java'],
    ['migrations/00001_x.go', undefined, 'goose-go'],
    ['src/index.ts', 'const x = 1', undefined],
    ['db/migrations/001_x.sql', undefined, undefined],
    ['node_modules/x/migrations/001_x.js', undefined, undefined],
  ])('%s with %j is %s', (path, text, framework) => {
    expect(recogniseCodeMigration(path, text)?.framework).toBe(framework);
  });
});

it.each([
  ['flyway', 'modified', true],
  ['flyway', 'added', false],
  ['atlas', 'added', true],
  ['goose', 'modified', false],
] as const)('%s, %s: whether a comment in the file breaks a checksum', (layout, status, breaks) => {
  expect(breaksChecksum(layout, status)).toBe(breaks);
});
