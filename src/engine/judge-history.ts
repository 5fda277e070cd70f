import { applyUnreadable } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import type { ReadSql, Script, ScriptEntry, Unreadable } from '../sql/statement.js';
import type { Judge, Judgement, NewTables } from './judge.js';
import { judgeStatement, trackNewTables } from './judge.js';
import { enterFile, replayHistory } from './replay.js';
import type { ServerGroup } from './replay.js';
import type { HistoryInput, MigrationInput } from './review-input.js';
import type { Rule } from './rule.js';

/** One proposed file as one group of servers meets it. */
export interface JudgedFile {
  readonly migration: MigrationInput;
  readonly script: Script;
  readonly judgements: readonly Judgement[];
  readonly unreadable: readonly Unreadable[];
}

interface State {
  readonly catalog: Catalog;
  readonly newTables: NewTables;
}

/**
 * Replays the history on one kind of server, then judges what is proposed, in the tool's order. A down migration is
 * judged against the schema that its own up migration leaves, and changes nothing for what follows.
 */
export async function judgeHistory(
  history: HistoryInput,
  group: ServerGroup,
  rules: readonly Rule[],
  readSql: ReadSql,
): Promise<readonly JudgedFile[]> {
  const { server } = group;
  const start = await replayHistory(history, server, readSql);
  const afterVersion = new Map<string, State>();
  const files: JudgedFile[] = [];
  let state: State = { catalog: start, newTables: new Set() };
  const downLast = [...history.proposed].sort(
    (a, b) => Number(a.direction === 'down') - Number(b.direction === 'down'),
  );
  for (const migration of downLast) {
    const isRollback = migration.direction === 'down';
    const from = isRollback ? (afterVersion.get(migration.version) ?? state) : state;
    const script = await readSql({ dialect: history.dialect, version: server.version, text: migration.sql });
    const entered = { ...from, catalog: enterFile(from.catalog, start.session, migration) };
    const judged = judgeScript(script, entered, migration, { server, rules, isRollback });
    files.push({ migration, script, ...judged.outcome });
    if (isRollback) continue;
    state = judged.state;
    afterVersion.set(migration.version, state);
  }
  return files;
}

function judgeScript(
  script: Script,
  start: State,
  migration: MigrationInput,
  judge: Judge,
): { readonly state: State; readonly outcome: Pick<JudgedFile, 'judgements' | 'unreadable'> } {
  const judgements: Judgement[] = [];
  const unreadable: Unreadable[] = [];
  let { catalog, newTables } = start;
  for (const entry of runNow(script.entries)) {
    if (entry.kind === 'unreadable') {
      unreadable.push(entry.unreadable);
      catalog = applyUnreadable(catalog, entry.unreadable);
      continue;
    }
    const { judgement, after } = judgeStatement(entry.statement, catalog, newTables, judge);
    judgements.push(judgement);
    // An edited migration has run already: the tables that it creates hold rows.
    if (migration.status !== 'modified') newTables = trackNewTables(entry.statement, catalog, newTables);
    catalog = after;
  }
  return { state: { catalog, newTables }, outcome: { judgements, unreadable } };
}

/** Statements in the order in which they run, those inside DO blocks and prepared literals included. */
function runNow(entries: readonly ScriptEntry[]): readonly ScriptEntry[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'unreadable' || entry.statement.body?.runs !== 'now') return [entry];
    return [entry, ...runNow(entry.statement.body.statements)];
  });
}
