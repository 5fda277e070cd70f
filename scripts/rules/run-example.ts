import type { Finding, Review } from '../../src/engine/finding.js';
import type { MigrationInput, ReviewInput } from '../../src/engine/review-input.js';
import { DEFAULT_SETTINGS } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import type { RegistryEntry } from '../../src/engine/rule.js';
import type { Dialect } from '../../src/sql/dialect.js';
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

/** Reviews one example as a pull request on top of its history, with every rule. */
export async function runExample(example: Example, registry: readonly RegistryEntry[]): Promise<Review> {
  return review(inputOf(example), { registry, readSql });
}

function inputOf(example: Example): ReviewInput {
  const migration = (path: string, sql: string, status: 'merged' | 'added'): MigrationInput => ({
    path,
    text: sql,
    sql,
    status,
    version: path.replace(/_.*$/, ''),
    direction: 'up',
    transaction: example.transaction,
    unreadable: null,
  });
  return {
    version: 1,
    settings: DEFAULT_SETTINGS,
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
        runner: 'direct',
        replication: {},
        tables: { small: [], hot: [] },
        baseline: null,
        merged: [migration('0001_history.sql', example.history, 'merged')],
        proposed: [migration(example.file, example.sql, 'added')],
      },
    ],
  };
}

/** A finding as its page shows it. */
export function findingText(finding: Finding): string {
  const place =
    finding.line === finding.endLine
      ? `line ${String(finding.line)}`
      : `lines ${String(finding.line)} to ${String(finding.endLine)}`;
  const parts = [`${finding.severity}, ${place}: ${finding.headline}`, finding.message, finding.remedy];
  if (finding.suggestion !== null) parts.push(`Suggested:\n${finding.suggestion}`);
  return parts.join('\n\n');
}
