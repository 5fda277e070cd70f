import {
  code,
  defineStatementRule,
  findTable,
  MAX_ROW_BYTES,
  rowBytes,
  serverText,
  subjectOf,
} from '../src/engine/rule.js';

export const rowSizeExceeded = defineStatementRule({
  id: 'row-size-exceeded',
  summary: 'The columns of a table together are longer than a row may be',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['algorithm-clause', 'table-copied', 'table-blocked', 'table-rebuilt'],
  check({ statement, before, after, server }) {
    const [first] = statement.operations;
    const ref = first && 'table' in first ? first.table : undefined;
    const whole = statement.impact.statement;
    const next = ref && findTable(after, ref);
    if (!next || next.uncertain.length > 0) return undefined;
    if (whole.kind === 'decided' && whole.impact.refused) return undefined;
    const last = findTable(before, ref);
    const bytes = rowBytes(next);
    if (bytes <= MAX_ROW_BYTES || (last && rowBytes(last) > MAX_ROW_BYTES)) return undefined;

    const subject = subjectOf(ref);
    return {
      subject,
      table: ref,
      headline: `Row size too large: ${serverText(server)} refuses this definition of ${code(subject)}`,
      message: `The columns of ${code(subject)} take ${bytes.toLocaleString('en')} bytes or more when they are full, and a row may have ${MAX_ROW_BYTES.toLocaleString('en')}: a VARCHAR counts with its whole length, times the bytes of its longest character. The statement fails with error 1118, whatever the rows hold, and the migration stops there.`,
      remedy: `Make long columns ${code('TEXT')} (each counts as about ten bytes), or shorter; or put some of them into a table of their own.`,
    };
  },
});
