import { code, defineMigrationRule, isSameTable, sqlNameOf, subjectOf } from '../src/engine/rule.js';
import type { ObjectName, StatementChange } from '../src/engine/rule.js';

export const statisticsMissing = defineMigrationRule({
  id: 'statistics-missing',
  summary: 'A change of type or an index over an expression leaves the planner without statistics',
  question: 'When does a migration have to run ANALYZE?',
  dialects: ['postgres'],
  severity: 'advice',
  offByDefault: true,
  check({ changes, server, isRollback, sizeOf }) {
    if (isRollback) return undefined;
    const index = changes.findIndex((change, at) => {
      const loss = lossOf(change);
      return loss && sizeOf(loss.table) !== 'small' && !isAnalysed(changes.slice(at + 1), loss.table);
    });
    const change = changes[index];
    const loss = change && lossOf(change);
    if (!loss) return undefined;
    const name = code(subjectOf(loss.table));
    const analyse = `ANALYZE ${sqlNameOf(server, loss.table)};`;
    return {
      subject: subjectOf(loss.table),
      table: loss.table,
      at: { index },
      headline: `The planner knows nothing about ${loss.what} of ${name} until somebody runs ANALYZE`,
      message: `${loss.why} Until ANALYZE reads the table, queries of ${name} are planned by guesses, and may read all of it where an index served before. Autovacuum does it only after enough rows have changed, which none has here.`,
      remedy: `Put ${code(analyse)} behind it, in a transaction of its own: it reads a sample and blocks neither reads nor writes.`,
      recipe: [
        {
          kind: 'migration',
          title: 'Gather statistics right after the change',
          text: analyse,
          transaction: 'none',
        },
      ],
    };
  },
});

interface Loss {
  readonly table: ObjectName;
  readonly what: string;
  readonly why: string;
}

function lossOf({ statement, isNew }: StatementChange): Loss | undefined {
  for (const operation of statement.operations) {
    if (operation.kind === 'changeColumnType' && !isNew(operation.table))
      return {
        table: operation.table,
        what: code(operation.column),
        why: `ALTER COLUMN TYPE deletes the statistics of the column, even where no row is touched.`,
      };
    const expression =
      operation.kind === 'addIndex' ? operation.index.parts.find((part) => part.expression) : undefined;
    if (operation.kind === 'addIndex' && expression && !isNew(operation.table))
      return {
        table: operation.table,
        what: code(expression.expression?.text ?? ''),
        why: 'PostgreSQL keeps statistics of an expression once an index holds it, and gathers them with ANALYZE only.',
      };
  }
  return undefined;
}

function isAnalysed(changes: readonly StatementChange[], table: ObjectName): boolean {
  return changes.some(({ statement }) =>
    statement.operations.some(
      (one) =>
        (one.kind === 'maintainTable' && one.how === 'analyze' && isSameTable(one.table, table)) ||
        (one.kind === 'administer' && /analyze/i.test(one.what)),
    ),
  );
}
