import { code, defineRule, quoteString, sqlNameOf, subjectOf } from '../src/engine/rule.js';
import type { Catalog, Change } from '../src/engine/rule.js';

export const enumValueRenamed = defineRule({
  id: 'enum-value-renamed',
  summary: 'A value of an enum gets another name, which running code does not know',
  question: 'How do I rename an enum value without breaking running code?',
  dialects: ['postgres'],
  severity: 'warning',
  on: ['renameEnumValue'],
  check(change) {
    const { operation, server, isRollback } = change;
    if (isRollback || isAddedHere(change)) return undefined;
    const type = subjectOf(operation.type);
    return {
      subject: type,
      headline: `Running code that writes or compares ${code(operation.value)} fails once it is ${code(operation.to)}`,
      message: `The rename changes one row of the catalog, and all rows at once say ${code(operation.to)}. Code that still says ${code(operation.value)}, also in a WHERE, gets ${code('22P02')} (invalid input value for enum ${code(type)}), and code that reads meets a value that it does not know.`,
      remedy: `Add ${code(operation.to)} as a further value; release code that reads both; release code that writes the new one; convert the old rows in batches. The old value stays in the type and costs nothing.`,
      recipe: [
        {
          kind: 'migration',
          title: 'Add the new value beside the old one',
          text: `ALTER TYPE ${sqlNameOf(server, operation.type)} ADD VALUE ${quoteString(server.dialect, operation.to)} AFTER ${quoteString(server.dialect, operation.value)};`,
          transaction: 'none',
        },
      ],
    };
  },
});

/** The value, or the whole type, was added by this pull request: nobody says it yet. */
function isAddedHere({ start, before, operation }: Change<'renameEnumValue'>): boolean {
  const holds = ({ types }: Catalog): boolean =>
    [...types.values()].some(
      ({ name, definition }) =>
        name.name === operation.type.name &&
        definition.kind === 'enum' &&
        definition.values.includes(operation.value),
    );
  return holds(before) && !holds(start);
}
