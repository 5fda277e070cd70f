import type { HistoryInput, MigrationInput } from '../../src/engine/review-input.js';
import type { Dialect } from '../../src/sql/dialect.js';
import type { Project } from '../../test/servers/corpus/histories.js';
import { grouped } from '../../src/grouped.js';

/** One migration of a real project as the pull request that brought it: its predecessors are merged. */
export interface Proposal {
  readonly project: string;
  readonly version: string;
  readonly history: HistoryInput;
}

/** The server whose words count. */
export interface Target {
  readonly engine: Dialect;
  readonly version: string;
  /** Nobody named the version. */
  readonly assumed: boolean;
}

/** Every migration of a project in turn, its rollback with it, on top of all that the tool ran before. */
export function proposalsOf({ name, histories }: Project, target: Target): readonly Proposal[] {
  return histories.flatMap((history) => {
    const { engine: dialect, version, assumed } = target;
    const environments = [{ name: 'default', version, assumed, variables: {} }];
    return proposedInTurn(history.merged).map(({ merged, proposed }) => ({
      project: name,
      version: proposed[0]?.version ?? '',
      history: { ...history, dialect, environments, merged, proposed },
    }));
  });
}

interface Turn {
  readonly merged: readonly MigrationInput[];
  readonly proposed: readonly MigrationInput[];
}

function proposedInTurn(files: readonly MigrationInput[]): readonly Turn[] {
  const versions = [...new Set(files.map(({ version }) => version))];
  const byVersion = grouped(files, ({ version }) => version);
  const merged: MigrationInput[] = [];
  return versions.map((version) => {
    const own = byVersion.get(version) ?? [];
    const turn: Turn = { merged: [...merged], proposed: own.map((file) => ({ ...file, status: 'added' })) };
    merged.push(...own);
    return turn;
  });
}
