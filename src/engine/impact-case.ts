import { applyEntries, applyStatement, applyUnreadable, assumeRows, emptyCatalog } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import { findTable, findView } from '../catalog/find.js';
import { candidateKeys } from '../catalog/names.js';
import type { Prediction, Server } from '../impact/impact.js';
import { predictStatement } from '../impact/predict.js';
import { unite } from '../impact/unite.js';
import type { ServerVersion } from '../sql/dialect.js';
import { nameText } from '../sql/name.js';
import type { ObjectName } from '../sql/name.js';
import type { ReadSql, ScriptEntry, Statement } from '../sql/statement.js';
import { decidedAnswer, undecidedAnswer } from './impact-answer.js';
import type { ImpactAnswer } from './impact-answer.js';
import { readingOf } from './replay.js';
import { effectsOf } from './step.js';

/** A question about one or several statements on a schema that is told in SQL. */
export interface ImpactCase {
  readonly version: ServerVersion;
  /** What made the schema; each text may hold several statements. */
  readonly before: readonly string[];
  /** What the session sets before `sql` runs. */
  readonly session: readonly string[];
  readonly sql: string;
  /** `sql` runs inside a transaction. */
  readonly transaction: boolean;
  /** Tables without rows; all others hold some. */
  readonly empty: readonly string[];
  /** Server settings that differ from the version's defaults. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What the server does with the statements of a case together. Throws when `sql` holds no statement. */
export async function answerCase(one: ImpactCase, readSql: ReadSql): Promise<ImpactAnswer> {
  const { version, variables } = one;
  const server: Server = { version, variables };
  const entriesOf = async (text: string, { session }: Catalog): Promise<readonly ScriptEntry[]> =>
    (await readSql({ ...readingOf({ dialect: version.dialect, session: session.variables }, server), text }))
      .entries;

  const made = await schemaBefore(one, server, entriesOf);
  const visible = made.session;
  let ready = made;
  for (const text of one.session) ready = applyEntries(ready, await entriesOf(text, ready), version);
  if (one.transaction) ready = { ...ready, session: { ...ready.session, inTransaction: true } };

  const entries = await entriesOf(one.sql, ready);
  if (entries.length === 0) throw new Error('sql holds no statement.');
  const run = runEntries(ready, entries, server);
  const prediction = unite(run.predictions);
  if (prediction.kind === 'undecided') return undecidedAnswer(prediction.reason);
  const nameIn: Catalog = { ...ready, session: visible };
  const names = (refs: readonly ObjectName[]): readonly string[] => [
    ...new Set(refs.filter((ref) => !isMadeHere(run.catalogs, ref)).map((ref) => shortName(nameIn, ref))),
  ];
  return decidedAnswer(prediction.impact, names);
}

type EntriesOf = (text: string, met: Catalog) => Promise<readonly ScriptEntry[]>;

/** Tables hold rows from the moment they exist, so that an ALTER among `before` does what it does to a table in use. */
async function schemaBefore(one: ImpactCase, server: Server, entriesOf: EntriesOf): Promise<Catalog> {
  const { version, variables } = server;
  const empty = one.empty.map(refOf);
  let catalog = emptyCatalog(version, {
    variables,
    charset: variables['character_set_server'],
    collation: variables['collation_server'],
  });
  for (const text of one.before) {
    for (const entry of await entriesOf(text, catalog)) {
      const after = applyEntries(catalog, [entry], version, (statement, at) =>
        effectsOf(predictStatement(statement, at, server).statement),
      );
      catalog = after.tables === catalog.tables ? after : assumeRows(after, empty);
    }
  }
  return withoutRows(catalog, empty);
}

/** "t" or "shop.t". */
function refOf(name: string): ObjectName {
  const dot = name.indexOf('.');
  return dot < 0 ? { name } : { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

/** `empty` has the last word, whatever an INSERT among `before` seems to say. */
function withoutRows(catalog: Catalog, empty: readonly ObjectName[]): Catalog {
  const keys = new Set(empty.flatMap((ref) => findTable(catalog, ref) ?? []));
  const tables = catalog.tables.map((table) =>
    keys.has(table) ? { ...table, past: { ...table.past, mayHoldRows: false } } : table,
  );
  return { ...catalog, tables };
}

interface Run {
  readonly predictions: readonly Prediction[];
  /** The schema before each statement and after the last. */
  readonly catalogs: readonly Catalog[];
}

function runEntries(start: Catalog, entries: readonly ScriptEntry[], server: Server): Run {
  const predictions: Prediction[] = [];
  const catalogs = [start];
  let catalog = start;
  for (const entry of entries) {
    const step =
      entry.kind === 'unreadable' ? unreadStep(catalog, entry) : stepOf(catalog, entry.statement, server);
    predictions.push(step.prediction);
    catalog = step.after;
    catalogs.push(catalog);
  }
  return { predictions, catalogs };
}

interface CaseStep {
  readonly prediction: Prediction;
  readonly after: Catalog;
}

function unreadStep(
  catalog: Catalog,
  { unreadable }: Extract<ScriptEntry, { kind: 'unreadable' }>,
): CaseStep {
  return {
    prediction: { kind: 'undecided', reason: unreadable.reason },
    after: applyUnreadable(catalog, unreadable),
  };
}

function stepOf(catalog: Catalog, statement: Statement, server: Server): CaseStep {
  const prediction = predictStatement(statement, catalog, server).statement;
  return { prediction, after: applyStatement(catalog, statement, server.version, effectsOf(prediction)) };
}

/** Not there before the first statement, there after a later one. What the history never shows is taken to exist. */
function isMadeHere([before, ...later]: readonly Catalog[], ref: ObjectName): boolean {
  return before !== undefined && !isShown(before, ref) && later.some((catalog) => isShown(catalog, ref));
}

function isShown(catalog: Catalog, ref: ObjectName): boolean {
  const others = candidateKeys(catalog, ref).some(
    (key) => catalog.sequences.has(key) || catalog.types.has(key),
  );
  return others || findTable(catalog, ref) !== undefined || findView(catalog, ref) !== undefined;
}

/** Without a schema where the name alone means the same object. */
function shortName(catalog: Catalog, ref: ObjectName): string {
  const [first = ''] = catalog.session.searchPath;
  return ref.schema === undefined || ref.schema === first ? ref.name : nameText(ref);
}
