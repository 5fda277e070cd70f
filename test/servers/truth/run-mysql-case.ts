import { emptyCatalog } from '../../../src/catalog/apply.js';
import type { Catalog } from '../../../src/catalog/catalog.js';
import { findTable } from '../../../src/catalog/find.js';
import type { Server } from '../../../src/impact/impact.js';
import { parseVersion } from '../../../src/sql/dialect.js';
import { compare } from '../../../src/verify/compare.js';
import type { Comparison, Difference, Predicted } from '../../../src/verify/compare.js';
import { observeAsWritten, observeCheapest } from '../../../src/verify/mysql/observe.js';
import type { Watched } from '../../../src/verify/mysql/observe.js';
import type { Attempt } from '../../../src/verify/observation.js';
import type { RunningServer } from '../start/start-server.js';
import type { Outcome } from '../tally.js';
import type { MysqlCase } from './mysql-cases.js';
import { entriesOf, predictionsOf, schemaAfter } from './schema.js';

const DATABASE = 'truth';

/** One server on which cases run one after the other, each on tables of its own. */
export class MysqlStage {
  private readonly server: RunningServer;
  private readonly dialect: 'mysql' | 'mariadb';
  private ready: { readonly recipe: string; readonly watched: Watched } | undefined;

  constructor(server: RunningServer, dialect: 'mysql' | 'mariadb') {
    this.server = server;
    this.dialect = dialect;
  }

  /** Runs the case as it is written, then in the cheapest way the server takes, and compares both with the prediction. */
  async outcomeOf(one: MysqlCase): Promise<Outcome> {
    return { name: one.name, comparison: await this.comparisonOf(one) };
  }

  async close(): Promise<void> {
    await this.ready?.watched.connection.close();
    this.ready = undefined;
  }

  private async comparisonOf(one: MysqlCase): Promise<Comparison> {
    const server = serverOf(this.dialect, this.server.version, one.variables);
    const start = emptyCatalog(server.version, { charset: 'utf8mb4' });
    const before = await schemaAfter(start, [...one.before, ...one.session], server);
    const [entry] = await entriesOf(one.ddl, server);
    const [written] = await predictionsOf(one.ddl, before, server);
    if (entry?.kind !== 'statement' || !written) return { kind: 'undecided', reason: 'cannot be read' };
    const existed: Predicted['existed'] = (name) => findTable(before, name) !== undefined;

    const plain = await observeAsWritten(await this.fresh(one), entry.statement);
    if (!plain.refused) await this.close();
    const first = compare({ written, ran: written, existed }, plain);
    if (first.kind !== 'agreed' || plain.refused) return first;

    const { observation, attempts } = await observeCheapest(await this.fresh(one), entry.statement);
    await this.close();
    const [ran = written] = await predictionsOf(observation.ran, before, server);
    const clauses = await Promise.all(attempts.map((attempt) => compareAttempt(attempt, before, server)));
    // Where the server rebuilds though it could do without, the cheapest clause says nothing of the statement as written.
    const isForced = observation.algorithm === 'INSTANT' && (plain.rewrites ?? []).length > 0;
    return joined(isForced ? first : compare({ written, ran, existed }, observation), clauses.flat());
  }

  /** The case's tables as they are before the statement; kept from the case before when it left the same untouched. */
  private async fresh(one: MysqlCase): Promise<Watched> {
    const recipe = JSON.stringify([one.before, one.session, one.variables]);
    if (this.ready?.recipe === recipe) return this.ready.watched;
    await this.close();
    const connection = await this.server.connect();
    const watched: Watched = { connection, database: DATABASE, dialect: this.dialect };
    this.ready = { recipe, watched };
    for (const text of [
      ...settingsFor(this.dialect, one),
      `DROP DATABASE IF EXISTS ${DATABASE}`,
      `CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`,
      `USE ${DATABASE}`,
      ...one.before,
      ...one.session,
    ]) {
      await connection.query(text);
    }
    return watched;
  }
}

/** 1845 and 1846 are one refusal, without and with a reason. */
function refusalOf(code: string | undefined): string | undefined {
  return code === '1846' ? '1845' : code;
}

/** A clause that was refused must be predicted as refused, for the same reason. */
async function compareAttempt(
  { sql, refused }: Attempt,
  before: Catalog,
  server: Server,
): Promise<readonly Difference[]> {
  const [prediction] = await predictionsOf(sql, before, server);
  if (prediction?.kind !== 'decided') return [];
  const predicted = prediction.impact.refused?.code;
  if (refusalOf(predicted) === refusalOf(refused)) return [];
  const what = /ALGORITHM=\w+(?:,? LOCK=\w+)?/.exec(sql)?.[0] ?? 'clause';
  return [
    {
      what,
      predicted: predicted ?? 'accepted',
      observed: refused ?? 'accepted',
      worse: predicted === undefined,
    },
  ];
}

function joined(comparison: Comparison, more: readonly Difference[]): Comparison {
  if (more.length === 0 || comparison.kind === 'undecided' || comparison.kind === 'rows') return comparison;
  return {
    kind: 'differs',
    differences: [...(comparison.kind === 'differs' ? comparison.differences : []), ...more],
  };
}

/** Global settings outlive the case: those that some case changes are set for each. */
function settingsFor(dialect: 'mysql' | 'mariadb', { variables }: MysqlCase): readonly string[] {
  const defaults = dialect === 'mariadb' ? { innodb_instant_alter_column_allowed: 'add_drop_reorder' } : {};
  return Object.entries({ ...defaults, ...variables }).map(
    ([name, value]) => `SET GLOBAL ${name} = '${value}'`,
  );
}

/** A server as found, with settings that differ from the defaults. */
function serverOf(dialect: 'mysql' | 'mariadb', release: string, variables: Server['variables']): Server {
  const version = parseVersion(dialect, release);
  if (!version) throw new Error(`not a version: ${release}`);
  return { version, variables };
}
