import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { RecipeStep } from './finding.js';
import { quoteName } from './words.js';

/**
 * The backup that fits a destructive change of one table: a dump of that table. `DATABASE` stands where the history does
 * not say which database it is.
 */
export function tableDump(server: ServerVersion, table: ObjectName): RecipeStep {
  return {
    kind: 'command',
    title:
      'Dump the table, restore the dump once into a scratch database as a test, and keep it; a replica is no backup',
    text: dumpCommand(server, table),
  };
}

function dumpCommand(server: ServerVersion, { schema, name }: ObjectName): string {
  const file = `${name.replace(/[^A-Za-z0-9_]/g, '_')}.${server.dialect === 'postgres' ? 'dump' : 'sql'}`;
  if (server.dialect === 'postgres') {
    const pattern = [schema, name].flatMap((part) => (part === undefined ? [] : [quoteName(server, part)]));
    return `pg_dump --format=custom --table=${shellWord(pattern.join('.'))} --file=${file} DATABASE`;
  }
  const program = server.dialect === 'mariadb' ? 'mariadb-dump' : 'mysqldump';
  // A name that starts with a dash would be read as an option.
  const words = [schema ?? 'DATABASE', name].map(shellWord).join(' ');
  return `${program} --single-transaction --result-file=${file} -- ${words}`;
}

/** The whole database, or a schema of it. */
export function schemaDump(server: ServerVersion, schema: string): RecipeStep {
  const file = schema.replace(/[^A-Za-z0-9_]/g, '_');
  const program = server.dialect === 'mariadb' ? 'mariadb-dump' : 'mysqldump';
  return {
    kind: 'command',
    title: 'Dump all of it, restore the dump once elsewhere as a test, and keep it; a replica is no backup',
    text:
      server.dialect === 'postgres'
        ? `pg_dump --format=custom --schema=${shellWord(quoteName(server, schema))} --file=${file}.dump DATABASE`
        : `${program} --single-transaction --routines --triggers --events --result-file=${file}.sql -- ${shellWord(schema)}`,
  };
}

/** A name as one word of a shell. */
export function shellWord(word: string): string {
  const plain = word.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  return /^[A-Za-z0-9_.]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}
