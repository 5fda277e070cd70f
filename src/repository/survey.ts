import type { StarterFacts, StarterHistory } from '../config/starter-config.js';
import { blankOpaque } from '../migrations/blank.js';
import type { CodeFramework } from '../migrations/code-migration.js';
import { recogniseCodeMigration } from '../migrations/code-migration.js';
import { findHistories } from '../migrations/find-histories.js';
import { guessDialect } from '../migrations/guess-dialect.js';
import type { FoundHistory, LayoutId } from '../migrations/migration.js';
import { renderPlaceholders } from '../migrations/placeholders.js';
import { layoutShownBy } from '../migrations/sections.js';
import { OWNERS_PATHS, ownerLine, readOwners } from '../owners/codeowners.js';
import type { Dialect } from '../sql/dialect.js';
import { settleBaseline } from './settle-baseline.js';
import type { Snapshot } from './snapshot.js';
import type { FileContent } from './source.js';

/** What `precheck init` says of a repository. */
export interface Survey extends StarterFacts {
  /** Folders with migrations of servers that Precheck does not review. */
  readonly others: readonly { readonly path: string; readonly files: number }[];
}

/** Looks at one commit, or the working tree, as a review would that has no configuration. */
export async function survey(snapshot: Snapshot): Promise<Survey> {
  const paths = [...snapshot.entries.keys()];
  const { histories, otherServers } = findHistories(paths);
  const surveyed = await Promise.all(histories.map((found) => surveyHistory(found, paths, snapshot)));
  return {
    histories: surveyed,
    code: codeFolders(paths),
    others: otherServers,
    owners: await ownersOf(surveyed[0]?.path ?? '', snapshot),
  };
}

async function surveyHistory(
  found: FoundHistory,
  paths: readonly string[],
  snapshot: Snapshot,
): Promise<StarterHistory> {
  const own = found.files.map(({ path }) => path);
  const texts = await snapshot.read([...own, ...(found.baseline === undefined ? [] : [found.baseline])]);
  const ownTexts = own.flatMap((path) => textOf(texts.get(path)));
  const engine = found.dialect ?? guessDialect(ownTexts) ?? guessDialect([...texts.values()].flatMap(textOf));
  const layout = mostFrequent(ownTexts.map((text) => layoutShownBy(found.layout, text)))[0] ?? found.layout;
  const forward = found.files.filter(({ direction, repeatable }) => direction !== 'down' && !repeatable);
  const names = ownTexts.flatMap((text) => placeholdersIn(text, layout));
  return {
    path: found.path,
    layout,
    engine,
    migrations: forward.length,
    first: forward[0]?.version ?? '',
    last: forward.at(-1)?.version ?? '',
    baseline: engine && baselineOf(found, engine, texts),
    placeholders: mostFrequent(names).slice(0, MOST_PLACEHOLDERS),
    entry: entryFor(found, layout, engine, paths),
  };
}

/** Only Flyway fills in strings too; elsewhere "${x}" in a string is a value of the application. */
function placeholdersIn(text: string, layout: LayoutId): readonly string[] {
  const { unresolved } = renderPlaceholders(text, {});
  if (layout === 'flyway' || unresolved.length === 0) return unresolved.map(({ name }) => name);
  const code = blankOpaque(text);
  return unresolved.filter(({ start }) => code[start] !== ' ').map(({ name }) => name);
}

/** More are no help: a file with that many is a template of something else. */
const MOST_PLACEHOLDERS = 20;

function textOf(content: FileContent | undefined): readonly string[] {
  return content?.kind === 'text' ? [content.text] : [];
}

function mostFrequent<T>(words: readonly T[]): readonly T[] {
  const counts = new Map<T, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left).map(([word]) => word);
}

function baselineOf(
  found: FoundHistory,
  dialect: Dialect,
  texts: ReadonlyMap<string, FileContent>,
): StarterHistory['baseline'] {
  const merged = found.files.filter(({ direction }) => direction !== 'down');
  const { baseline, replayed } = settleBaseline({
    found,
    dialect,
    configured: false,
    merged,
    edited: [],
    texts,
  });
  return baseline ? { path: baseline.path, holds: merged.length - replayed.length } : undefined;
}

/** As many keys as still find exactly the files that were found without any. */
function entryFor(
  found: FoundHistory,
  layout: LayoutId,
  engine: Dialect | undefined,
  paths: readonly string[],
): StarterHistory['entry'] {
  const { path } = found;
  const wanted = fileList(found);
  const withEngine = { path, layout: 'auto' as const, ...(engine === undefined ? {} : { engine }) };
  for (const entry of [{ ...withEngine, layout }, withEngine]) {
    const again = findHistories(paths, [entry]).histories;
    if (again.length === 1 && again[0] && fileList(again[0]) === wanted) return entry;
  }
  return withEngine;
}

function fileList({ files }: FoundHistory): string {
  return files.map(({ path, direction }) => `${path} ${direction === 'down' ? 'down' : 'up'}`).join('\n');
}

function codeFolders(paths: readonly string[]): Survey['code'] {
  const found = new Map<string, { framework: CodeFramework; folder: string; files: number }>();
  for (const path of paths) {
    const framework = recogniseCodeMigration(path)?.framework;
    if (framework === undefined) continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const known = found.get(`${framework} ${folder}`) ?? { framework, folder, files: 0 };
    known.files += 1;
    found.set(`${framework} ${folder}`, known);
  }
  return [...found.values()];
}

/** Users and teams, which the configuration can name as experts; an address it cannot. */
const EXPERT = /^@[\w-]{1,100}(?:\/[\w.-]{1,100})?$/;

/** Who owns a new migration in a folder. */
async function ownersOf(folder: string, snapshot: Snapshot): Promise<readonly string[]> {
  const path = OWNERS_PATHS.find((candidate) => snapshot.entries.has(candidate));
  const [text] = path === undefined ? [] : textOf((await snapshot.read([path])).get(path));
  if (path === undefined || text === undefined) return [];
  const owners = ownerLine(readOwners(path, text), `${folder}/x.sql`)?.owners ?? [];
  return owners.filter((owner) => EXPERT.test(owner));
}
