import { code, countRowsQuery, defineRule, isAtStake, quoteName, subjectOf } from '../src/engine/rule.js';

export const rowsWithNull = defineRule({
  id: 'rows-with-null',
  summary: 'Without strict sql_mode, NOT NULL turns every NULL into 0 or the empty string',
  question: 'How do I turn NULL into real values before NOT NULL?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['redefineColumn'],
  check(change) {
    const { operation, column, before, server } = change;
    const ref = operation.table;
    const old = column(ref, operation.column);
    const mode = before.session.variables['sql_mode'];
    if (!old?.nullable || operation.definition.nullable !== false || mode === undefined) return undefined;
    if (
      /strict_|traditional/i.test(mode) ||
      !isAtStake(change, ref) ||
      change.isNewColumn(ref, operation.column)
    )
      return undefined;
    const subject = subjectOf(ref, operation.column);
    return {
      subject,
      headline: `Every NULL in ${code(subject)} silently becomes a value: this session is not strict`,
      message: `With strict ${code('sql_mode')} the first NULL would stop the statement with an error. This session runs without it (${code(`sql_mode=${mode}`)}): each NULL is replaced by 0, the empty string, the zero date or the first value of an ENUM, with no more than a warning, and no row tells afterwards that it held NULL.`,
      remedy: `Set strict mode for the statement (${code("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')")}), fill the NULLs with values that are meant, and let the server refuse when one was forgotten.`,
      recipe: [
        countRowsQuery(
          server,
          ref,
          `${quoteName(server, operation.column)} IS NULL`,
          'Count the rows that would change',
        ),
      ],
    };
  },
});
