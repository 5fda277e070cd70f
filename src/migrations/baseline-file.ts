import type { Dialect } from '../sql/dialect.js';
import type { Candidate } from './candidate.js';
import { folderOf, inFolder } from './choose-layout.js';
import { LAYOUTS } from './layouts.js';
import { compareVersions } from './version-order.js';

/** Names that people and tools give to a whole schema. */
const STEMS = [
  'structure',
  'schema',
  'baseline',
  'schema_dump',
  'schema-dump',
  'db_dump',
  'database_dump',
  'dump',
  'mysqldump',
  'pg_dump',
];

/** Words that name the server between dots: "schema.postgres.sql". */
const SERVER_WORDS: Readonly<Record<Dialect, readonly string[]>> = {
  mysql: ['mysql'],
  mariadb: ['mariadb', 'mysql'],
  postgres: ['postgres', 'postgresql', 'pgsql', 'pg'],
};

const DUMP_NAME = new RegExp(
  `(?:^|/)(?:[\\w-]+_)?(?:${STEMS.join('|')})(?:\\.(?:mysql|mariadb|postgres|postgresql|pgsql|pg))?\\.sql$`,
);

/** Whether a path is that of a whole schema by its name: "db/structure.sql", "db/animals_structure.sql". */
export function isSchemaDump(path: string): boolean {
  return DUMP_NAME.test(path);
}

function namesFor(dialect: Dialect | undefined): readonly (readonly string[])[] {
  const words = dialect === undefined ? [] : SERVER_WORDS[dialect];
  return [
    ...words.map((word) => STEMS.map((stem) => `${stem}.${word}.sql`)),
    STEMS.map((stem) => `${stem}.sql`),
  ];
}

/**
 * A dump or schema file in the history's folder, else in the one above; one of the history's own server before one that
 * names none. Undefined where two would do: neither is more likely.
 */
export function schemaBeside(
  root: string,
  dialect: Dialect | undefined,
  listing: ReadonlySet<string>,
): string | undefined {
  for (const folder of root === '' ? [''] : [root, folderOf(root)]) {
    for (const names of namesFor(dialect)) {
      const found = names.map((name) => inFolder(folder, name)).filter((path) => listing.has(path));
      if (found.length > 0) return found.length === 1 ? found[0] : undefined;
    }
  }
  return undefined;
}

/** Flyway's newest B file, which a server runs only when it has none of the V files up to that version. */
export function flywayBaseline(candidates: readonly Candidate[]): string | undefined {
  const order = LAYOUTS.flyway.order;
  const newest = candidates
    .filter(({ name }) => name.baseline === true)
    .sort((left, right) => compareVersions(order, right.name.version, left.name.version))[0];
  const replaced = candidates.some(
    ({ name }) =>
      name.baseline !== true &&
      name.repeatable !== true &&
      newest !== undefined &&
      compareVersions(order, name.version, newest.name.version) <= 0,
  );
  return replaced ? undefined : newest?.path.path;
}
