import { code, defineRule, isAtStake, subjectOf } from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const notNullDropped = defineRule({
  id: 'not-null-dropped',
  summary: 'A column that was NOT NULL may hold NULL',
  question: 'What must readers expect once a column may be NULL?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['setColumnNullable', 'redefineColumn'],
  check(change) {
    const { operation, column } = change;
    const before = column(operation.table, operation.column);
    if (!before || before.nullable || before.identity !== undefined || !becomesNullable(change))
      return undefined;
    if (!isAtStake(change, operation.table) || change.isNewColumn(operation.table, operation.column))
      return undefined;
    const subject = subjectOf(operation.table, operation.column);
    return {
      subject,
      headline: `${code(subject)} may be NULL from now on`,
      message: `Code that reads ${code(subject)} and never met NULL meets it: a crash where the type does not allow it, ${code('NOT IN')} that finds nothing, sums and comparisons that leave rows out.`,
      remedy:
        'Release readers that cope with NULL first. To make a value optional, a default that means "none" keeps NOT NULL.',
    };
  },
});

function becomesNullable({ operation, after }: Change<'setColumnNullable' | 'redefineColumn'>): boolean {
  if (operation.kind === 'setColumnNullable') return operation.nullable;
  const { name, nullable } = operation.definition;
  return nullable === true && after.dialect !== 'postgres' && name !== '';
}
