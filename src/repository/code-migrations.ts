import type { InputProblem } from '../engine/review-input.js';
import { recogniseCodeMigration } from '../migrations/code-migration.js';
import type { Change } from './changes.js';
import type { Snapshot } from './snapshot.js';

/** Migrations written in code among the changed files: named, never passed over as "no migrations". */
export async function codeMigrations(
  changes: readonly Change[],
  known: ReadonlySet<string>,
  head: Snapshot,
): Promise<readonly InputProblem[]> {
  const candidates = changes
    .filter(
      ({ path, status }) =>
        status !== 'removed' && !known.has(path) && recogniseCodeMigration(path) !== undefined,
    )
    .map(({ path }) => path);
  if (candidates.length === 0) return [];
  const contents = await head.read(candidates);
  return candidates.flatMap((path): readonly InputProblem[] => {
    const content = contents.get(path);
    const migration = recogniseCodeMigration(path, content?.kind === 'text' ? content.text : undefined);
    if (!migration) return [];
    const reason = `This migration is written in code (${migration.framework}): the SQL that it sends is not known before it runs.`;
    return [{ kind: 'migration-unsupported', file: path, line: 1, column: null, reason }];
  });
}
