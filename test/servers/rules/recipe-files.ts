import type { Example } from '../../../scripts/rules/page.js';
import type { ProposedFile } from '../../../scripts/rules/run-example.js';
import type { RecipeStep } from '../../../src/engine/finding.js';

/** The name of a file that is run in its place and need only be accepted: a query or a script. */
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
    const sql = sqlByHand(step);
    return sql === undefined
      ? []
      : [{ path: `${number}_${BY_HAND}.sql`, sql, transaction: 'none', status: 'added' }];
  });
}

/**
 * What a step that is no migration sends to the server. Undefined of commands, and where a place for a value of the
 * author's is left open. What is watched takes no part in a block that commits: `batches.test.ts` runs those whole.
 */
function sqlByHand({ kind, text }: RecipeStep): string | undefined {
  if (kind === 'command' || text.includes('…')) return undefined;
  return text.replace(/^\\watch .*$/m, '').replace(/^ *COMMIT;$/m, '');
}
