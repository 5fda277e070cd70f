import type { ServerVersion } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import type { Script, ScriptEntry } from '../../src/sql/statement.js';
import { HAS_CORPUS, corpusTexts, type CorpusText, type Family } from './corpus.js';

/** The servers whose syntax the corpus is read in. */
export const SERVERS = {
  mysql: { dialect: 'mysql', major: 9, minor: 7, patch: 4 },
  mariadb: { dialect: 'mariadb', major: 10, minor: 11, patch: 19 },
  postgres: { dialect: 'postgres', major: 18, minor: 0, patch: 0 },
} as const satisfies Record<string, ServerVersion>;

/** A text of the corpus and what was read from it. */
export interface Read {
  readonly from: CorpusText;
  readonly script: Script;
}

/** A statement of the corpus, or what stands in its place. */
export interface Met {
  readonly from: CorpusText;
  readonly entry: ScriptEntry;
  readonly text: string;
  /** "project/…/0001_init.sql:12" */
  readonly place: string;
}

function familyOf(version: ServerVersion): Family {
  return version.dialect === 'postgres' ? 'postgres' : 'mysql';
}

/** Reads text as the server's dialect. */
export function read(version: ServerVersion, text: string): Promise<Script> {
  return readSql({ dialect: version.dialect, version, text });
}

/** Reads the whole corpus as this server's; nothing where there is no corpus. */
export async function readCorpus(version: ServerVersion): Promise<readonly Read[]> {
  if (!HAS_CORPUS) return [];
  const all: Read[] = [];
  for (const from of corpusTexts(familyOf(version)))
    all.push({ from, script: await read(version, from.text) });
  return all;
}

/** The statements that stand in the files themselves, not in bodies. */
export function metIn(corpus: readonly Read[]): readonly Met[] {
  return corpus.flatMap(({ from, script }) =>
    script.entries.map((entry) => {
      const { span, text } = entry.kind === 'statement' ? entry.statement : entry.unreadable;
      return { from, entry, text, place: `${from.path}:${span.line}` };
    }),
  );
}

/** The entry and all inside of it. */
export function withBodies(entry: ScriptEntry): readonly ScriptEntry[] {
  if (entry.kind === 'unreadable') return [entry];
  return [entry, ...(entry.statement.body?.statements ?? []).flatMap(withBodies)];
}

/** True when something in the script was refused, or is syntax that this server does not know. */
export function objects(script: Script): boolean {
  return script.entries
    .flatMap(withBodies)
    .some((entry) => entry.kind === 'unreadable' || entry.statement.notInVersion !== undefined);
}
