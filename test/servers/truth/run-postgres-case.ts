import { emptyCatalog } from '../../../src/catalog/apply.js';
import type { Catalog } from '../../../src/catalog/catalog.js';
import { findTable, findView } from '../../../src/catalog/find.js';
import { candidateKeys } from '../../../src/catalog/names.js';
import type { Impact, Prediction, Server } from '../../../src/impact/impact.js';
import type { ObjectName } from '../../../src/sql/name.js';
import { compare } from '../../../src/verify/compare.js';
import type { Comparison } from '../../../src/verify/compare.js';
import type { Connection } from '../../../src/verify/connection.js';
import type { Observation } from '../../../src/verify/observation.js';
import {
  needsNoTransaction,
  observeInTransaction,
  observeOutside,
} from '../../../src/verify/postgres/observe.js';
import type { WatchedPostgres } from '../../../src/verify/postgres/observe.js';
import type { PostgresCase } from '../../truth/postgres-case.js';
import { closeAll, type RunningServer } from '../start/start-server.js';
import type { Outcome } from '../tally.js';
import { predictionsOf, schemaAfter } from './schema.js';

/** As `emptyCatalog` is told, too: the cases stand in one schema, extensions in another. */
const SCHEMAS = ['truth', 'ext'];

const EXTENSIONS = ['uuid-ossp', 'citext', 'btree_gist'];

/** What some cases expect of the server beside their own tables: a role, and a tablespace next to its data folder. */
async function furnish(administrator: Connection): Promise<void> {
  await administrator.query('CREATE ROLE app_user');
  const [row] = await administrator.query("SELECT current_setting('data_directory') AS folder");
  const folder = `${String(row?.['folder'])}-ts2`;
  // A program that does not read what it is given may be told so as an error.
  await administrator.query(`COPY (SELECT 1) TO PROGRAM 'mkdir ${folder} && cat >/dev/null'`);
  await administrator.query(`CREATE TABLESPACE ts2 LOCATION '${folder}'`);
}

/** One server on which cases run one after the other, each in a transaction that is rolled back. */
export class PostgresStage {
  private readonly running: RunningServer;
  private readonly server: Server;
  private watched: WatchedPostgres | undefined;
  /** What the tables were made of that are there now. */
  private recipe: string | undefined;

  constructor(running: RunningServer) {
    this.running = running;
    const major = Number.parseInt(running.version, 10);
    this.server = { version: { dialect: 'postgres', major, minor: 0, patch: 0 }, variables: {} };
  }

  async outcomeOf(one: PostgresCase & { readonly txOnly?: boolean }): Promise<Outcome> {
    const observed = await this.observe(one);
    return { name: one.id, comparison: await this.comparisonOf(one, observed) };
  }

  async close(): Promise<void> {
    const { watched } = this;
    this.watched = undefined;
    if (watched) await closeAll([watched.session, watched.observer, watched.blocker]);
  }

  private async observe(one: PostgresCase & { readonly txOnly?: boolean }): Promise<Observation> {
    const inside = await observeInTransaction(await this.fresh(one), one.ddl, 'rollback');
    if (!needsNoTransaction(inside) || one.txOnly === true) return inside;
    const outside = await observeOutside(await this.fresh(one), one.ddl);
    this.recipe = undefined;
    return outside;
  }

  private async comparisonOf(one: PostgresCase, observed: Observation): Promise<Comparison> {
    const start = emptyCatalog(this.server.version, { searchPath: SCHEMAS });
    const before = await schemaAfter(start, [one.setup, one.fill ?? '', one.session ?? ''], this.server);
    const within = { ...before, session: { ...before.session, inTransaction: needsNoTransaction(observed) } };
    const prediction = united(await predictionsOf(one.ddl, within, this.server));
    return compare(
      { written: prediction, ran: prediction, existed: (name) => existed(before, name) },
      observed,
    );
  }

  /** Three sessions beside the case's tables, which are kept from the case before when that had the same. */
  private async fresh(one: PostgresCase): Promise<WatchedPostgres> {
    this.watched ??= await openSessions(this.running);
    const recipe = recipeOf(one);
    if (this.recipe === recipe) return this.watched;
    const { session } = this.watched;
    await session.query('RESET ALL; DROP SCHEMA IF EXISTS truth CASCADE; CREATE SCHEMA truth');
    await session.query(`SET search_path = ${SCHEMAS.join(', ')}`);
    for (const text of [one.setup, one.fill, one.session]) {
      if (text !== undefined && text !== '') await session.query(text);
    }
    this.recipe = recipe;
    return this.watched;
  }
}

/** What the case's tables are made of. */
export function recipeOf({ setup, fill, session }: PostgresCase): string {
  return JSON.stringify([setup, fill, session]);
}

const DATABASE = 'truth';

async function openSessions(running: RunningServer): Promise<WatchedPostgres> {
  const administrator = await running.connect();
  await administrator.query(`CREATE DATABASE ${DATABASE}`);
  await furnish(administrator);
  await administrator.close();
  const open = () => running.connect(DATABASE);
  const watched = { session: await open(), observer: await open(), blocker: await open() };
  await watched.session.query('CREATE SCHEMA ext');
  for (const name of EXTENSIONS) await watched.session.query(`CREATE EXTENSION "${name}" SCHEMA ext`);
  return watched;
}

/** What several statements of one transaction do together. */
function united(predictions: readonly Prediction[]): Prediction {
  const impacts: Impact[] = [];
  for (const prediction of predictions) {
    if (prediction.kind === 'undecided') return prediction;
    impacts.push(prediction.impact);
  }
  const [first] = impacts;
  if (!first) return { kind: 'undecided', reason: 'no statement' };
  return {
    kind: 'decided',
    impact: {
      ...first,
      locks: impacts.flatMap(({ locks }) => locks ?? []),
      rewrites: impacts.flatMap(({ rewrites }) => rewrites),
      scans: impacts.flatMap(({ scans }) => scans),
      refused: impacts.find(({ refused }) => refused)?.refused,
    },
  };
}

/** Whether the schema holds a table, view, sequence or type of this name. */
function existed(before: Catalog, name: ObjectName): boolean {
  const isOther = candidateKeys(before, name).some(
    (key) => before.sequences.has(key) || before.types.has(key),
  );
  return isOther || findTable(before, name) !== undefined || findView(before, name) !== undefined;
}
