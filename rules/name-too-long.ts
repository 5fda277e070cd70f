import { code, cutName, defineStatementRule, namesMadeBy } from '../src/engine/rule.js';

export const nameTooLong = defineStatementRule({
  id: 'name-too-long',
  summary: 'A new name is longer than PostgreSQL keeps, and is cut without an error',
  question: 'How long may a name be in PostgreSQL?',
  dialects: ['postgres'],
  severity: 'advice',
  check({ statement, isRollback }) {
    const made = new Set(statement.operations.flatMap(namesMadeBy));
    const name = statement.cutNames?.find((one) => made.has(cutName(one)));
    if (name === undefined || isRollback) return undefined;
    return {
      subject: cutName(name),
      headline: `PostgreSQL cuts a name of ${String(Buffer.byteLength(name))} bytes to 63`,
      message: `The object is called ${code(cutName(name))}, not ${code(name)}: PostgreSQL keeps 63 bytes of a name and says so in a notice that no migration tool shows. SQL that writes the long name still finds it, code that compares names (an ORM, a check whether the index exists) does not, and a second name with the same beginning fails as a duplicate.`,
      remedy: 'Choose a name of at most 63 bytes; an umlaut takes two of them.',
    };
  },
});
