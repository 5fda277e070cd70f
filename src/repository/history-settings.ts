import type { HistoryConfig } from '../config/config-schema.js';
import type { Environment, HistoryInput } from '../engine/review-input.js';
import type { Dialect } from '../sql/dialect.js';
import { ASSUMED_VERSION } from '../sql/dialect.js';

/** What the configuration says of the servers and the runner of a history, with the defaults where it says nothing. */
export function settingsOf(
  entry: HistoryConfig | undefined,
  dialect: Dialect,
): Pick<HistoryInput, 'environments' | 'session' | 'runner' | 'replication' | 'tables'> {
  return {
    environments: environmentsOf(entry, dialect),
    session: entry?.session ?? {},
    runner: entry?.runner ?? 'direct',
    replication: entry?.replication ?? {},
    tables: entry?.tables ?? { small: [], hot: [] },
  };
}

function environmentsOf(entry: HistoryConfig | undefined, dialect: Dialect): readonly Environment[] {
  const version = entry?.version;
  if (entry && entry.environments.length > 0) {
    return entry.environments.map((environment) => ({
      name: environment.name,
      version: environment.version,
      assumed: false,
      variables: { ...entry.variables, ...environment.variables },
    }));
  }
  return [
    {
      name: 'default',
      version: version ?? ASSUMED_VERSION[dialect],
      assumed: version === undefined,
      variables: entry?.variables ?? {},
    },
  ];
}
