import type { MigrationInput, SourceFile } from '../engine/review-input.js';
import { includedIn } from '../migrations/baseline-reach.js';
import { guessDialect } from '../migrations/guess-dialect.js';
import { LAYOUTS } from '../migrations/layouts.js';
import type { FoundHistory, MigrationFile } from '../migrations/migration.js';
import { sectionsOf } from '../migrations/sections.js';
import { compareVersions } from '../migrations/version-order.js';
import type { Dialect } from '../sql/dialect.js';
import { UNREADABLE } from './snapshot.js';
import type { FileContent } from './source.js';

/** What a history starts from, and what is replayed on top of it. */
export interface SettledBaseline {
  readonly baseline: SourceFile | null;
  readonly replayed: readonly MigrationFile[];
  /** The baseline holds the effect of merged migrations: it is made anew after each, and nothing starts from it. */
  readonly isSnapshot: boolean;
  /** Set where the baseline is there and has no text: what the schema was before is not known then. */
  readonly unreadable: MigrationInput | undefined;
}

interface BaselineFacts {
  readonly found: FoundHistory;
  readonly dialect: Dialect;
  /** Whether the configuration names the baseline. */
  readonly configured: boolean;
  /** Merged migrations, down files among them, in the tool's order. */
  readonly merged: readonly MigrationFile[];
  /** Migrations that have run, and that the change edits or renames. */
  readonly edited: readonly MigrationFile[];
  /** As they were when they ran: the merged migrations, the edited ones and the baseline. */
  readonly texts: ReadonlyMap<string, FileContent>;
}

/**
 * Decides what a dump or schema file stands for: everything before `since`, where that is configured, else the
 * migrations whose effect it holds already. A dump that was found by itself, is for another server, or holds what the
 * change edits (so that the edited file could not be judged in its place) is left alone, and the files are replayed.
 */
export function settleBaseline(facts: BaselineFacts): SettledBaseline {
  const { found, configured, merged, texts } = facts;
  const { since, layout } = found;
  const { order } = LAYOUTS[layout];
  const isSince = (file: MigrationFile): boolean =>
    file.repeatable || since === undefined || compareVersions(order, file.version, since) >= 0;
  const afterSince = merged.filter(isSince);
  const path = found.baseline;
  const content = path === undefined ? undefined : texts.get(path);
  if (path === undefined || content === undefined) {
    return { baseline: null, replayed: afterSince, isSnapshot: false, unreadable: undefined };
  }
  if (content.kind === 'unreadable') {
    const unreadable = configured || since !== undefined ? emptyInput(path, content.reason) : undefined;
    return { baseline: null, replayed: afterSince, isSnapshot: false, unreadable };
  }
  if (!configured && isForAnother(facts.dialect, content.text)) {
    return { baseline: null, replayed: afterSince, isSnapshot: false, unreadable: undefined };
  }
  const baseline = { path, text: content.text };
  if (since !== undefined)
    return { baseline, replayed: afterSince, isSnapshot: false, unreadable: undefined };
  const included = includedIn(content.text, ranTexts(facts));
  if (facts.edited.some((file) => included.has(file.path))) {
    return { baseline: null, replayed: merged, isSnapshot: false, unreadable: undefined };
  }
  const replayed = merged.filter((file) => !included.has(file.path));
  return { baseline, replayed, isSnapshot: included.size > 0, unreadable: undefined };
}

/** What each migration that has run did on its way up; the way back would take away what the dump is searched for. */
function ranTexts(facts: BaselineFacts): Parameters<typeof includedIn>[1] {
  const { found, dialect, merged, edited, texts } = facts;
  const ran = new Set([...merged, ...edited]);
  return found.files
    .filter((file) => ran.has(file))
    .filter(({ direction, repeatable }) => direction !== 'down' && !repeatable)
    .map((file) => {
      const content = texts.get(file.path);
      const sections =
        content?.kind === 'text' ? sectionsOf(found.layout, file, content.text, { dialect }) : [];
      const up = sections.filter(({ direction }) => direction === 'up').map(({ sql }) => sql);
      return { path: file.path, version: file.version, text: up.join('\n') };
    });
}

function isForAnother(dialect: Dialect, text: string): boolean {
  const family = (one: Dialect): string => (one === 'postgres' ? one : 'mysql');
  const meant = guessDialect([text]);
  return meant !== undefined && family(meant) !== family(dialect);
}

function emptyInput(path: string, reason: keyof typeof UNREADABLE): MigrationInput {
  return {
    path,
    version: '',
    direction: 'up',
    status: 'merged',
    transaction: 'none',
    text: '',
    sql: '',
    unreadable: UNREADABLE[reason],
  };
}
