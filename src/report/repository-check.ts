import { fit, fixed, optional } from './budget.js';
import { count } from './counting.js';
import { codeName, markdown } from './markdown.js';
import { correctionWords } from './owner-notes.js';
import { grantProblems, type GrantFacts } from './grant-words.js';
import type { CheckPlan } from './plan.js';
import { requiredWords, requirementProblems, type RequiredFacts } from './set-up-words.js';

const LONGEST_SUMMARY = 60_000;
const MOST_LINES = 100;

/** What was found in a repository, for its check. */
export interface RepositoryFacts {
  readonly histories: readonly {
    readonly path: string;
    readonly layout: string;
    readonly migrations: number;
  }[];
  /** What keeps Precheck, or the right people, from the migrations. `text`: prose with code spans. */
  readonly troubles: readonly {
    readonly file: string;
    readonly line: number | null;
    readonly text: string;
    readonly correction: string | null;
  }[];
  readonly required: RequiredFacts;
  readonly granted: GrantFacts;
}

/**
 * The check of a branch as it is, outside of any pull request. It always succeeds: a check can be chosen as required only
 * after it has succeeded once, and nothing here waits for anybody.
 */
export function repositoryCheck({ histories, troubles, required, granted }: RepositoryFacts): CheckPlan {
  const wrong = [...grantProblems(granted), ...requirementProblems(required)].map(markdown);
  const found =
    histories.length === 0
      ? 'No SQL migrations found'
      : `${count(histories.length, 'migration history', 'migration histories')} found`;
  const title =
    troubles.length + wrong.length === 0
      ? `Ready: ${found}`
      : `${count(troubles.length + wrong.length, 'thing')} to mend. ${found}`;
  const blocks = [
    fixed(`**${markdown(title)}**`),
    fixed(
      `From now on, each pull request gets a check named \`precheck\`. ${markdown(requiredWords(required))}`,
    ),
    ...list(
      'To mend',
      wrong.concat(
        troubles.map(({ file, line, text, correction }) => {
          const place = codeName(line === null ? file : `${file}:${String(line)}`);
          return `${place}: ${markdown(text)}${correctionWords(line, correction)}`;
        }),
      ),
      1,
    ),
    ...list(
      'Migrations',
      histories.map(
        ({ path, layout, migrations }) => `${codeName(path)}: ${count(migrations, 'file')} (${layout})`,
      ),
      2,
    ),
  ];
  return {
    conclusion: 'success',
    title,
    summary: fit(blocks, LONGEST_SUMMARY),
    text: null,
    annotations: [],
    buttons: [],
  };
}

function list(title: string, lines: readonly string[], order: number) {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_LINES).map((line) => `- ${line}`);
  const left = lines.length - shown.length;
  const more = left > 0 ? `\n\n${count(left, 'more')}` : '';
  return [optional(`### ${title}\n\n${shown.join('\n')}${more}`, order)];
}
