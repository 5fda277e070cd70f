import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { MigrationFile } from '../../src/migrations/migration.js';
import { renderPlaceholders } from '../../src/migrations/placeholders.js';
import { sectionsOf } from '../../src/migrations/sections.js';
import type { Dialect } from '../../src/sql/dialect.js';

/** The real migrations of public projects that lie beside the checkout; they keep their licences and are never copied. */
export const CORPUS = path.resolve('../shared/corpus');

/** Whether there is a corpus to read. */
export const HAS_CORPUS = existsSync(CORPUS);

/** What the line says when there is none. */
export const NO_CORPUS = `No folder ${path.relative('.', CORPUS)} beside this checkout: nothing was measured on real migrations.\n`;

export type Family = 'mysql' | 'postgres';

/** What the projects' tools fill in; everything else in the corpus is plain SQL. */
const PLACEHOLDERS: Readonly<Record<string, string>> = { Namespace: 'auth' };

/** One direction of one file, as Precheck hands it to the reader. */
export interface CorpusText {
  /** "project/…/0001_init.sql", for messages. */
  readonly path: string;
  readonly project: string;
  /** A test input of another tool, not a project's history. */
  readonly synthetic: boolean;
  readonly direction: 'up' | 'down';
  readonly text: string;
}

function isSynthetic(project: string): boolean {
  return project.includes('--');
}

function textsOf(family: Family, project: string, file: string): CorpusText[] {
  const written = readFileSync(path.join(CORPUS, family, project, file), 'utf8');
  const { text } = renderPlaceholders(written, PLACEHOLDERS);
  const direction = /down/i.test(file) ? 'down' : 'up';
  const migration: MigrationFile = { path: file, version: file, direction, repeatable: false };
  const dialect: Dialect = family;
  return sectionsOf('plain', migration, text, { dialect }).map((section) => ({
    path: `${project}/${file}`,
    project,
    synthetic: isSynthetic(project),
    direction: section.direction,
    text: section.sql,
  }));
}

/** All SQL of the corpus for servers of this family, in a stable order. */
export function corpusTexts(family: Family): readonly CorpusText[] {
  const folder = path.join(CORPUS, family);
  return readdirSync(folder)
    .sort()
    .flatMap((project) =>
      readdirSync(path.join(folder, project), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.sql'))
        .sort()
        .flatMap((file) => textsOf(family, project, file)),
    );
}
