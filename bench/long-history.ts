import { createRepository, type BuiltRepository, type Files } from '../test/github/repository.js';

/** The tables of a history go round: every twentieth migration makes one, the others change it. */
function migration(at: number): string {
  const table = `t${Math.floor(at / 20)}`;
  return at % 20 === 0
    ? `CREATE TABLE ${table} (id BIGINT PRIMARY KEY, name VARCHAR(80) NOT NULL);\n`
    : `ALTER TABLE ${table} ADD COLUMN c${at} INT NULL, ALGORITHM=INSTANT;\n`;
}

const pathOf = (at: number): string => `db/migrations/${String(at + 1).padStart(6, '0')}_change.sql`;

/** A repository whose history has so many migrations of MySQL, in one commit. */
export async function longHistory(migrations: number): Promise<BuiltRepository> {
  const built = await createRepository();
  const config = 'migrations:\n  - path: db/migrations\n    engine: mysql\n    version: "8.0.36"\n';
  const files = Array.from({ length: migrations }, (_, at): [string, string] => [pathOf(at), migration(at)]);
  await built.commit({
    message: 'history',
    files: { '.github/precheck.yml': config, ...Object.fromEntries(files) },
  });
  return built;
}

/** A migration with blockers: one, and one more for each word. */
export function proposal(migrations: number, ...words: readonly string[]): Files {
  const added = words.map((word) => `ALTER TABLE t0 ADD COLUMN ${word} INT NOT NULL, ALGORITHM=INPLACE;\n`);
  return { [pathOf(migrations)]: `ALTER TABLE t0 DROP COLUMN name;\n${added.join('')}` };
}
