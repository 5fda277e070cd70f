import {
  code,
  concurrentIndexStep,
  defineStatementRule,
  isInBody,
  outsideTransaction,
  recipeName,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Operation, RecipeStep, ServerVersion } from '../src/engine/rule.js';

export const transactionNotAllowed = defineStatementRule({
  id: 'transaction-not-allowed',
  summary:
    'A statement that the server refuses inside a transaction, a DO block or a file sent as one string',
  question: 'How do I run a statement that refuses to be in a transaction?',
  dialects: ['postgres'],
  severity: 'blocker',
  supersedes: ['statement-refused', 'table-rewritten-by-maintenance'],
  check(change) {
    const { statement, migration, server } = change;
    const whole = statement.impact.statement;
    const refused = whole.kind === 'decided' ? whole.impact.refused : undefined;
    if (refused?.code !== '25001') return undefined;
    const [operation] = statement.operations;
    const what = refused.reason.replace(/ cannot run .*$/, '');
    // The statement inside says where, and what to do.
    if (operation?.kind === 'runBlock') return undefined;
    const isBlock = isInBody(change);
    const isTool = !isBlock && migration.transaction === 'file';
    const where = isBlock
      ? 'A DO block is one transaction, from its first line to its last.'
      : isTool
        ? 'The migration tool runs this file in one transaction: it says BEGIN first, or sends the file as one string, which the server runs as one.'
        : 'The file has opened a transaction with BEGIN.';
    return {
      subject: operation && 'table' in operation && operation.table ? subjectOf(operation.table) : what,
      headline: `${code(what)} fails: the server refuses it inside a transaction`,
      message: `${where} ${code(what)} commits by itself, so the server refuses it there with \`25001\` and the migration stops.`,
      remedy: isBlock
        ? 'Take the statement out of the DO block, into a migration of its own that the tool does not wrap in a transaction.'
        : isTool
          ? `Put the statement alone into a migration that the tool does not wrap in a transaction. ${outsideTransaction(migration)}`
          : 'Move the statement behind COMMIT, or into a migration of its own.',
      recipe: statement.operations.length === 1 && operation ? stepFor(server, operation) : [],
    };
  },
});

/** The statement alone in its file, where it can be written again. */
function stepFor(server: ServerVersion, operation: Operation): readonly RecipeStep[] {
  const alone = (text: string): readonly RecipeStep[] => [
    { kind: 'migration', title: 'The statement, alone in its file', text, transaction: 'none' },
  ];
  switch (operation.kind) {
    case 'addIndex': {
      const { index, table } = operation;
      const columns = index.parts.flatMap(({ column }) => column ?? []);
      return [
        concurrentIndexStep(server, table, index, index.name ?? recipeName(table.name, ...columns, 'idx')),
      ];
    }
    case 'dropIndex':
      return alone(
        `DROP INDEX CONCURRENTLY ${operation.ifExists ? 'IF EXISTS ' : ''}${sqlNameOf(server, operation.index)};`,
      );
    case 'detachPartition':
      return alone(
        `ALTER TABLE ${sqlNameOf(server, operation.table)} DETACH PARTITION ${sqlNameOf(server, operation.partition)} CONCURRENTLY;`,
      );
    case 'addEnumValue':
      return alone(
        `ALTER TYPE ${sqlNameOf(server, operation.type)} ADD VALUE IF NOT EXISTS '${operation.value.replaceAll("'", "''")}'${beside(operation)};`,
      );
    default:
      return [];
  }
}

function beside({
  before,
  after,
}: {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}): string {
  const at = before ?? after;
  return at === undefined
    ? ''
    : ` ${before === undefined ? 'AFTER' : 'BEFORE'} '${at.replaceAll("'", "''")}'`;
}
