import { applyEntries } from '../../src/catalog/apply.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { printCatalog } from '../../src/catalog/print.js';
import { effectsOf } from '../../src/engine/step.js';
import { enterFile, replayHistory, serverGroups } from '../../src/engine/replay.js';
import type { MigrationInput } from '../../src/engine/review-input.js';
import type { Server } from '../../src/impact/impact.js';
import { predictStatement } from '../../src/impact/predict.js';
import type { ReadSql, ScriptEntry } from '../../src/sql/statement.js';
import type { Drawn } from './sample.js';
import { statementOf } from './tally.js';

/** What a person needs to judge a finding: the text, the schema before it, the words. */
export interface Evidence {
  readonly project: string;
  readonly place: string;
  /** The statement, or the whole file where the finding is about the file. */
  readonly sql: string;
  /** CREATE statements of the tables that the statement names, as it meets them. */
  readonly before: string;
  readonly drawn: Drawn;
}

/** Replays the history up to the statement. */
export async function evidenceOf(drawn: Drawn, readSql: ReadSql): Promise<Evidence> {
  const { finding, judged } = drawn;
  const { history, project } = judged.proposal;
  const file = history.proposed.find(({ path }) => path === finding.file);
  const [group] = serverGroups(history);
  if (!file || !group) throw new Error(`${finding.file} is not proposed.`);
  const statement = statementOf(finding, judged);
  const lines = file.text.split('\n');
  const sql = lines.slice((statement?.line ?? 1) - 1, statement?.endLine ?? lines.length).join('\n');
  const start = await replayHistory(history, group.server, { readSql });
  const catalog = await catalogAt(
    statement?.line ?? 0,
    file,
    enterFile(start, start.session, file),
    group.server,
    readSql,
  );
  const place = `${finding.file}:${String(finding.line)}`;
  return { project, place, sql, before: printCatalog(onlyNamed(catalog, sql)), drawn };
}

async function catalogAt(
  line: number,
  { sql: text }: MigrationInput,
  start: Catalog,
  server: Server,
  readSql: ReadSql,
): Promise<Catalog> {
  const { version } = server;
  const { entries } = await readSql({ dialect: version.dialect, version, text });
  const earlier = entries.filter((entry) => lineOf(entry) < line);
  return applyEntries(start, earlier, version, (statement, before) =>
    effectsOf(predictStatement(statement, before, server).statement),
  );
}

function lineOf(entry: ScriptEntry): number {
  return (entry.kind === 'statement' ? entry.statement : entry.unreadable).span.line;
}

/** The catalog without what the text does not name. */
function onlyNamed(catalog: Catalog, text: string): Catalog {
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}_$-]+/gu));
  const isNamed = ({ name }: { readonly name: { readonly name: string } }): boolean =>
    words.has(name.name.toLowerCase());
  return {
    ...catalog,
    uncertain: [],
    tables: catalog.tables.filter(isNamed),
    views: catalog.views.filter(isNamed),
    types: catalog.types.filter(isNamed),
  };
}
