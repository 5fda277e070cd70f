import type { Finding, Review } from '../../src/engine/finding.js';
import type { MigrationInput, ReviewInput } from '../../src/engine/review-input.js';
import { DEFAULT_SETTINGS } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import type { RegistryEntry } from '../../src/engine/rule.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { dbmate } from '../../src/migrations/layouts/dbmate.js';
import { stepTitle } from '../../src/report/finding-words.js';
import { readSql } from '../../src/sql/read.js';
import type { Example } from './page.js';

/** The newest release of each server that the facts know: examples that name no version run on it. */
const NEWEST: Readonly<Record<Dialect, string>> = { mysql: '9.7.4', mariadb: '11.8.6', postgres: '18' };

/** A lock timeout is set, so that an example shows its own hazard and not the missing timeout. */
const SESSION: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  mysql: { lock_wait_timeout: '5' },
  mariadb: { lock_wait_timeout: '5' },
  postgres: { lock_timeout: '5s' },
};

/**
 * Reviews one example of a rule's page as a pull request on top of its history, with every rule that is on by default, and the
 * page's own one.
 */
export async function runExample(
  example: Example,
  id: string,
  registry: readonly RegistryEntry[],
): Promise<Review> {
  return review(inputOf(example, [exampleFile(example)], id, registry), { registry, readSql });
}

/** An example as the file of a pull request. */
export function exampleFile({ file: path, sql, transaction, status }: Example): ProposedFile {
  return { path, sql, transaction, status };
}

/** Reviews what a finding of an example recommends in its place: its recipe's migrations, in order. */
export async function runRecipe(
  example: Example,
  recipe: Finding['recipe'],
  id: string,
  registry: readonly RegistryEntry[],
): Promise<Review> {
  return review(inputOf(example, recipeFiles(example, recipe), id, registry), { registry, readSql });
}

/** A recipe's migrations as the files of a pull request, in order. */
export function recipeFiles(example: Example, recipe: Finding['recipe']): readonly ProposedFile[] {
  return recipe
    .filter(({ kind }) => kind === 'migration')
    .map(({ text, transaction }, index) => ({
      path: `${String(index + 1001)}_recipe.sql`,
      sql: text,
      transaction: transaction ?? example.transaction,
      status: 'added' as const,
    }));
}

/** A file that the pull request of an example brings. */
export interface ProposedFile {
  readonly path: string;
  readonly sql: string;
  readonly transaction: 'file' | 'none';
  readonly status: 'merged' | 'added' | 'modified';
}

/** The pull request that brings `proposed` on top of an example's history. */
export function inputOf(
  example: Example,
  proposed: readonly ProposedFile[],
  id: string,
  registry: readonly RegistryEntry[],
): ReviewInput {
  // An example with dbmate's marks holds the way back as well.
  const migrations = ({ path, sql: text, status, transaction }: ProposedFile): readonly MigrationInput[] =>
    (dbmate.split?.(text, undefined) ?? [{ direction: 'up', sql: text }]).map(({ direction, sql }) => ({
      path,
      text,
      sql,
      status,
      version: versionOf(path),
      direction,
      transaction,
      unreadable: null,
    }));
  const history = {
    path: '0001_history.sql',
    sql: example.history,
    transaction: example.transaction,
    status: 'merged' as const,
  };
  return {
    version: 1,
    settings: { ...DEFAULT_SETTINGS, rules: switchedOn(id, registry) },
    problems: [],
    histories: [
      {
        path: 'migrations',
        dialect: example.dialect,
        environments: [
          {
            name: 'default',
            version: example.version ?? NEWEST[example.dialect],
            assumed: false,
            variables: {},
          },
        ],
        session: { ...SESSION[example.dialect], ...example.session },
        runner: runnerOf(example),
        replication: replicationOf(example),
        tables: { small: example.small, hot: example.hot },
        baseline: null,
        merged: migrations(history),
        proposed: proposed.flatMap(migrations),
        elsewhere: example.elsewhere.map((one) => ({ ...one, version: versionOf(one.path) })),
      },
    ],
  };
}

function versionOf(path: string): string {
  return path.replace(/_.*$/, '');
}

function switchedOn(id: string, registry: readonly RegistryEntry[]): ReviewInput['settings']['rules'] {
  const entry = registry.find((one) => one.id === id);
  return entry && entry.subject !== 'gap' && entry.offByDefault ? { [id]: entry.severity } : {};
}

function replicationOf({ binlog, gtid, writers }: Example): ReviewInput['histories'][number]['replication'] {
  return {
    binlogFormat: binlog,
    gtid: gtid === undefined ? undefined : gtid === 'on',
    writers: writers === undefined ? undefined : Number(writers),
  };
}

function runnerOf({ runner, line }: Example): ReviewInput['histories'][number]['runner'] {
  const found = RUNNERS.find((one) => one === (runner ?? 'direct'));
  if (!found) throw new Error(`Line ${String(line)}: there is no runner "${String(runner)}".`);
  return found;
}

const RUNNERS = ['direct', 'gh-ost', 'pt-osc', 'spirit'] as const;

/** A finding as its page shows it. */
export function findingText(finding: Finding): string {
  const place =
    finding.line === finding.endLine
      ? `line ${String(finding.line)}`
      : `lines ${String(finding.line)} to ${String(finding.endLine)}`;
  const parts = [`${finding.severity}, ${place}: ${finding.headline}`, finding.message, finding.remedy];
  if (finding.suggestion !== null) parts.push(`Suggested:\n${finding.suggestion}`);
  parts.push(
    ...finding.recipe.map((step, index) => `${String(index + 1)}. ${stepTitle(step)}\n${step.text}`),
  );
  return parts.join('\n\n');
}
