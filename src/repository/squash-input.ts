import type { MigrationInput, SourceFile, SquashInput } from '../engine/review-input.js';
import { LAYOUTS } from '../migrations/layouts.js';
import type { FoundHistory, MigrationFile } from '../migrations/migration.js';
import { compareVersions } from '../migrations/version-order.js';
import type { Change } from './changes.js';
import type { Snapshot } from './snapshot.js';
import type { FileContent } from './source.js';

interface SquashFacts {
  /** The history as the files of both commits together show it, and as those of head alone do. */
  readonly found: FoundHistory;
  readonly headFound: FoundHistory | undefined;
  readonly changes: readonly Change[];
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** What the merged history starts from, unless it is made anew after each migration. */
  readonly start: SourceFile | null;
  readonly inputsOf: (
    file: MigrationFile,
    contents: ReadonlyMap<string, FileContent>,
    status: MigrationInput['status'],
  ) => readonly MigrationInput[];
}

/** One deleted migration is a mistake, or an edit under another name; a squash replaces more. */
const FEWEST_REMOVED = 2;

/** The history as a new database would run it, where the change deletes migrations and brings what may stand for them. */
export async function squashInput(facts: SquashFacts): Promise<SquashInput | undefined> {
  const { headFound, changes, base, head } = facts;
  const removed = removedFrom(facts.found, changes);
  if (removed.length < FEWEST_REMOVED || !headFound) return undefined;
  const status = new Map(changes.map((change) => [change.path, change.status]));
  const files = forwardFiles(headFound);
  const brought =
    headFound.baseline !== undefined && !base.entries.has(headFound.baseline)
      ? headFound.baseline
      : undefined;
  if (brought === undefined && !files.some(({ path }) => status.get(path) === 'added')) return undefined;
  const settings = files.flatMap((file) => file.settings ?? []);
  const contents = await head.read([
    ...files.map(({ path }) => path),
    ...settings,
    ...(brought === undefined ? [] : [brought]),
  ]);
  const text = brought === undefined ? undefined : contents.get(brought);
  const baseline =
    brought !== undefined && text?.kind === 'text' ? { path: brought, text: text.text } : undefined;
  return {
    removed,
    baseline: baseline ?? facts.start,
    bringsBaseline: baseline !== undefined,
    files: files
      .flatMap((file) =>
        facts.inputsOf(file, contents, status.get(file.path) === 'added' ? 'added' : 'merged'),
      )
      .filter(({ direction }) => direction === 'up'),
  };
}

function removedFrom({ files }: FoundHistory, changes: readonly Change[]): readonly string[] {
  const gone = new Set(changes.flatMap(({ path, status }) => (status === 'removed' ? [path] : [])));
  return files
    .filter(({ path, direction }) => direction !== 'down' && gone.has(path))
    .map(({ path }) => path);
}

function forwardFiles({ files, since, layout }: FoundHistory): readonly MigrationFile[] {
  const { order } = LAYOUTS[layout];
  return files.filter(
    ({ direction, version, repeatable }) =>
      direction !== 'down' &&
      (repeatable || since === undefined || compareVersions(order, version, since) >= 0),
  );
}
