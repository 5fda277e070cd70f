import { LRUCache } from 'lru-cache';

import { grouped } from '../grouped.js';
import { buildHistory } from './build-history.js';
import { candidateOf, type Candidate } from './candidate.js';
import { chooseLayout, folderOf } from './choose-layout.js';
import { sqlPath } from './file-name.js';
import type { FoundHistory } from './migration.js';
import { withPairedSuffixes } from './paired-suffix.js';
import { splitByServer } from './split-servers.js';

/** Migrations of a server that Precheck does not review (SQLite, Oracle, CockroachDB …). */
export interface OtherServerFiles {
  readonly path: string;
  readonly files: number;
}

/** What a whole repository's listing holds. */
export interface Discovered {
  readonly histories: readonly FoundHistory[];
  readonly otherServers: readonly OtherServerFiles[];
}

/** Folders whose SQL no migration tool runs. */
const NO_MIGRATIONS =
  /^(?:\.git|node_modules|bower_components|vendor|vendored|third[-_]?party|tests?|__tests__|(?:[a-z]+[-_])?tests|e2e|specs?|test[-_]?(?:data|resources|fixtures|cases?)|fixtures?|mocks?|__mocks__|seeds?|seeders?|queries|query|docs?|documentation|examples?|samples?|tutorials?|benchmarks?|bench|dist|target|initdb(?:\.d)?|docker-entrypoint-initdb\.d)$/i;

/** Whether a folder's name says that no migration tool runs the SQL in it: "tests", "seeds", "vendor". */
export function isNoMigrationFolder(name: string): boolean {
  return NO_MIGRATIONS.test(name);
}

/** Words of a folder's name for which one versioned file is a history. */
const MIGRATION_WORDS = new Set(
  (
    'migration migrations migrate migrator changelog changelogs liquibase flyway dbmate goose versioned ' +
    'upgrade upgrades delta deltas patches evolutions'
  ).split(' '),
);

/** Words for which folders per version are taken for migrations. */
const SCHEMA_WORDS = new Set(
  'schema schemas sql db database databases ddl update updates patch release releases versions scripts'.split(
    ' ',
  ),
);

function hasWord(root: string, words: ReadonlySet<string>): boolean {
  return root
    .split('/')
    .slice(-4)
    .some((folder) =>
      folder
        .toLowerCase()
        .split(/[-_. ]/)
        .some((word) => words.has(word)),
    );
}

/** One versioned file in a folder of the right name, or two versions anywhere; a folder per version needs some word. */
function isHistory(group: readonly Candidate[]): boolean {
  const [first] = group;
  if (!first) return false;
  if (hasWord(first.root, MIGRATION_WORDS)) return true;
  if (first.shape === 'prisma' || first.shape === 'liquibase-sql') return false;
  const perFolder = first.shape === 'plain' && first.name.depth > 1;
  if (perFolder && !hasWord(first.root, SCHEMA_WORDS)) return false;
  return new Set(group.map(({ name }) => name.version)).size > 1;
}

/** Flyway refuses two files of one version: folders that share one are histories of their own, whatever is above them. */
function separate(group: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const [first] = group;
  if (first?.shape !== 'flyway') return [group];
  const seen = new Set(
    group.map(
      ({ name, label }) => `${String(label)} ${name.direction} ${String(name.baseline)} ${name.version}`,
    ),
  );
  if (seen.size === group.length) return [group];
  const ownFolder = group.map((one) => ({
    ...one,
    root: folderOf(one.path.path),
  }));
  return [...grouped(ownFolder, ({ root }) => root).values()];
}

function commonFolder(roots: readonly string[]): string {
  const [first = '', ...others] = roots;
  let common = first.split('/');
  for (const root of others) {
    const segments = root.split('/');
    const end = common.findIndex((segment, index) => segment !== segments[index]);
    if (end !== -1) common = common.slice(0, end);
  }
  return common.join('/');
}

function candidatesIn(paths: readonly string[]): readonly Candidate[] {
  return paths.flatMap((path) => {
    const candidate = KNOWN.get(path) ?? candidateAt(path);
    if (candidate) KNOWN.set(path, candidate);
    return candidate ?? [];
  });
}

/** Candidates of listings that were searched; the next change of a repository brings nearly all paths again. */
const KNOWN = new LRUCache<string, Candidate>({ max: 50_000 });

function candidateAt(path: string): Candidate | undefined {
  const sql = sqlPath(path);
  const isMigration = sql && !sql.segments.slice(0, -1).some(isNoMigrationFolder);
  return isMigration ? candidateOf(sql) : undefined;
}

function historiesOf(group: readonly Candidate[], listing: ReadonlySet<string>): readonly FoundHistory[] {
  const layout = chooseLayout(group, listing);
  return splitByServer(group)
    .filter(({ candidates }) => candidates.length > 0)
    .map(({ dialect, candidates }) => {
      const own = candidates.filter(({ label }) => label === dialect);
      const path = commonFolder((own.length > 0 ? own : candidates).map(({ root }) => root));
      return buildHistory({ path, layout, dialect, candidates, listing });
    });
}

/** Finds the migration histories of a repository from its listing alone, in linear time. */
export function discover(paths: readonly string[]): Discovered {
  const listing = new Set(paths);
  const groups = [...grouped(withPairedSuffixes(candidatesIn(paths)), ({ key }) => key).values()]
    .flatMap(separate)
    .filter(isHistory);
  const histories = groups.flatMap((group) => historiesOf(group, listing));
  const otherServers = groups.flatMap((group) => {
    const others = group.filter(({ label }) => label === 'other');
    if (others.length === 0) return [];
    return [{ path: commonFolder(others.map(({ root }) => root)), files: others.length }];
  });
  return { histories: histories.sort((left, right) => (left.path < right.path ? -1 : 1)), otherServers };
}
