/** A framework whose migrations are written in a programming language. */
export type CodeFramework =
  | 'rails'
  | 'django'
  | 'alembic'
  | 'laravel'
  | 'phinx'
  | 'doctrine'
  | 'ecto'
  | 'entity-framework'
  | 'typeorm'
  | 'mikro-orm'
  | 'knex'
  | 'sequelize'
  | 'kysely'
  | 'node-pg-migrate'
  | 'liquibase'
  | 'flyway-java'
  | 'goose-go'
  | 'javascript';

/** A migration that is no SQL file. */
export interface CodeMigration {
  readonly framework: CodeFramework;
}

type Sign = readonly [framework: CodeFramework, path: RegExp, content?: RegExp];

/** By path, and where one path serves several frameworks, by content; the first that fits is it. */
const SIGNS: readonly Sign[] = [
  ['rails', /(?:^|\/)db\/(?:\w+_)?migrate\/(?:[\w-]+\/)*\d{3,}_\w+\.rb$/],
  ['alembic', /(?:^|\/)(?:alembic|migrations?)\/(?:[\w.-]+\/)*versions\/(?:[\w.-]+\/)*[\w.-]+\.py$/],
  ['alembic', /(?:^|\/)versions\/[\w.-]+\.py$/, /^(?:from alembic import|import alembic)|^down_revision\b/m],
  ['django', /(?:^|\/)migrations\/\d{4}_\w+\.py$/],
  ['django', /(?:^|\/)migrations\/(?!__init__)\w+\.py$/, /\bmigrations\.Migration\b/],
  ['laravel', /(?:^|\/)database\/migrations\/(?:[\w-]+\/)*\d{4}_\d{2}_\d{2}_\d{6}_\w+\.php$/],
  ['phinx', /(?:^|\/)migrations\/(?:[\w-]+\/)*\d{14}_\w+\.php$/],
  ['doctrine', /(?:^|\/)migrations\/(?:[\w-]+\/)*Version\w*\d\w*\.php$/i],
  ['ecto', /(?:^|\/)priv\/(?:[\w-]+\/)+migrations\/(?:[\w-]+\/)*\d+_\w+\.exs$/],
  ['entity-framework', /(?:^|\/)Migrations\/(?:[\w.-]+\/)*\d{14}_\w+(?<!\.Designer)\.cs$/],
  ['flyway-java', /(?:^|\/)db\/migration\/(?:[\w-]+\/)*[VR][\d_.]*__\w+\.(?:java|kt|groovy)$/],
  [
    'liquibase',
    /(?:^|\/)(?:liquibase|(?:db\.?)?changelogs?)\/(?:[\w.-]+\/)*[\w.-]+\.(?:xml|ya?ml|json|groovy)$/i,
  ],
  ['liquibase', /\.(?:xml|ya?ml|json)$/, /<databaseChangeLog\b|^\s{0,8}"?databaseChangeLog"?\s*:/m],
  ['goose-go', /(?:^|\/)migrations?\/(?:[\w-]+\/)*\d+_\w+(?<!_test)\.go$/],
  [
    'typeorm',
    /\.[cm]?[jt]s$/,
    /\bimplements\s+MigrationInterface\b|\bMigrationInterface\b[\s\S]{0,300}\bQueryRunner\b/,
  ],
  ['mikro-orm', /\.[cm]?[jt]s$/, /\bextends\s+Migration\b[\s\S]{0,2000}\baddSql\b/],
  ['kysely', /(?:^|\/)migrations?\/(?:[\w-]+\/)*[\w.-]+\.[cm]?[jt]s$/, /\bfrom\s+['"]kysely['"]/],
  ['sequelize', /(?:^|\/)migrations?\/(?:[\w-]+\/)*[\w.-]+\.[cm]?[jt]s$/, /\bqueryInterface\b/],
  [
    'node-pg-migrate',
    /(?:^|\/)migrations?\/(?:[\w-]+\/)*[\w.-]+\.[cm]?[jt]s$/,
    /\bMigrationBuilder\b|\bpgm\b/,
  ],
  ['knex', /(?:^|\/)migrations?\/(?:[\w-]+\/)*[\w.-]+\.[cm]?[jt]s$/, /\bknex\b/i],
  ['javascript', /(?:^|\/)migrations?\/(?:[\w-]+\/)*\d{3,}[\w.-]*(?<!\.(?:test|spec|d))\.[cm]?[jt]s$/],
];

const NOT_RUN = /(?:^|\/)(?:node_modules|vendor|tests?|__tests__|spec|fixtures|examples?|docs?)\//;

/** Texts are searched from their beginning only as far as a head with its imports and class reaches. */
const HEAD = 20_000;

/**
 * Recognises a migration written in code, which Precheck cannot read, by its path and, where given, its text. Undefined
 * for everything else; without the text only paths that are unmistakable count.
 */
export function recogniseCodeMigration(path: string, text?: string): CodeMigration | undefined {
  if (NOT_RUN.test(path)) return undefined;
  const head = text?.slice(0, HEAD);
  for (const [framework, pattern, content] of SIGNS) {
    if (!pattern.test(path)) continue;
    if (content === undefined || (head !== undefined && content.test(head))) return { framework };
  }
  return undefined;
}
