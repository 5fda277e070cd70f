import { lookUp } from '../look-up.js';
import type { MigrationInput } from './review-input.js';

/** How each tool is told to run a file without a transaction around it, by the layout's id. */
const BY_LAYOUT: Readonly<Record<string, string>> = {
  flyway: 'Flyway takes `executeInTransaction=false` in the `.sql.conf` beside the file.',
  'golang-migrate': 'golang-migrate needs the statement alone in its file.',
  popx: 'popx takes `.autocommit` in the name of the file, in front of `.up.sql`, and needs the statement alone in it.',
  goose: 'goose takes `-- +goose NO TRANSACTION` at the top of the file.',
  dbmate: 'dbmate takes `-- migrate:up transaction:false`, and needs the statement alone below it.',
  prisma: 'Prisma needs the statement alone in its file.',
  drizzle: 'Drizzle runs all of its files in one transaction: run the statement by hand before the deploy.',
  diesel: 'diesel takes `run_in_transaction = false` in metadata.toml beside the file.',
  sqlx: 'sqlx takes `-- no-transaction` as the first line, and needs the statement alone below it.',
  atlas: 'Atlas takes `-- atlas:txmode none` at the top of the file.',
  'liquibase-sql': 'Liquibase takes `runInTransaction:false` on the line of the change set.',
};

/** For a file whose tool neither names nor marks tell. */
const BY_ANY_TOOL =
  'The mark depends on the tool: goose `-- +goose NO TRANSACTION`, dbmate `-- migrate:up transaction:false`, sqlx `-- no-transaction`, Atlas `-- atlas:txmode none`, Liquibase `runInTransaction:false`, diesel `run_in_transaction = false` in metadata.toml, Flyway `executeInTransaction=false` in the `.sql.conf` beside the file; golang-migrate, Prisma and psql need the statement alone in its file.';

/** How the migration's tool is told to run a file without a transaction around it, in one sentence. */
export function outsideTransaction({ layout = '' }: Pick<MigrationInput, 'layout'>): string {
  return lookUp(BY_LAYOUT, layout) ?? BY_ANY_TOOL;
}
