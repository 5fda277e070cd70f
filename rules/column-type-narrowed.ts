import {
  code,
  countRowsQuery,
  defineRule,
  isAtStake,
  isEmptied,
  narrowing,
  subjectOf,
  tableDump,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const columnTypeNarrowed = defineRule({
  id: 'column-type-narrowed',
  summary: 'A column gets a type that cannot hold all values which it may hold',
  question: 'How do I narrow a column without losing or refusing data?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  on: ['redefineColumn', 'changeColumnType'],
  check(change) {
    const { operation, column, server } = change;
    const ref = operation.table;
    const before = column(ref, operation.column);
    if (!before || before.generated || !isAtStake(change, ref) || change.isNewColumn(ref, operation.column))
      return undefined;
    const type = operation.kind === 'redefineColumn' ? operation.definition.type : operation.type;
    const lost = narrowing(server, before, type);
    if (!lost || isEmptied(change, ref)) return undefined;
    const subject = subjectOf(ref, operation.column);
    return {
      subject,
      headline: `${code(subject)} has no room for values ${lost.values} once it is ${code(type.text)}`,
      message: `${code(subject)} may hold values ${lost.values}; ${code(type.text)} cannot. ${fateOf(change, lost.silent)}`,
      remedy: `Run the query first, on production. If it counts rows, decide what becomes of them, and release code that no longer writes such values before the type changes. A wider type than needed costs next to nothing.`,
      recipe: [
        countRowsQuery(server, ref, lost.condition, 'Count the rows that do not fit'),
        ...(lost.silent || isLoose(change) ? [tableDump(server, ref)] : []),
      ],
    };
  },
});

type Narrowing = Change<'redefineColumn' | 'changeColumnType'>;

function fateOf(change: Narrowing, silent: boolean): string {
  const { operation, server } = change;
  const later = 'running code that still writes one gets the same';
  if (server.dialect === 'postgres') {
    if (silent)
      return `PostgreSQL rounds or cuts the rows that hold one, without an error, and they cannot be got back; ${later}.`;
    const { using } = operation as { readonly using?: unknown };
    return using === undefined
      ? `One such row makes the statement fail after the table was read; ${later} error.`
      : 'The conversion in USING decides what becomes of them: an explicit cast to a shorter string cuts without an error. Running code that still writes one gets an error.';
  }
  if (silent)
    return `The server rounds or cuts the rows that hold one with no more than a note, in strict mode too, and they cannot be got back; ${later}.`;
  return isLoose(change)
    ? `This session's ${code('sql_mode')} is not strict: the rows that hold one are cut or set to the nearest value without an error, and cannot be got back.`
    : `One such row makes the statement fail (error 1264, 1265 or 1406) after the table was copied; ${later} error. Without strict ${code('sql_mode')} the values are cut without an error.`;
}

/** Whether the session is known to store a value that does not fit without an error. */
function isLoose({ server, before }: Narrowing): boolean {
  const mode = before.session.variables['sql_mode'];
  return server.dialect !== 'postgres' && mode !== undefined && !/strict_|traditional/i.test(mode);
}
