import type {
  HistoryInput,
  MigrationInput,
  ReviewInput,
  ReviewSettings,
} from '../../src/engine/review-input.js';
import { DEFAULT_SETTINGS } from '../../src/engine/review-input.js';

/** A migration file of one direction, for inputs written by hand. */
export function migration(path: string, sql: string, more: Partial<MigrationInput> = {}): MigrationInput {
  const version = path.replace(/[_.].*$/, '');
  const common = { path, version, text: sql, sql, unreadable: null } as const;
  return { ...common, direction: 'up', transaction: 'none', status: 'added', ...more };
}

/** One MySQL history with a merged and a proposed part. */
export function history(
  merged: string,
  proposed: readonly MigrationInput[],
  more: Partial<HistoryInput> = {},
): HistoryInput {
  return {
    path: 'db/migrations',
    dialect: 'mysql',
    environments: [{ name: 'default', version: '8.0.36', assumed: false, variables: {} }],
    session: { lock_wait_timeout: '5' },
    runner: 'direct',
    replication: {},
    tables: { small: [], hot: [] },
    baseline: null,
    merged: [migration('0001_history.sql', merged, { status: 'merged' })],
    proposed,
    ...more,
  };
}

/** A whole input. */
export function reviewInput(
  histories: readonly HistoryInput[],
  settings: Partial<ReviewSettings> = {},
): ReviewInput {
  return { version: 1, settings: { ...DEFAULT_SETTINGS, ...settings }, histories, problems: [] };
}
