import { applyEntries, assumeRows, emptyCatalog } from '../catalog/apply.js';
import type { Catalog, Table } from '../catalog/catalog.js';
import type { Server } from '../impact/impact.js';
import type { Operation } from '../sql/operation.js';
import type { Script, Statement, Unreadable } from '../sql/statement.js';
import { dumpChange } from './dump-change.js';
import { hedgeFile } from './hedge.js';
import type { JudgedFile } from './judge-history.js';
import { judgeSteps } from './judge.js';
import type { Judgement } from './judge.js';
import { readingOf } from './replay.js';
import type { ReplayTools, ServerGroup } from './replay.js';
import type { DumpInput, HistoryInput, MigrationInput } from './review-input.js';
import type { Rule } from './rule.js';
import type { Step } from './step.js';
import { NOTHING_NEW, takeStep, trackNew } from './step.js';
import { quoteName } from './words.js';

/** The change of a dump as one group of servers meets it. */
export interface JudgedDump extends JudgedFile {
  /** See `DumpChange`. */
  readonly changes: number;
  /** Rules whose findings are advice here, whatever the configuration says. */
  readonly hedged: ReadonlySet<string>;
}

/** The dump after the change in the place of a migration, so that findings stand at its lines. */
export function dumpMigration({ path, after }: DumpInput): MigrationInput {
  const common = { path, text: after, sql: after, version: '', unreadable: null } as const;
  return { ...common, direction: 'up', transaction: 'none', status: 'added' };
}

/**
 * Judges what differs between two dumps as statements that could have made the difference. Rules about statements and
 * files as they are written are not asked, since none was written.
 */
export async function judgeDump(
  { history, dump, migration }: DumpSubject,
  { server }: ServerGroup,
  rules: readonly Rule[],
  tools: ReplayTools,
): Promise<JudgedDump> {
  const { version } = server;
  const reading = readingOf(history, server);
  const read = (text: string): Promise<Script> => tools.readSql({ ...reading, text, dml: 'head' });
  const [old, script] = await Promise.all([read(dump.before), read(dump.after)]);
  const empty = emptyCatalog(version, { variables: history.session });
  const made = ({ entries }: Script): Catalog =>
    assumeRows({ ...applyEntries(empty, entries, version), session: empty.session });
  const [before, after] = [made(old), made(script)];
  const { changed, isDoubtful } = doubts(old, script);
  const { statements, changes, unexpressed } = dumpChange({ before, after, script, isDoubtful });
  const start = withoutViews(before);
  const steps = takeSteps(statements, start, server);
  const end = steps.at(-1)?.facts.after ?? start;
  const asked = rules.filter(({ subject }) => subject === 'operation');
  const judge = { server, rules: asked, history, pause: tools.pause };
  const judged = await judgeSteps(steps, migration, { start, end }, judge);
  const entries = [...statements]
    .sort((one, other) => one.span.start - other.span.start)
    .map((statement) => ({ kind: 'statement' as const, statement }));
  return {
    migration,
    script: { entries, comments: script.comments },
    unreadable: [...changed, ...unexpressed],
    changes,
    ...hedgeFile({ ...judged, judgements: judged.judgements.map(withRefusal) }, dump.path),
  };
}

/** What a plain statement cannot do was done in another way, about which silence would say too much. */
function withRefusal(judgement: Judgement): Judgement {
  const { statement, prediction, hits, undecided } = judgement;
  const refused = prediction.kind === 'decided' ? prediction.impact.refused : undefined;
  // Statements of the dump itself have a text, and ran when it was loaded.
  if (!refused || statement.text !== '' || hits.length > 0 || undecided !== undefined) return judgement;
  const reason = `The dump shows a change that the server refuses as one plain statement (error ${refused.code}): how the migration reaches it is not known.`;
  return { ...judgement, undecided: reason };
}

/** A dump's change with the history that configures its servers. */
export interface DumpSubject {
  readonly history: HistoryInput;
  readonly dump: DumpInput;
  readonly migration: MigrationInput;
}

interface Doubts {
  /** What cannot be read in the dump after the change, and was not there before. */
  readonly changed: readonly Unreadable[];
  readonly isDoubtful: (table: Table) => boolean;
}

/** More than any server takes; comparing takes the square of it. */
const MOST_PARTS = 4096;

/** What both dumps hold and nobody can read makes no difference. */
function doubts(before: Script, after: Script): Doubts {
  const [old, now] = [unreadableIn(before), unreadableIn(after)];
  const [oldTexts, nowTexts] = [old, now].map((list) => new Set(list.map(({ text }) => text)));
  const changed = now.filter(({ text }) => !oldTexts?.has(text));
  const all = [...changed, ...old.filter(({ text }) => !nowTexts?.has(text))];
  const isAny = all.some(({ mayTouch }) => mayTouch === undefined);
  const bare = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const touched = new Set(all.flatMap(({ mayTouch }) => mayTouch ?? []).map(bare));
  const isDoubtful = ({ name, columns, indexes, constraints }: Table): boolean =>
    isAny ||
    touched.has(name.name.toLowerCase()) ||
    Math.max(columns.length, indexes.length, constraints.length) > MOST_PARTS;
  return { changed, isDoubtful };
}

function unreadableIn({ entries }: Script): readonly Unreadable[] {
  return entries.flatMap((entry) => (entry.kind === 'unreadable' ? [entry.unreadable] : []));
}

/** PostgreSQL changes and drops nothing that a view reads: views were out of the way when the migration ran. */
function withoutViews(catalog: Catalog): Catalog {
  if (catalog.dialect !== 'postgres') return catalog;
  const links = { ...catalog.links, readers: catalog.links.readers.clear() };
  return { ...catalog, views: catalog.views.clear(), links };
}

function takeSteps(statements: readonly Statement[], start: Catalog, server: Server): readonly Step[] {
  const steps: Step[] = [];
  let catalog = start;
  let created = NOTHING_NEW;
  for (const statement of statements) {
    const plain = takeStep(statement, catalog, created, server, undefined);
    const converted = isRefused(plain) ? withConversion(statement, server) : undefined;
    const step = converted ? takeStep(converted, catalog, created, server, undefined) : plain;
    steps.push(step);
    created = trackNew(statement, catalog, created);
    catalog = step.facts.after;
  }
  return steps;
}

function isRefused({ facts }: Step): boolean {
  const { statement } = facts.impact;
  return statement.kind === 'decided' && statement.impact.refused !== undefined;
}

/** PostgreSQL converts some types only where USING says how. What it said is not known, so that rows are converted plainly. */
function withConversion(statement: Statement, server: Server): Statement | undefined {
  const operations = statement.operations.map((operation): Operation => {
    if (operation.kind !== 'changeColumnType') return operation;
    const { column, type } = operation;
    const text = `${quoteName(server.version, column)}::${type.text}`;
    return { ...operation, using: { text, columns: [column], functions: [] } };
  });
  const isOther = statement.operations.some(({ kind }) => kind === 'changeColumnType');
  return isOther ? { ...statement, operations } : undefined;
}
