import { code, codeList, defineRule, isAtStake, subjectOf } from '../src/engine/rule.js';

export const onUpdateTimestampTouched = defineRule({
  id: 'on-update-timestamp-touched',
  summary: 'A change of rows sets their ON UPDATE timestamps to now as well',
  question: 'How do I change rows without touching their timestamps?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['update'],
  check(change) {
    const { operation, table } = change;
    for (const name of operation.tables) {
      if (!isAtStake(change, name)) continue;
      const written = new Set(operation.columns.map((column) => column.toLowerCase()));
      const touched = (table(name)?.columns ?? [])
        .filter((column) => column.onUpdate && !written.has(column.name.toLowerCase()))
        .map((column) => column.name);
      if (touched.length === 0) continue;
      const subject = subjectOf(name);
      return {
        subject,
        table: name,
        headline: `Every changed row of ${code(subject)} gets ${codeList(touched)} of now`,
        message: `${codeList(touched)} is ON UPDATE CURRENT_TIMESTAMP: this UPDATE sets it in every row that it changes. Whatever goes by it, such as exports, caches and "last changed" in the product, takes all of them for new.`,
        remedy: `Where that is not meant, set the column to itself: ${code(touched.map((column) => `${column} = ${column}`).join(', '))}.`,
      };
    }
    return undefined;
  },
});
