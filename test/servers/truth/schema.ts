import { applyEntries } from '../../../src/catalog/apply.js';
import type { Catalog } from '../../../src/catalog/catalog.js';
import { effectsOf } from '../../../src/engine/step.js';
import type { Prediction, Server } from '../../../src/impact/impact.js';
import { predictStatement } from '../../../src/impact/predict.js';
import { readSql } from '../../../src/sql/read.js';
import type { ScriptEntry } from '../../../src/sql/statement.js';

export async function entriesOf(text: string, { version }: Server): Promise<readonly ScriptEntry[]> {
  if (text.trim() === '') return [];
  return (await readSql({ dialect: version.dialect, version, text })).entries;
}

/** The schema that the texts leave behind, with what only a prediction knows: instant row versions. */
export async function schemaAfter(
  start: Catalog,
  texts: readonly string[],
  server: Server,
): Promise<Catalog> {
  let catalog = start;
  for (const text of texts) {
    catalog = applyEntries(catalog, await entriesOf(text, server), server.version, (statement, before) =>
      effectsOf(predictStatement(statement, before, server).statement),
    );
  }
  return catalog;
}

/** What is said of each statement of a text, the schema moving on between them. */
export async function predictionsOf(
  text: string,
  before: Catalog,
  server: Server,
): Promise<readonly Prediction[]> {
  const predictions: Prediction[] = [];
  let catalog = before;
  for (const entry of await entriesOf(text, server)) {
    predictions.push(
      entry.kind === 'unreadable'
        ? { kind: 'undecided', reason: `cannot be read: ${entry.unreadable.reason}` }
        : predictStatement(entry.statement, catalog, server).statement,
    );
    catalog = applyEntries(catalog, [entry], server.version);
  }
  return predictions;
}
