import {
  code,
  createIndexSql,
  defineRule,
  findIndexByName,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';

/** Statements looked at before the index: the one that drops it stands close by. */
const LOOK_BACK = 50;

export const indexRetrySkipsInvalid = defineRule({
  id: 'index-retry-skips-invalid',
  summary: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS takes the invalid index of a failed try for the real one',
  question: 'How do I retry CREATE INDEX CONCURRENTLY after it failed?',
  dialects: ['postgres'],
  severity: 'advice',
  on: ['addIndex'],
  check({ operation, statement, statements, index: at, before, isNew, server, table: find }) {
    const { table, index, concurrently, ifNotExists } = operation;
    const whole = statement.impact.statement;
    if (!concurrently || !ifNotExists || index.name === undefined || isNew(table)) return undefined;
    if (whole.kind === 'undecided' || whole.impact.refused) return undefined;
    const schema = find(table)?.name.schema ?? table.schema;
    if (findIndexByName(before, { schema, name: index.name })) return undefined;
    const isDropped = statements
      .slice(Math.max(0, at - LOOK_BACK), at)
      .some(({ operations }) =>
        operations.some((one) => one.kind === 'dropIndex' && one.index.name === index.name),
      );
    if (isDropped) return undefined;
    const isUnread = statements
      .slice(Math.max(0, at - LOOK_BACK), at)
      .some(({ operations }) => operations.some(({ kind }) => kind === 'executeDynamic'));
    const name = sqlNameOf(server, { schema: table.schema, name: index.name });
    return {
      subject: subjectOf({ name: index.name }),
      headline: `A second try ${isUnread ? 'may' : 'would'} keep ${code(index.name)} invalid and call it done`,
      message: `When a concurrent build fails, of a duplicate, a deadlock or a timeout, ${code(index.name)} stays behind as INVALID: every write keeps it up to date, no query uses it, and a unique one promises nothing. The next run meets a name that exists, skips the build and reports success.${isUnread ? ' An earlier statement runs SQL that is put together when it runs: if that drops invalid indexes of this name, nothing is wrong.' : ''}`,
      remedy: 'Drop what a failed try may have left first, and create the index without IF NOT EXISTS.',
      replacement: {
        kind: 'statement',
        text: `DROP INDEX CONCURRENTLY IF EXISTS ${name};\n${createIndexSql(server, table, index, { concurrently: true })}`,
      },
    };
  },
});
