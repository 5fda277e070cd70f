/** How the migration tools are told to run a file without a transaction around it, in one sentence. */
export const OUTSIDE_TRANSACTION =
  'The mark depends on the tool: goose `-- +goose NO TRANSACTION`, dbmate `-- migrate:up transaction:false`, sqlx `-- no-transaction`, Atlas `-- atlas:txmode none`, Liquibase `runInTransaction:false`, diesel `run_in_transaction = false` in metadata.toml, Flyway `executeInTransaction=false` in the `.sql.conf` beside the file; golang-migrate and psql need the statement alone in its file.';
