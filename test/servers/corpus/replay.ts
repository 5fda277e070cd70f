import { applyEntries, assumeRows, emptyCatalog } from '../../../src/catalog/apply.js';
import type { Catalog } from '../../../src/catalog/catalog.js';
import { findIndexByName, findTable } from '../../../src/catalog/find.js';
import { beginSession } from '../../../src/catalog/session.js';
import type { HistoryInput } from '../../../src/engine/review-input.js';
import { effectsOf } from '../../../src/engine/step.js';
import type { Prediction, Server } from '../../../src/impact/impact.js';
import { predictStatement } from '../../../src/impact/predict.js';
import type { ObjectName } from '../../../src/sql/name.js';
import { readSql } from '../../../src/sql/read.js';
import type { ScriptEntry, Statement } from '../../../src/sql/statement.js';
import { compare } from '../../../src/verify/compare.js';
import type { Comparison } from '../../../src/verify/compare.js';
import type { Observation } from '../../../src/verify/observation.js';
import { isThere } from '../../../src/verify/run-history.js';
import type { Outcome } from '../tally.js';
import type { Side } from './sides.js';

/** What came of a history on a server. */
export interface Replayed {
  readonly catalog: Catalog;
  /** Of every watched statement on a table that the history created. */
  readonly impact: readonly Outcome[];
  /** Watched statements that touch tables which the history did not create, or which code made that only runs there. */
  readonly elsewhere: number;
  /** Every statement that the server refused: applied on neither side. */
  readonly refused: readonly string[];
}

const WATCHED = /^(?:ALTER TABLE|CREATE INDEX|DROP INDEX)$/;

/** One history on its way through the files, on the server and in the catalog. */
export class HistoryReplay {
  private readonly server: Server;
  private readonly side: Side;
  private readonly project: string;
  private catalog: Catalog;
  private readonly initial: Catalog['session'];
  private readonly impact: Outcome[] = [];
  private readonly refused: string[] = [];
  private elsewhere = 0;
  /** Tables that hold a row of ours. */
  private seeded = new Set<string>();

  constructor(project: string, server: Server, side: Side) {
    this.project = project;
    this.server = server;
    this.side = side;
    this.catalog = emptyCatalog(server.version, { charset: 'utf8mb4', variables: side.variables });
    this.initial = this.catalog.session;
  }

  /**
   * Runs every file that goes forward, statement by statement, each a transaction of its own. Where the rows that were
   * put in make the server refuse, they are taken out and the statement runs again.
   */
  async run({ baseline, merged }: HistoryInput): Promise<Replayed> {
    const files = merged.filter(({ direction }) => direction === 'up');
    const { version } = this.server;
    for (const { path, sql } of [
      ...(baseline ? [{ path: baseline.path, sql: baseline.text }] : []),
      ...files,
    ]) {
      await this.side.enterFile();
      this.catalog = beginSession(this.catalog, this.initial);
      const { entries } = await readSql({ dialect: version.dialect, version, text: sql });
      for (const entry of entries) await this.take(entry, path);
    }
    const { catalog, impact, elsewhere, refused } = this;
    return { catalog, impact, elsewhere, refused };
  }

  private async take(entry: ScriptEntry, path: string): Promise<void> {
    const { text, span } = entry.kind === 'statement' ? entry.statement : entry.unreadable;
    const place = `${this.project} ${path.split('/').slice(-3).join('/')}:${span.line}`;
    if (entry.kind === 'statement' && steersTransaction(entry.statement)) return;
    const statement = entry.kind === 'statement' ? entry.statement : undefined;
    const isRun = statement && (await this.watch(statement, place));
    const error = isRun === true ? undefined : await this.runPlain(text);
    if (error !== undefined) {
      this.refused.push(`${place}: ${error}`);
      return;
    }
    this.forgetSeeds(statement);
    this.catalog = applyEntries(this.catalog, [entry], this.server.version, (one, before) =>
      effectsOf(predictStatement(one, before, this.server).statement),
    );
  }

  /** Observes a statement on a known table and compares; true when it has run then. */
  private async watch(statement: Statement, name: string): Promise<boolean> {
    if (!WATCHED.test(statement.head)) return false;
    if (!isOnKnown(statement, this.catalog)) {
      this.elsewhere += 1;
      return false;
    }
    await this.seed(statement);
    const observation = await this.side.observe(statement);
    if (isSyntax(observation)) return false;
    if (this.reachesUnknown(observation)) {
      this.elsewhere += 1;
      return observation.refused === undefined;
    }
    const written = this.predict(statement);
    const ran = observation.ran === statement.text ? written : await this.predictText(observation.ran);
    const existed = (table: ObjectName): boolean => isThere(this.catalog, table);
    const comparison: Comparison = compare({ written, ran: ran ?? written, existed }, observation);
    this.impact.push({ name, comparison });
    return observation.refused === undefined;
  }

  /** Whether the server missed a table, or touched one that no file of the history shows. */
  private reachesUnknown({ refused, locks, rewrites, scans }: Observation): boolean {
    if (refused) return /^(?:42P01|3F000|1146|1824)$/.test(refused.code);
    const touched = [...Object.keys(locks ?? {}), ...(rewrites ?? []), ...(scans ?? [])];
    const known = new Set([
      ...[...this.catalog.tables.values(), ...this.catalog.views.values()].map(({ name }) => name.name),
      ...[...this.catalog.sequences.values()].map(({ name }) => name.name),
    ]);
    return touched.some((name) => !known.has(name));
  }

  private predict(statement: Statement): Prediction {
    return predictStatement(statement, this.catalog, this.server).statement;
  }

  private async predictText(text: string): Promise<Prediction | undefined> {
    const { version } = this.server;
    const [entry] = (await readSql({ dialect: version.dialect, version, text })).entries;
    return entry?.kind === 'statement' ? this.predict(entry.statement) : undefined;
  }

  private async runPlain(text: string): Promise<string | undefined> {
    const error = await this.side.run(text);
    if (error === undefined || this.seeded.size === 0) return error;
    await this.side.clear([...this.seeded]);
    this.seeded = new Set();
    return this.side.run(text);
  }

  private async seed(statement: Statement): Promise<void> {
    const names = namesIn(statement);
    if (names.length > 0 && names.every((name) => this.seeded.has(name))) return;
    const { seeded, empty } = await this.side.seed(this.seeded);
    for (const name of seeded) this.seeded.add(name);
    this.catalog = assumeRows(
      this.catalog,
      empty.map((name) => ({ name })),
    );
  }

  /** Tables that the statement may have made, renamed or emptied hold no row that is known of. */
  private forgetSeeds(statement: Statement | undefined): void {
    const isAlter = statement?.operations.every(({ kind }) => kind !== 'renameTable') ?? false;
    if (isAlter && WATCHED.test(statement?.head ?? '')) return;
    for (const name of statement ? namesIn(statement) : this.seeded) this.seeded.delete(name);
    if ((statement?.body ?? statement?.operations.find(({ kind }) => kind === 'call')) !== undefined) {
      this.seeded = new Set();
    }
  }
}

/** BEGIN and COMMIT: every statement here is its own transaction. */
function steersTransaction({ operations }: Statement): boolean {
  return operations.length > 0 && operations.every(({ kind }) => kind === 'transaction');
}

function namesIn({ operations }: Statement): readonly string[] {
  return operations.flatMap((operation) => [
    ...('table' in operation && operation.table ? [operation.table.name] : []),
    ...(operation.kind === 'renameTable' ? [operation.to.name] : []),
  ]);
}

/** A statement that this server does not know: MySQL's on MariaDB. It is counted with what was refused. */
function isSyntax({ refused }: Observation): boolean {
  return refused?.code === '1064' || refused?.code === '42601';
}

/** Whether a table or index of the statement is one that the history made. */
function isOnKnown({ operations }: Statement, catalog: Catalog): boolean {
  return operations.some((operation) => {
    if ('table' in operation && operation.table) return findTable(catalog, operation.table) !== undefined;
    return operation.kind === 'dropIndex' && findIndexByName(catalog, operation.index) !== undefined;
  });
}
