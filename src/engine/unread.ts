import { sorted } from '../catalog/json.js';
import type { Server } from '../impact/impact.js';
import { nameText } from '../sql/name.js';
import type { ReadSql } from '../sql/statement.js';
import type { HistoryInput } from './review-input.js';
import { readingOf, replayHistory } from './replay.js';

/** A place of the history that does not tell what it did to the schema. */
export interface Unread {
  readonly file: string;
  /** Null for a file as a whole. */
  readonly line: number | null;
  /** One sentence: what was met. */
  readonly reason: string;
}

/** What could not be read in a history's baseline and merged migrations, in the order in which they ran. */
export async function unreadPlaces(
  history: HistoryInput,
  server: Server,
  readSql: ReadSql,
): Promise<readonly Unread[]> {
  const found: Unread[] = [];
  const look = async (file: string, text: string): Promise<void> => {
    const { entries } = await readSql({ ...readingOf(history, server), text, dml: 'head' });
    for (const entry of entries) {
      if (entry.kind === 'statement') continue;
      found.push({ file, line: entry.unreadable.span.line, reason: entry.unreadable.reason });
    }
  };
  if (history.baseline) await look(history.baseline.path, history.baseline.text);
  for (const { path, sql, unreadable, direction } of history.merged) {
    if (direction === 'down') continue;
    if (unreadable === null) await look(path, sql);
    else found.push({ file: path, line: null, reason: `The file is not read, because ${unreadable}.` });
  }
  return found;
}

/** Names of the tables that a history alters and never creates: they were there before it, and nobody knows their shape. */
export async function unseenTables(
  history: HistoryInput,
  server: Server,
  readSql: ReadSql,
): Promise<readonly string[]> {
  const { unseen } = await replayHistory(history, server, { readSql });
  return sorted(unseen).map(nameText);
}
