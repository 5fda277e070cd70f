import type { Example } from '../../../scripts/rules/page.js';
import type { ProposedFile } from '../../../scripts/rules/run-example.js';
import type { RecipeStep } from '../../../src/engine/finding.js';

/** The name of a file that is run in its place and need only be accepted: a query, or what a command sends. */
const BY_HAND = 'by-hand';

export function isByHand(path: string): boolean {
  return path.includes(BY_HAND);
}

/** Every step of a recipe that a server can be asked, in order, as files. */
export function sequenceOf(example: Example, recipe: readonly RecipeStep[]): readonly ProposedFile[] {
  return recipe.flatMap((step, index): readonly ProposedFile[] => {
    const number = String(index + 1001);
    if (step.kind === 'migration') {
      const transaction = step.transaction ?? example.transaction;
      return [{ path: `${number}_recipe.sql`, sql: step.text, transaction, status: 'added' }];
    }
    const sql = step.kind === 'query' ? step.text : sqlOfCommand(step.text);
    return sql === undefined
      ? []
      : [{ path: `${number}_${BY_HAND}.sql`, sql, transaction: 'none', status: 'added' }];
  });
}

/**
 * What a batch of psql or mysql sends, for its first range of keys. Undefined of other commands, and where a place for a
 * value of the author's is left open.
 */
function sqlOfCommand(command: string): string | undefined {
  const heredoc = /<<'SQL'\n(.*?)\nSQL$/ms.exec(command)?.[1]?.replace(/^\\watch .*$/m, '');
  const quoted = /mysql -e "(.*?)"/s.exec(command)?.[1];
  const text = heredoc ?? quoted;
  if (text === undefined || text.includes('…')) return undefined;
  return text.replaceAll(/@low\b|:low\b|\$from\b/g, '0').replaceAll(/\$\(\((.*?)\)\)/g, '($1)');
}
