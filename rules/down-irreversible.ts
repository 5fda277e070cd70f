import { catalogDifferences, code, defineMigrationRule } from '../src/engine/rule.js';
import type { Catalog } from '../src/engine/rule.js';

export const downIrreversible = defineMigrationRule({
  id: 'down-irreversible',
  summary: 'A down migration does not bring back the schema that its up migration met',
  question: 'How do I write a down migration that brings the schema back?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  check({ migration, proposed, isRollback, start, end, changes }) {
    const isOwn = proposed.some(
      (one) => one.direction === 'up' && one.version === migration.version && one.status === 'added',
    );
    if (!isRollback || !isOwn || isUncertain(start) || isUncertain(end)) return undefined;
    const differences = catalogDifferences(start, end);
    if (differences.length === 0) return undefined;
    const says = Object.entries(WORDS).flatMap(([how, word]) =>
      differences.filter((one) => one.how === how).map(({ kind, name }) => `${kind} ${code(name)} ${word}`),
    );
    const shown = says.length > MOST ? [...says.slice(0, MOST), `${String(says.length - MOST)} more`] : says;
    return {
      subject: migration.path,
      headline: `Rolling back ${code(migration.version)} leaves another schema than before it`,
      message: `After the up migration and this one, the schema is not the one that the up migration met: ${shown.join(', ')}. Code that is rolled back along with it meets a schema that it was not written for, and running the up migration once more may fail.`,
      remedy:
        'Undo each statement of the up migration, the last one first. What cannot be undone (rows of a dropped column come back from a backup only) belongs into a later migration of its own; or let the down migration fail and say so.',
      at: changes.length > 0 ? { index: 0, operation: changes[0]?.statement.operations[0] } : undefined,
    };
  },
});

/** Differences that are named; the rest is counted. */
const MOST = 5;

/** What becomes of an object in the way back. */
const WORDS = { missing: 'is not there again', added: 'stays', different: 'is not what it was' } as const;

function isUncertain({ uncertain, tables }: Catalog): boolean {
  return uncertain.length > 0 || tables.some((table) => table.uncertain.length > 0);
}
