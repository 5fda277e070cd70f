import { applyUnreadable } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import type { Server } from '../impact/impact.js';
import type { Script, ScriptEntry, Statement, Unreadable } from '../sql/statement.js';
import { calledBy } from './called-statements.js';
import type { Called } from './called-statements.js';
import type { FileJudgement } from './judge.js';
import { judgeSteps } from './judge.js';
import { enterFile, inTurn, readingOf, replayHistory } from './replay.js';
import type { ReplayTools, ServerGroup } from './replay.js';
import type { HistoryInput, MigrationInput } from './review-input.js';
import type { Rule } from './rule.js';
import type { NewObjects, Step } from './step.js';
import { NOTHING_NEW, takeStep, trackNew } from './step.js';

/** One proposed file as one group of servers meets it. */
export interface JudgedFile extends FileJudgement {
  readonly migration: MigrationInput;
  readonly script: Script;
  readonly unreadable: readonly Unreadable[];
}

interface State {
  readonly catalog: Catalog;
  readonly created: NewObjects;
}

/** A file whose statements were taken one after the other; the rules were not asked yet. */
interface TakenFile {
  readonly migration: MigrationInput;
  readonly script: Script;
  readonly steps: readonly Step[];
  readonly unreadable: readonly Unreadable[];
  /** Before the pull request; of a down migration, before its own up migration. */
  readonly start: Catalog;
  readonly state: State;
}

/**
 * Replays the history on one kind of server, then judges what is proposed, in the tool's order. A down migration is
 * judged against the schema that its own up migration leaves, and changes nothing for what follows. Rules are asked last,
 * so that they may look at what comes behind.
 */
export async function judgeHistory(
  history: HistoryInput,
  group: ServerGroup,
  rules: readonly Rule[],
  tools: ReplayTools,
): Promise<readonly JudgedFile[]> {
  const { server } = group;
  const start = await replayHistory(history, server, tools);
  const ups = new Map<string, { readonly start: Catalog; readonly state: State }>();
  const files: TakenFile[] = [];
  let state: State = { catalog: start, created: NOTHING_NEW };
  const downLast = [...history.proposed].sort(
    (a, b) => Number(a.direction === 'down') - Number(b.direction === 'down'),
  );
  const reading = readingOf(history, server);
  const read = ({ sql }: MigrationInput) => tools.readSql({ ...reading, text: sql });
  for await (const [migration, script] of inTurn(downLast, read, tools.pause)) {
    const isRollback = migration.direction === 'down';
    const up = isRollback ? ups.get(migration.version) : undefined;
    const from = up?.state ?? state;
    const entered = { ...from, catalog: enterFile(from.catalog, start.session, migration) };
    const taken = await takeFile(script, entered, migration, { server, pause: tools.pause });
    files.push({ ...taken, start: isRollback ? (up?.start ?? start) : start });
    if (isRollback) continue;
    const met = ups.get(migration.version)?.start ?? state.catalog;
    state = taken.state;
    ups.set(migration.version, { start: met, state });
  }
  const judge = { server, rules, history, pause: tools.pause };
  const judged: JudgedFile[] = [];
  for (const { migration, script, steps, unreadable, start: met, state: left } of files) {
    const end = migration.direction === 'down' ? left.catalog : state.catalog;
    const answers = await judgeSteps(steps, migration, { start: met, end }, judge);
    judged.push({ migration, script, unreadable, ...answers });
  }
  return judged;
}

async function takeFile(
  script: Script,
  start: State,
  migration: MigrationInput,
  { server, pause }: Pick<Taking, 'server' | 'pause'>,
): Promise<Omit<TakenFile, 'start'>> {
  const taking: Taking = {
    server,
    pause,
    // An edited or renamed migration has run already: the tables that it creates hold rows.
    tracksNew: migration.status === 'added',
    steps: [],
    unreadable: [],
    transactions: start.catalog.session.inTransaction ? 1 : 0,
    called: 0,
  };
  const state = await takeEntries(script.entries, start, taking);
  return { migration, script, steps: taking.steps, unreadable: taking.unreadable, state };
}

/** What taking the statements of one file collects. */
interface Taking {
  readonly server: Server;
  readonly pause: ReplayTools['pause'];
  readonly tracksNew: boolean;
  readonly steps: Step[];
  readonly unreadable: Unreadable[];
  transactions: number;
  /** Statements of called routines that were taken so far. */
  called: number;
}

/** Of one file: routines that call routines could run statements without end. */
const MOST_CALLED_STATEMENTS = 2_000;

/**
 * Takes statements in the order in which they run. Those inside DO blocks and prepared literals meet the schema in front
 * of the statement that holds them, which then leaves what all of them leave.
 */
async function takeEntries(entries: readonly ScriptEntry[], start: State, taking: Taking): Promise<State> {
  let { catalog, created } = start;
  for (const entry of entries) {
    await taking.pause?.();
    if (entry.kind === 'unreadable') {
      taking.unreadable.push(entry.unreadable);
      catalog = applyUnreadable(catalog, entry.unreadable);
      continue;
    }
    const { statement } = entry;
    const { inTransaction } = catalog.session;
    const transaction = inTransaction ? taking.transactions : undefined;
    const step = takeStep(statement, catalog, created, taking.server, transaction);
    taking.steps.push(step);
    if (taking.tracksNew) created = trackNew(statement, catalog, created);
    if (statement.body?.runs === 'now') {
      const inside = enterBody(catalog);
      if (inside !== catalog) taking.transactions += 1;
      ({ created } = await takeEntries(statement.body.statements, { catalog: inside, created }, taking));
    }
    const called = calledBy(statement, catalog);
    if (called) created = await takeCalled(called, statement, created, taking);
    catalog = step.facts.after;
    if (!inTransaction && catalog.session.inTransaction) taking.transactions += 1;
  }
  return { catalog, created };
}

async function takeCalled(
  called: Called,
  { span, text }: Statement,
  created: NewObjects,
  taking: Taking,
): Promise<NewObjects> {
  taking.called += called.entries.length;
  if (taking.called <= MOST_CALLED_STATEMENTS)
    return (await takeEntries(called.entries, { catalog: called.catalog, created }, taking)).created;
  const reason = `the routines that this file calls run more than ${String(MOST_CALLED_STATEMENTS)} statements`;
  taking.unreadable.push({ gap: 'statement-unreadable', span, text, head: 'CALL', reason });
  return created;
}

/** A DO block is one transaction. */
function enterBody(catalog: Catalog): Catalog {
  const { session, dialect } = catalog;
  if (dialect !== 'postgres' || session.inTransaction) return catalog;
  return { ...catalog, session: { ...session, inTransaction: true } };
}
