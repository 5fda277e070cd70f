import { code, defineRule, schemaDump } from '../src/engine/rule.js';
import type { StatementChange } from '../src/engine/rule.js';

export const schemaDropped = defineRule({
  id: 'schema-dropped',
  summary: 'A database or a schema is dropped with everything in it',
  question: 'What should I make sure of before I drop a schema?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: ['dropped-with-cascade'],
  on: ['dropSchema', 'dropObject'],
  check(change) {
    const { operation, server, isRollback } = change;
    const isDatabase = operation.kind === 'dropObject';
    if (isRollback || (isDatabase && operation.object !== 'database')) return undefined;
    const isPostgres = server.dialect === 'postgres';
    const name = operation.kind === 'dropObject' ? operation.name.name : operation.schema;
    // Without CASCADE PostgreSQL drops a schema only when it is empty.
    if (isPostgres && !isDatabase && !operation.cascade) return undefined;
    const held = isDatabase ? 0 : tablesIn(change, name);
    if (held === 0 && !isDatabase && operation.ifExists && isMadeAnew(change, name)) return undefined;

    const kind = isPostgres && !isDatabase ? 'schema' : 'database';
    return {
      subject: name,
      headline: `The ${kind} ${code(name)} is dropped with everything in it`,
      message: `DROP ${kind.toUpperCase()} removes all tables of ${code(name)} with their rows${held > 0 ? ` (the history shows ${String(held)})` : ''}, its views and routines, for good, on every replica too. Whatever is connected to it fails from that moment.`,
      remedy: `Drop what is meant table by table, after the code that used it is gone. A whole ${kind} is not dropped by a migration that runs unattended: take it out of this file and do it by hand, with the dump at hand.`,
      recipe: isPostgres && isDatabase ? [] : [schemaDump(server, name)],
    };
  },
});

/** Tables that the history shows in it. Unqualified ones count where MySQL's database is not known by name. */
function tablesIn({ before }: StatementChange, schema: string): number {
  const isIn = (named: string | undefined): boolean =>
    named === undefined ? before.dialect !== 'postgres' : named === schema;
  return before.tables.count(({ name }) => isIn(name.schema));
}

/** DROP … IF EXISTS in front of CREATE, where nothing is known to be in it: how a fresh database is set up. */
function isMadeAnew({ statements, index, before }: StatementChange, name: string): boolean {
  return (
    before.uncertain.length === 0 &&
    statements
      .slice(index)
      .some(({ operations }) => operations.some((one) => one.kind === 'createSchema' && one.schema === name))
  );
}
