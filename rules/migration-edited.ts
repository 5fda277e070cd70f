import { defineMigrationRule } from '../src/engine/rule.js';

export const migrationEdited = defineMigrationRule({
  id: 'migration-edited',
  summary: 'A merged migration is edited or renamed: databases that ran it never get the change',
  question: 'How do I correct a migration that is already merged?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  check({ migration, statements, isRollback }) {
    const { status, path } = migration;
    if (isRollback || (status !== 'modified' && status !== 'renamed')) return undefined;
    // Flyway's repeatable migrations are made to be edited.
    if (/(?:^|\/)R__/.test(path)) return undefined;
    const first = statements[0]?.operations[0];
    const renamed = status === 'renamed';
    return {
      subject: path,
      // Tools that look at the number alone (golang-migrate) do not mind a new title.
      severity: renamed ? 'warning' : 'blocker',
      headline: renamed
        ? 'This migration was merged already: under a new name it may run a second time'
        : 'This migration was merged already: databases that ran it keep the old version',
      message: renamed
        ? 'Most tools remember a migration by its version and name. Databases that have applied this one meet the new name as a new migration, and fail on tables that exist already, or miss the old file and refuse to start. New databases run it once, so that tests pass.'
        : 'The file is already in the applied history. Databases that ran it consider it done and never get the change; new ones, tests among them, run the edited text: the schemas drift apart, and code that passes its tests fails in production. Flyway, Liquibase and sqlx compare checksums instead and stop the whole deployment.',
      remedy: renamed
        ? 'Give the file its old name back.'
        : 'Restore the file as it was merged, and put the change into a new migration.',
      at: first ? { index: 0, operation: first } : undefined,
    };
  },
});
