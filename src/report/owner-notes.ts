import { optional, type Block } from './budget.js';
import { count } from './counting.js';
import { markdown } from './markdown.js';
import { placeLink, type Commit } from './permalink.js';
import { codeSpan } from './prose.js';

/** What is wrong with the owners of proposed migrations, as the base branch names them. */
export interface OwnerNotes {
  readonly problems: readonly {
    readonly path: string;
    readonly line: number | null;
    /** Prose. */
    readonly message: string;
    /** The line as it should be, in the place of `line` or, where that is null, at the end. */
    readonly correction: string | null;
  }[];
  /** The base branch's. */
  readonly commit: Commit;
}

const MOST_NOTES = 20;

/** The notes folded up: they concern who looks after CODEOWNERS more than the author. */
export function ownerBlocks(notes: OwnerNotes | undefined): readonly Block[] {
  if (notes === undefined || notes.problems.length === 0) return [];
  const { problems, commit } = notes;
  const lines = problems.slice(0, MOST_NOTES).map(({ path, line, message, correction }) => {
    const place = placeLink(line === null ? undefined : commit, path, line ?? undefined);
    return `- ${place}: ${markdown(message)}${correctionWords(line, correction)}`;
  });
  const left = problems.length - lines.length;
  const title = `Owners: ${count(problems.length, 'thing keeps', 'things keep')} GitHub from asking the right people`;
  const more = left > 0 ? `\n\n${String(left)} more.` : '';
  return [optional(`<details><summary>${title}</summary>\n\n${lines.join('\n')}${more}\n\n</details>`, 5)];
}

/** A longer line would be cut, and nobody can write what is cut. */
const LONGEST_LINE = 200;

/** " Write `…`": what to put in the place of a line, or (null) at the end of the file. Markdown. */
export function correctionWords(line: number | null, correction: string | null): string {
  if (correction === null || correction.length > LONGEST_LINE) return '';
  return ` ${line === null ? 'Add' : 'Write'} ${markdown(codeSpan(correction))}`;
}
