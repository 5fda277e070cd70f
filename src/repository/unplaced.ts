import { CONFIG_PATH } from '../config/repo-config.js';
import type { Notice } from '../engine/finding.js';
import type { InputProblem } from '../engine/review-input.js';

import { leftOut, unlistedFolders, type LeftOut, type SearchedPlaces } from '../migrations/left-out.js';
import type { Compared } from './compare.js';
import { pathSpan } from './path-span.js';

/** What is said of changed SQL that no history takes. */
export interface Unplaced {
  /** Gaps: somebody has to look. */
  readonly problems: readonly InputProblem[];
  readonly notices: readonly Notice[];
}

/**
 * Names the changed SQL files that look like migrations and are in no history. Where the configuration says which folders
 * there are, each is a gap; beside discovered migrations a name without a version is only told.
 */
export function unplaced({ base, head, changes, migrations, found }: Compared): Unplaced {
  const paths = [...new Set([...base.entries.keys(), ...head.entries.keys()])];
  const left = leftOut(changes, { paths, configured: migrations, histories: found.histories });
  const isNotice = ({ why, entry }: LeftOut): boolean => why === 'unnamed' && entry === undefined;
  return {
    problems: left
      .filter((one) => !isNotice(one))
      .map((one) => ({
        kind: 'file-unplaced',
        file: one.path,
        line: 1,
        column: null,
        reason: `${wordsOf(one, migrations)} It was not judged.`,
      })),
    notices: left.filter(isNotice).map((one) => ({
      file: one.path,
      line: null,
      text: `${wordsOf(one, migrations)} It was not judged.`,
    })),
  };
}

/** The folders that look like migrations and are in no entry, for who examines a repository. */
export function unlistedProblems(places: SearchedPlaces): readonly InputProblem[] {
  return unlistedFolders(places).map(({ path, files }) => {
    const count = files === 1 ? '1 file' : `${String(files)} files`;
    const reason = `${pathSpan(path)} (${count}) looks like a folder of migrations, and no entry of \`migrations\` names it: changes there are not judged. Add it, with \`reviewed: false\` where nobody has to look.`;
    return { kind: 'configuration', file: CONFIG_PATH, line: null, column: null, reason };
  });
}

function wordsOf({ why, folder, entry }: LeftOut, configured: Compared['migrations']): string {
  const { layout, engine } = (entry === undefined ? undefined : configured[entry]) ?? {};
  const place = pathSpan(folder === '' ? '.' : folder);
  switch (why) {
    case 'unlisted':
      return `This file is named like a migration, and no entry of \`migrations\` in ${pathSpan(CONFIG_PATH)} names its folder ${place}.`;
    case 'beside-moved':
      return `Merged migrations were moved to the folder of this file, ${place}, which no entry of \`migrations\` in ${pathSpan(CONFIG_PATH)} names.`;
    case 'unfit': {
      const asked = [layout === 'auto' ? undefined : layout, engine].filter((word) => word !== undefined);
      const how = asked.length === 0 ? '' : ` (${asked.join(', ')})`;
      return `This file is named like a migration, but not as the entry for ${place}${how} wants it.`;
    }
    case 'unnamed':
      return `The name of this file is not that of a migration, as those of others in ${place} are.`;
  }
}
