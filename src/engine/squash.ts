import type { Catalog } from '../catalog/catalog.js';
import type { Difference } from '../catalog/difference.js';
import { catalogDifferences } from '../catalog/difference.js';
import type { Server } from '../impact/impact.js';
import type { ReadSql } from '../sql/statement.js';
import { acknowledgementRequests } from '../sql/acknowledgement.js';
import { FileAcknowledgements, grantedState } from './acknowledge.js';
import { firstBeyondCreating } from './creates-only.js';
import type { Gap, Notice } from './finding.js';
import type { fingerprints } from './fingerprint.js';
import { readingOf, serverGroups } from './replay.js';
import type { HistoryInput, MigrationInput, ReviewSettings, SquashInput } from './review-input.js';
import { code, codeList } from './words.js';

/** A history whose squash was recognised: what is left to judge, and what is said of the rest. */
export interface SettledSquash {
  readonly history: HistoryInput;
  readonly notices: readonly Notice[];
  readonly gaps: readonly Gap[];
}

/** What deciding needs beside the history. */
export interface SquashTools {
  readonly readSql: ReadSql;
  /** The schema that a history leaves on a server. */
  readonly replay: (history: HistoryInput, server: Server) => Promise<Catalog>;
  readonly settings: ReviewSettings;
  readonly fingerprint: ReturnType<typeof fingerprints>;
  /** Which acknowledgements served, by file. */
  readonly served: Map<string, Set<string>>;
}

/** A squash is one file, or a schema and its seeds; each more costs a replay. */
const MOST_FILES = 3;

interface Attempt {
  readonly catalog: Catalog;
  readonly differences: readonly Difference[];
  /** The added files that stand for the deleted ones. */
  readonly files: readonly MigrationInput[];
}

/**
 * Recognises migrations that stand for deleted ones by what they make of an empty database: where that is the schema of
 * the merged history, they are not judged: they run on new databases only. Where they were meant so and the schema
 * differs, that is one gap. A file that does more than create is judged like any other, since a database that runs it by
 * mistake would not be stopped.
 */
export async function settleSquash(history: HistoryInput, tools: SquashTools): Promise<SettledSquash> {
  const { squash } = history;
  const unchanged = { history, notices: [], gaps: [] };
  const [group] = serverGroups(history);
  if (!squash || !group) return unchanged;
  const replay = (start: Pick<HistoryInput, 'baseline' | 'merged'>): Promise<Catalog> =>
    tools.replay({ ...history, ...start }, group.server);
  const before = await replay(history);
  const attempt = await bestAttempt(squash, before, replay);
  if (!attempt) return unchanged;
  const into = intoOf(squash, attempt);
  const isSame = attempt.differences.length === 0;
  if (!isSame && !isMeant(before, await replay(withoutNew(squash)), attempt)) {
    return unchanged;
  }
  const beyond = await beyondCreating(attempt.files, history, group.server, tools);
  if (beyond !== undefined) {
    const text = `${into} ${isSame ? 'builds the same schema as' : 'seems to stand for'} the ${count(squash)}, but does more than create (${beyond}): it is judged like any other migration.`;
    return { ...unchanged, notices: [notice(attempt, squash, text)] };
  }
  const left = withoutSquash(history, attempt);
  if (isSame) {
    const where =
      attempt.files.length === 0
        ? ''
        : ' Mark it as applied wherever they ran: run there, it fails at the first table that exists.';
    const text = `The ${count(squash)} were squashed into ${into}: the schema is the same, so that it is not judged.${where}${doubtOf(before)}`;
    return { history: left, notices: [notice(attempt, squash, text)], gaps: [] };
  }
  return { history: left, notices: [], gaps: [await gapOf(attempt, squash, history, tools)] };
}

type ReplayFrom = (start: Pick<HistoryInput, 'baseline' | 'merged'>) => Promise<Catalog>;

/** The files that existed before and still do, with those added ones. */
function keptOf({ files }: SquashInput, added: readonly MigrationInput[]): readonly MigrationInput[] {
  return files.filter((file) => file.status !== 'added' || added.includes(file));
}

/** What a new database would get from nothing that the change brings. */
function withoutNew(squash: SquashInput): Pick<HistoryInput, 'baseline' | 'merged'> {
  return { baseline: squash.bringsBaseline ? null : squash.baseline, merged: keptOf(squash, []) };
}

/** Takes the added files one by one, in order, until the schema is that of the merged history; else the nearest. */
async function bestAttempt(
  squash: SquashInput,
  before: Catalog,
  replay: ReplayFrom,
): Promise<Attempt | undefined> {
  const added = squash.files.filter(({ status }) => status === 'added');
  let best: Attempt | undefined;
  const first = squash.bringsBaseline ? 0 : 1;
  for (let taken = first; taken <= Math.min(added.length, MOST_FILES); taken += 1) {
    const files = added.slice(0, taken);
    const catalog = await replay({ baseline: squash.baseline, merged: keptOf(squash, files) });
    const differences = catalogDifferences(before, catalog);
    if (best === undefined || differences.length < best.differences.length)
      best = { catalog, differences, files };
    if (differences.length === 0) break;
  }
  return best;
}

/** Whether most of the tables that the deleted migrations made are made again. */
function isMeant(before: Catalog, without: Catalog, { catalog }: Attempt): boolean {
  const lost = [...before.tables.keys()].filter((key) => !without.tables.has(key));
  return lost.filter((key) => catalog.tables.has(key)).length * 2 > lost.length;
}

/** Says where the files do more than create, as "line 3: `DROP TABLE`". */
async function beyondCreating(
  files: readonly MigrationInput[],
  history: HistoryInput,
  server: Server,
  { readSql }: SquashTools,
): Promise<string | undefined> {
  for (const { path, sql } of files) {
    const { entries } = await readSql({ ...readingOf(history, server), text: sql });
    const beyond = firstBeyondCreating(entries);
    if (beyond === 'unreadable') return `${code(path)} holds statements that cannot be read`;
    if (beyond) return `${code(path)}, line ${String(beyond.span.line)}: ${code(beyond.head)}`;
  }
  return undefined;
}

function withoutSquash(history: HistoryInput, { files }: Attempt): HistoryInput {
  const versions = new Set(files.map(({ version }) => version));
  const isSquash = ({ version, status }: MigrationInput): boolean =>
    status === 'added' && versions.has(version);
  return { ...history, proposed: history.proposed.filter((migration) => !isSquash(migration)) };
}

function count({ removed }: SquashInput): string {
  return `${String(removed.length)} deleted migration${removed.length === 1 ? '' : 's'}`;
}

function intoOf({ baseline, bringsBaseline }: SquashInput, { files }: Attempt): string {
  return codeList([
    ...(baseline && bringsBaseline ? [baseline.path] : []),
    ...new Set(files.map(({ path }) => path)),
  ]);
}

function placeOf({ baseline }: SquashInput, { files }: Attempt): string {
  return files[0]?.path ?? baseline?.path ?? '';
}

function notice(attempt: Attempt, squash: SquashInput, text: string): Notice {
  return { file: placeOf(squash, attempt), line: 1, text };
}

function doubtOf({ uncertain }: Catalog): string {
  return uncertain.length === 0
    ? ''
    : ' Some statements of the merged history could not be read, and may make a difference.';
}

const HOW: Readonly<Record<Difference['how'], string>> = {
  missing: 'is missing',
  added: 'is new',
  different: 'is different',
};

/** A reader needs the first few to see what went wrong. */
const MOST_SHOWN = 5;

async function gapOf(
  attempt: Attempt,
  squash: SquashInput,
  history: HistoryInput,
  { settings, served, fingerprint, readSql }: SquashTools,
): Promise<Gap> {
  const { differences, files } = attempt;
  const file = placeOf(squash, attempt);
  const shown = differences
    .slice(0, MOST_SHOWN)
    .map(({ kind, name, how }) => `${kind} ${code(name)} ${HOW[how]}`)
    .join(', ');
  const more = differences.length > MOST_SHOWN ? `, and ${String(differences.length - MOST_SHOWN)} more` : '';
  const [group] = serverGroups(history);
  const comments =
    files[0] && group
      ? (await readSql({ ...readingOf(history, group.server), text: files[0].sql })).comments
      : [];
  const servedHere = served.get(file) ?? new Set();
  served.set(file, servedHere);
  const acknowledgement =
    new FileAcknowledgements(file, acknowledgementRequests(comments), [], servedHere).find(
      'squash-differs',
      undefined,
    ) ?? null;
  return {
    id: 'squash-differs',
    state: acknowledgement ? grantedState('blocker', settings) : 'open',
    file,
    line: 1,
    endLine: 1,
    reason: `${intoOf(squash, attempt)} does not build the schema of the ${count(squash)}: ${shown}${more}. A new database differs from those that ran them.`,
    statement: '',
    tables: [],
    engine: history.dialect,
    acknowledgement,
    fingerprint: fingerprint('squash-differs', file, ''),
  };
}
