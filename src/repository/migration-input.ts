import type { HistoryConfig } from '../config/config-schema.js';
import type { MigrationInput } from '../engine/review-input.js';
import { breaksChecksum } from '../migrations/layouts.js';
import type { FoundHistory, LayoutId, MigrationFile } from '../migrations/migration.js';
import { renderPlaceholders } from '../migrations/placeholders.js';
import { layoutShownBy, sectionsOf } from '../migrations/sections.js';
import type { Dialect } from '../sql/dialect.js';
import type { Change } from './changes.js';
import { PerContent, type TextContent } from './per-content.js';
import { UNREADABLE } from './snapshot.js';
import type { FileContent } from './source.js';

/** What reading a history's files depends on. */
export interface HistoryFacts {
  readonly found: FoundHistory;
  readonly dialect: Dialect;
  readonly entry: HistoryConfig | undefined;
  /** The tools whose marks the merged migrations bear; undefined where nothing is merged yet. */
  readonly tools: ReadonlySet<LayoutId> | undefined;
}

/** The tools that the marks in these texts show. */
export function toolsOf(layout: LayoutId, texts: readonly TextContent[]): ReadonlySet<LayoutId> | undefined {
  const shownBy = (content: TextContent): LayoutId =>
    SHOWN.of(content, layout, (text) => layoutShownBy(layout, text));
  return texts.length === 0 ? undefined : new Set(texts.map(shownBy));
}

const SHOWN = new PerContent<LayoutId>();

/** Texts by path. */
export type Contents = ReadonlyMap<string, FileContent>;

/** The paths of migrations and of their settings files. */
export function withSettings(files: readonly MigrationFile[]): readonly string[] {
  return files.flatMap(({ path, settings }) => (settings === undefined ? [path] : [path, settings]));
}

/** How the engine calls what a change does to a file that is still there. */
export function statusOf(status: Change['status'] | undefined): 'added' | 'modified' | 'renamed' {
  return status === 'modified' || status === 'renamed' ? status : 'added';
}

/** The sections of one file as the engine takes them; a file without text is one that says why. */
export function inputsOf(
  file: MigrationFile,
  contents: Contents,
  facts: HistoryFacts,
  status: MigrationInput['status'],
): readonly MigrationInput[] {
  const content = contents.get(file.path);
  const { layout } = facts.found;
  const isSealed = !file.repeatable && breaksChecksum(layout, status);
  const common = {
    path: file.path,
    version: file.version,
    status,
    ...(isSealed && { sealed: true as const }),
  };
  if (content?.kind !== 'text') {
    const unreadable = content ? UNREADABLE[content.reason] : 'it is no regular file';
    return [
      {
        ...common,
        direction: file.direction === 'down' ? 'down' : 'up',
        text: '',
        sql: '',
        transaction: 'none',
        unreadable,
      },
    ];
  }
  const { dialect, entry } = facts;
  const beside = file.settings === undefined ? undefined : contents.get(file.settings);
  const settings = beside?.kind === 'text' ? beside.text : undefined;
  const tools = facts.tools && [...facts.tools].sort();
  const { placeholders, transaction } = entry ?? {};
  const key = JSON.stringify([file, status, layout, dialect, settings, tools, placeholders, transaction]);
  return INPUTS.of(content, key, (text) =>
    sectionsOf(layout, file, rendered(text, entry), { dialect, settings, tools: facts.tools }).map(
      (section) => ({
        ...common,
        ...section,
        transaction: transaction ?? section.transaction,
        text,
        unreadable: null,
      }),
    ),
  );
}

const INPUTS = new PerContent<readonly MigrationInput[]>();

/** A text with the configured placeholders filled in. */
export function rendered(text: string, entry: HistoryConfig | undefined): string {
  return renderPlaceholders(text, entry?.placeholders ?? {}).text;
}
