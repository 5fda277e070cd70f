import { code, defineRule, findTable, isAtStake, subjectOf } from '../src/engine/rule.js';

export const checkDropped = defineRule({
  id: 'check-dropped',
  summary: 'A CHECK constraint is dropped',
  question: 'What should I make sure of before I drop a CHECK constraint?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['dropConstraint'],
  check(change) {
    const { operation, table, end } = change;
    const ref = operation.table;
    const dropped = table(ref)?.constraints.find(
      ({ name }) => name.toLowerCase() === operation.name?.toLowerCase(),
    );
    const left = findTable(end, ref);
    if (dropped?.kind !== 'check' || !left || !isAtStake(change, ref)) return undefined;
    // IS NOT NULL that proved a NOT NULL, or a CHECK that comes back in another form.
    if (left.constraints.some(({ name }) => name === dropped.name) || provesNotNull(dropped.expression.text))
      return undefined;

    const subject = subjectOf(ref, dropped.name);
    return {
      subject,
      headline: `${code(subjectOf(ref))} accepts rows that ${code(dropped.name)} refused`,
      message: `Nothing in the database holds ${code(dropped.expression.text)} any more. Code that reads the rows and relies on it meets values that it never met before.`,
      remedy:
        'Drop it only after every reader copes with such rows. To change it, add the new CHECK before the old one is dropped.',
    };
  },
});

function provesNotNull(expression: string): boolean {
  return /^\(*[\w"`.]+ is not null\)*$/i.test(expression.slice(0, 200));
}
