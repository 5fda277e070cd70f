import type { Dialect } from '../sql/dialect.js';
import { withoutOpaque } from './blank.js';
import type { Layout, RawSection, Wrapping } from './layout.js';
import { LAYOUTS } from './layouts.js';
import type { LayoutId, MigrationFile, Section, Transaction } from './migration.js';

/** What the caller knows beside the file's text. */
export interface SectionFacts {
  /** The history's dialect, which counts where the file does not say its own. */
  readonly dialect?: Dialect | undefined;
  /** Text of `MigrationFile.settings`, where that exists. */
  readonly settings?: string | undefined;
  /**
   * The tools whose marks in the text count where names leave the tool open; undefined: every tool's. A mark hides text from the
   * review, so that a pull request must not bring the first one.
   */
  readonly tools?: ReadonlySet<LayoutId> | undefined;
}

/** Marks by which a text gives its tool away, where the names are those of any tool. */
const TELLTALES: readonly (readonly [LayoutId, RegExp])[] = [
  ['goose', /^[ \t]*--[ \t]*\+(?:goose|migrate)[ \t]+(?:up|down)\b/im],
  ['dbmate', /^[ \t]*--[ \t]*migrate:(?:up|down)\b/m],
  ['play', /^[ \t]*(?:#|--)[ \t#-]*!Ups\b/im],
  ['liquibase-sql', /^\s*--\s*liquibase\s+formatted\s+sql\b/i],
  ['drizzle', /^[^'\n]*--> statement-breakpoint/m],
];

const UNDECIDED: ReadonlySet<LayoutId> = new Set(['plain', 'sqlx', 'atlas', 'liquibase-sql']);

/** The layout that a text shows by its marks ("-- +goose Up"), where names alone leave it open; else `layout`. */
export function layoutShownBy(layout: LayoutId, text: string): LayoutId {
  if (!UNDECIDED.has(layout)) return layout;
  const shown = TELLTALES.find(([, mark]) => mark.test(text))?.[0];
  if (shown !== undefined) return shown;
  return layout === 'liquibase-sql' ? 'plain' : layout;
}

function hasSeveralStatements(sql: string): boolean {
  return (
    withoutOpaque(sql)
      .split(';')
      .filter((statement) => statement.trim() !== '').length > 1
  );
}

/**
 * MySQL and MariaDB end a transaction at each DDL statement, so that a wrapper holds nothing. PostgreSQL runs the
 * statements of one query as one transaction; a single statement is alone, and CREATE INDEX CONCURRENTLY passes.
 */
function transactionOf(wrapping: Wrapping, dialect: Dialect | undefined, sql: string): Transaction {
  if (dialect === 'mysql' || dialect === 'mariadb' || wrapping === 'statements') return 'none';
  return wrapping === 'transaction' || hasSeveralStatements(sql) ? 'file' : 'none';
}

/** A file without any of the marks that its tool asks for is taken whole: the tool may refuse it, nobody passes over it. */
function rawSections(
  layout: Layout,
  file: MigrationFile,
  text: string,
  dialect: Dialect | undefined,
): readonly RawSection[] {
  if (file.direction === 'down') return [{ direction: 'down', sql: text }];
  return layout.split?.(text, dialect) ?? [{ direction: 'up', sql: text }];
}

/** An acknowledgement of the whole file, alone on its line. */
const FILE_ACKNOWLEDGEMENT =
  /^[ \t]*(?:--[ \t]+precheck:nolint-file\b[^\r\n]*|\/\*[ \t]*precheck:nolint-file\b[^\r\n*]*\*\/[ \t]*)$/gim;

/** What is acknowledged for the whole file counts in every section, wherever the comment stands. */
function withFileAcknowledgements(sql: string, text: string): string {
  let kept = '';
  let at = 0;
  for (const { 0: comment, index } of text.matchAll(FILE_ACKNOWLEDGEMENT)) {
    const end = index + comment.length;
    if (sql.slice(index, end).trim() !== '') continue;
    kept += sql.slice(at, index) + comment;
    at = end;
  }
  return kept + sql.slice(at);
}

/**
 * Cuts a file's text into what runs up and what runs down. Each section is as long as the text, with everything else
 * blanked out. A tool's marks in the text outweigh `layout` where names cannot tell tools apart. Liquibase gives a
 * section per change set, so that there may be several of one direction, in order.
 */
export function sectionsOf(
  layout: LayoutId,
  file: MigrationFile,
  text: string,
  facts: SectionFacts = {},
): readonly Section[] {
  const marked = layoutShownBy(layout, text);
  const isKnown = marked === layout || (facts.tools?.has(marked) ?? true);
  const shownId = isKnown || !UNDECIDED.has(layout) ? marked : 'plain';
  const shown = LAYOUTS[shownId];
  const byFile = shown.wrapping({ path: file.path, text, settings: facts.settings ?? '' });
  const dialect = file.dialect ?? facts.dialect;
  return rawSections(shown, file, text, dialect).map(({ direction, sql, wrapping }) => ({
    direction,
    sql: withFileAcknowledgements(sql, text),
    transaction: transactionOf(wrapping ?? byFile, dialect, sql),
    layout: shownId,
  }));
}
