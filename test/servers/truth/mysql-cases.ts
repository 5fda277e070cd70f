import { readFileSync } from 'node:fs';

import { isAtLeast, parseVersion } from '../../../src/sql/dialect.js';
import type { ServerVersion } from '../../../src/sql/dialect.js';
import { isPredictable } from '../../truth/case.js';
import type { Executed, TruthCase } from '../../truth/case.js';

/** A statement on tables that are made anew for it. */
export interface MysqlCase {
  readonly name: string;
  readonly before: readonly string[];
  readonly session: readonly string[];
  /** Global settings. */
  readonly variables: Readonly<Record<string, string>>;
  readonly ddl: string;
}

/** The cases of mysql-mariadb.json whose range of versions holds this server. */
export function truthCases(server: ServerVersion): readonly MysqlCase[] {
  return (load('mysql-mariadb') as readonly TruthCase[])
    .filter((one) => one.engine === server.dialect && isPredictable(one) && isWithin(server, one.versions))
    .map((one) => ({
      name: one.id,
      before: [one.example_before, one.example_seed].flat(),
      session: one.session ?? [],
      variables: one.requires_variables ?? {},
      ddl: one.example_ddl,
    }));
}

/** The statements of executed.json that were run on a server of this series. */
export function executedCases(server: ServerVersion): readonly MysqlCase[] {
  return (load('executed') as readonly Executed[])
    .filter(({ engine, version }) => engine === server.dialect && isSeriesOf(version, server))
    .flatMap(({ before, seed = [], session = [], ran }) =>
      Object.keys(ran).map((ddl) => ({
        name: `${before.join('; ')} → ${ddl}`,
        before: [...before, ...seed],
        session,
        variables: {},
        ddl,
      })),
    );
}

function isWithin(server: ServerVersion, { from, to }: TruthCase['versions']): boolean {
  const first = parseVersion(server.dialect, from.includes('.', from.indexOf('.') + 1) ? from : `${from}.0`);
  const last = parseVersion(server.dialect, to);
  if (!first || !last) throw new Error(`not a range of versions: ${from} to ${to}`);
  const isNotAfter = isSeriesOf(to, server) || !isAtLeast(server, last.major, last.minor, last.patch + 1);
  return isAtLeast(server, first.major, first.minor, first.patch) && isNotAfter;
}

/** Whether `text` names this server's series: a newer patch than the one executed counts. */
function isSeriesOf(text: string, { major, minor }: ServerVersion): boolean {
  const [first, second] = text.split('.').map(Number);
  return first === major && second === minor;
}

function load(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../truth/${name}.json`, import.meta.url), 'utf8'));
}
