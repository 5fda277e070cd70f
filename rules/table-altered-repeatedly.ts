import { code, defineMigrationRule, serverText, subjectOf } from '../src/engine/rule.js';

export const tableAlteredRepeatedly = defineMigrationRule({
  id: 'table-altered-repeatedly',
  summary: 'Several ALTER TABLE of one file each rewrite the same table',
  dialects: ['postgres'],
  severity: 'advice',
  check({ changes, server }) {
    const rewritten = new Set<string>();
    for (const [index, { statement, isNew }] of changes.entries()) {
      const whole = statement.impact.statement;
      const [operation] = statement.operations;
      if (statement.head !== 'ALTER TABLE' || whole.kind === 'undecided' || whole.impact.refused) continue;
      if (!operation || !('table' in operation) || !operation.table || isNew(operation.table)) continue;
      if (whole.impact.work !== 'rebuild') continue;
      const name = subjectOf(operation.table);
      if (rewritten.has(name)) {
        return {
          subject: name,
          headline: `${code(name)} is rewritten once more than needed`,
          message: `An earlier statement of this file rewrites ${code(name)} already, and this one does it again. One ALTER TABLE with both actions makes ${serverText(server)} rewrite the table and its indexes once.`,
          remedy:
            'Write the actions into one ALTER TABLE. Leave the drop of a CHECK out that proves a SET NOT NULL: drops run first, and the proof would be gone.',
          table: operation.table,
          at: { index, operation },
        };
      }
      rewritten.add(name);
    }
    return undefined;
  },
});
