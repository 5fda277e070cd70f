import {
  code,
  codeList,
  columnsSql,
  defineRule,
  findTable,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';

export const foreignKeyWithoutIndex = defineRule({
  id: 'foreign-key-without-index',
  summary: 'No index serves the columns of a new foreign key: each DELETE of a parent reads the whole table',
  question: 'Which index does a new foreign key need?',
  dialects: ['postgres'],
  severity: 'advice',
  on: ['addConstraint'],
  check({ operation, end, server, isRollback, isNew, table: tableBefore }) {
    const { constraint, table: name } = operation;
    if (constraint.kind !== 'foreign-key' || isRollback) return undefined;
    const table = findTable(end, name);
    if (!table || table.uncertain.length > 0) return undefined;
    const { columns, references } = constraint;
    const serves = table.indexes.some(({ parts, method }) => {
      const leading = method === 'gin' || method === 'brin' ? [] : parts.slice(0, columns.length);
      return (
        leading.length === columns.length && leading.every(({ column }) => columns.includes(column ?? ''))
      );
    });
    if (serves) return undefined;
    const subject = subjectOf(name, columns.join(', '));
    const parent = code(subjectOf(references));
    // A CREATE TABLE brings its table with the key.
    const isEmpty = isNew(name) || tableBefore(name) === undefined;
    const [target, key] = [sqlNameOf(server, name), columnsSql(server, columns)];
    return {
      subject,
      headline: `Each DELETE in ${parent} reads all of ${code(subjectOf(name))}: no index on the foreign key`,
      message: `PostgreSQL makes no index for a foreign key. For every row that is deleted from ${parent}, or whose key changes, it looks for rows of ${code(subjectOf(name))} by ${codeList(columns)}, and without an index it reads the whole table each time, while the row stays locked.`,
      remedy: `Create an index that begins with ${codeList(columns)}${isEmpty ? `, in the same file: ${code(`CREATE INDEX ON ${target} ${key}`)}` : ''}. Where rows of ${parent} are never deleted and no query asks for their children, say so in an acknowledgement.`,
      recipe: isEmpty
        ? []
        : [
            {
              kind: 'migration',
              title: 'Build the index while reads and writes go on',
              text: `CREATE INDEX CONCURRENTLY ON ${target} ${key};`,
              transaction: 'none',
            },
          ],
    };
  },
});
