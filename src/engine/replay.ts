import type { Catalog, Session } from '../catalog/catalog.js';
import { applyEntries, assumeRows, emptyCatalog } from '../catalog/apply.js';
import { beginSession } from '../catalog/session.js';
import type { Server } from '../impact/impact.js';
import { parseVersion } from '../sql/dialect.js';
import type { ReadSql } from '../sql/statement.js';
import type { Environment, HistoryInput, MigrationInput } from './review-input.js';

/** Environments whose servers answer alike: they are replayed and judged once. */
export interface ServerGroup {
  readonly server: Server;
  readonly environments: readonly Environment[];
}

/** The environments of a history by distinct server, in the order listed. Throws on a version that is none. */
export function serverGroups(history: HistoryInput): readonly ServerGroup[] {
  const groups = new Map<string, { server: Server; environments: Environment[] }>();
  for (const environment of history.environments) {
    const key = JSON.stringify([environment.version, environment.variables]);
    const group = groups.get(key);
    if (group) {
      group.environments.push(environment);
      continue;
    }
    const version = parseVersion(history.dialect, environment.version);
    if (!version) throw new Error(`"${environment.version}" is no ${history.dialect} version.`);
    groups.set(key, { server: { version, variables: environment.variables }, environments: [environment] });
  }
  return [...groups.values()];
}

/**
 * The schema that the first proposed statement meets: baseline, then every merged migration. Rows are assumed in every
 * table, since what the history created has been in production since.
 */
export async function replayHistory(
  history: HistoryInput,
  server: Server,
  readSql: ReadSql,
): Promise<Catalog> {
  const { version } = server;
  let catalog = emptyCatalog(version, { variables: history.session });
  const initial = catalog.session;
  const read = (text: string) => readSql({ dialect: history.dialect, version, text, dml: 'head' });
  if (history.baseline) {
    catalog = applyEntries(catalog, (await read(history.baseline.text)).entries, version);
  }
  for (const migration of history.merged) {
    if (migration.direction === 'down') continue;
    if (migration.unreadable !== null) {
      const reason = `${migration.path} could not be read: ${migration.unreadable}`;
      catalog = { ...catalog, uncertain: [...catalog.uncertain, reason] };
      continue;
    }
    const { entries } = await read(migration.sql);
    catalog = applyEntries(enterFile(catalog, initial, migration), entries, version);
  }
  return assumeRows({ ...catalog, session: initial });
}

/** The catalog with the session in which the runner starts this file: nothing that an earlier file SET remains. */
export function enterFile(catalog: Catalog, initial: Session, migration: MigrationInput): Catalog {
  return beginSession(catalog, { ...initial, inTransaction: migration.transaction === 'file' });
}
