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

/** The folders that it may lie in, its own name, and where one place serves several frameworks, its content. */
interface Sign {
  readonly framework: CodeFramework;
  /** All of them must fit the path up to its last slash. */
  readonly folders: readonly RegExp[];
  readonly file: RegExp;
  readonly content?: RegExp;
}

/**
 * A folder, as deep below it as one likes. Looks back from the end: to look ahead from each folder of that name would
 * cost a hostile path the square of its length.
 */
function below(folder: string, name = '[\\w-]+'): RegExp {
  return new RegExp(`$(?<=(?:^|/)${folder}/(?:${name}/)*)`);
}

const MIGRATIONS = below('migrations?');
const SCRIPT = /\.[cm]?[jt]s$/;

/** The first that fits is it. */
const SIGNS: readonly Sign[] = [
  { framework: 'rails', folders: [below('db/(?:\\w+_)?migrate')], file: /^\d{3,}_\w+\.rb$/ },
  {
    framework: 'alembic',
    folders: [/(?:^|\/)(?:alembic|migrations?)\//, below('versions', '[\\w.-]+')],
    file: /^[\w.-]+\.py$/,
  },
  {
    framework: 'alembic',
    folders: [/(?:^|\/)versions\/$/],
    file: /^[\w.-]+\.py$/,
    content: /^(?:from alembic import|import alembic)|^down_revision\b/m,
  },
  { framework: 'django', folders: [/(?:^|\/)migrations\/$/], file: /^\d{4}_\w+\.py$/ },
  {
    framework: 'django',
    folders: [/(?:^|\/)migrations\/$/],
    file: /^(?!__init__)\w+\.py$/,
    content: /\bmigrations\.Migration\b/,
  },
  {
    framework: 'laravel',
    folders: [below('database/migrations')],
    file: /^\d{4}_\d{2}_\d{2}_\d{6}_\w+\.php$/,
  },
  { framework: 'phinx', folders: [below('migrations')], file: /^\d{14}_\w+\.php$/ },
  {
    framework: 'doctrine',
    folders: [new RegExp(MIGRATIONS, 'i')],
    file: /^Version(?=\w*\d)\w+\.php$/i,
  },
  {
    framework: 'ecto',
    folders: [/(?:^|\/)priv\/[\w-]+\//, below('migrations')],
    file: /^\d+_\w+\.exs$/,
  },
  {
    framework: 'entity-framework',
    folders: [below('Migrations', '[\\w.-]+')],
    file: /^\d{14}_\w+(?<!\.Designer)\.cs$/,
  },
  {
    framework: 'flyway-java',
    folders: [below('db/migration')],
    file: /^[VR][\d_.]*__\w+\.(?:java|kt|groovy)$/,
  },
  {
    framework: 'liquibase',
    folders: [new RegExp(below('(?:liquibase|(?:db\\.?)?changelogs?)', '[\\w.-]+'), 'i')],
    file: /^[\w.-]+\.(?:xml|ya?ml|json|groovy)$/i,
  },
  {
    framework: 'liquibase',
    folders: [],
    file: /\.(?:xml|ya?ml|json)$/,
    content: /<databaseChangeLog\b|^\s{0,8}"?databaseChangeLog"?\s*:/m,
  },
  { framework: 'goose-go', folders: [MIGRATIONS], file: /^\d+_\w+(?<!_test)\.go$/ },
  {
    framework: 'typeorm',
    folders: [],
    file: SCRIPT,
    content: /\bimplements\s+MigrationInterface\b|\bMigrationInterface\b[\s\S]{0,300}\bQueryRunner\b/,
  },
  {
    framework: 'mikro-orm',
    folders: [],
    file: SCRIPT,
    content: /\bextends\s+Migration\b[\s\S]{0,2000}\baddSql\b/,
  },
  { framework: 'kysely', folders: [MIGRATIONS], file: SCRIPT, content: /\bfrom\s+['"]kysely['"]/ },
  { framework: 'sequelize', folders: [MIGRATIONS], file: SCRIPT, content: /\bqueryInterface\b/ },
  {
    framework: 'node-pg-migrate',
    folders: [MIGRATIONS],
    file: SCRIPT,
    content: /\bMigrationBuilder\b|\bpgm\b/,
  },
  { framework: 'knex', folders: [MIGRATIONS], file: SCRIPT, content: /\bknex\b/i },
  {
    framework: 'javascript',
    folders: [MIGRATIONS],
    file: /^\d{3}[\w.-]*(?<!\.(?:test|spec|d))\.[cm]?[jt]s$/,
  },
];

const NOT_RUN = /(?:^|\/)(?:node_modules|vendor|tests?|__tests__|spec|fixtures|examples?|docs?)\//;

/** No file system in use holds a longer name: what no checkout can hold, no framework runs. */
const LONGEST_NAME = 255;

/** Texts are searched from their beginning only as far as a head with its imports and class reaches. */
const HEAD = 20_000;

/**
 * Recognises a migration written in code, which Precheck cannot read, by its path and, where given, its text. Undefined
 * for everything else; without the text only paths that are unmistakable count.
 */
export function recogniseCodeMigration(path: string, text?: string): CodeMigration | undefined {
  const place = path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(place.length);
  if (name.length > LONGEST_NAME || NOT_RUN.test(path)) return undefined;
  const head = text?.slice(0, HEAD);
  for (const { framework, folders, file, content } of SIGNS) {
    if (!file.test(name) || !folders.every((folder) => folder.test(place))) continue;
    if (content === undefined || (head !== undefined && content.test(head))) return { framework };
  }
  return undefined;
}
