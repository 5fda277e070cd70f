import {
  code,
  defineMigrationRule,
  findTable,
  serverText,
  subjectOf,
  validateStep,
} from '../src/engine/rule.js';
import type { Operation, Table } from '../src/engine/rule.js';

export const constraintNeverValidated = defineMigrationRule({
  id: 'constraint-never-validated',
  summary: 'A constraint of an earlier migration is still NOT VALID on a table that this one changes',
  question: 'How do I validate a constraint that was left NOT VALID?',
  dialects: ['postgres'],
  severity: 'advice',
  check({ changes, start, end, server, isRollback }) {
    if (isRollback) return undefined;
    const replaced = new Set(changes.flatMap(({ statement }) => statement.operations.flatMap(droppedName)));
    const seen = new Set<string>();
    for (const [index, { statement }] of changes.entries()) {
      for (const operation of statement.operations) {
        if (statement.head !== 'ALTER TABLE' || !('table' in operation) || !operation.table) continue;
        const name = subjectOf(operation.table);
        if (seen.has(name)) continue;
        seen.add(name);
        const left = danglingIn(findTable(start, operation.table), findTable(end, operation.table), replaced);
        if (!left) continue;
        return {
          subject: name,
          headline: `${code(left.name)} of ${code(name)} was never validated`,
          message: `An earlier migration added ${code(left.name)} with NOT VALID, and none has validated it since. Rows from before then may break it, ${serverText(server)} does not use it in plans, and it proves nothing to SET NOT NULL or ATTACH PARTITION.`,
          remedy: 'Validate it in a migration of its own; reads and writes go on meanwhile.',
          recipe: [validateStep(server, operation.table, left.name)],
          table: operation.table,
          at: { index },
        };
      }
    }
    return undefined;
  },
});

function droppedName(operation: Operation): readonly string[] {
  return operation.kind === 'dropConstraint' && operation.name !== undefined ? [operation.name] : [];
}

/** Not one that this change drops, even where it adds another of its name. */
function danglingIn(before: Table | undefined, after: Table | undefined, replaced: ReadonlySet<string>) {
  const open = (table: Table | undefined) =>
    table?.constraints.filter((one) => !one.validated && one.enforced) ?? [];
  const left = new Set(open(after).map(({ name }) => name));
  return open(before).find(({ name }) => left.has(name) && !replaced.has(name));
}
