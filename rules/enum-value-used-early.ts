import { code, defineMigrationRule, serverText, subjectOf } from '../src/engine/rule.js';
import type { Operation, OperationOf, StatementChange } from '../src/engine/rule.js';

type Added = OperationOf<'addEnumValue'>;

/** New values of one transaction that are looked for; more than a type gets in one go. */
const MOST = 20;

export const enumValueUsedEarly = defineMigrationRule({
  id: 'enum-value-used-early',
  summary: 'A new ENUM value is used in the transaction that adds it',
  question: 'How do I add an enum value and use it?',
  dialects: ['postgres'],
  severity: 'blocker',
  check({ changes, server }) {
    let added: Added[] = [];
    let transaction: number | undefined;
    for (const [index, change] of changes.entries()) {
      const { statement } = change;
      if (statement.transaction === undefined || statement.transaction !== transaction) added = [];
      transaction = statement.transaction;
      for (const operation of statement.operations) {
        const written = added.find((one) => mentions(operation, one));
        const value = written ?? added.find((one) => mayWrite(change, operation, one));
        if (value) {
          const name = code(value.value);
          return {
            subject: subjectOf(value.type),
            severity: written ? 'blocker' : 'warning',
            headline: `${code(statement.head)} fails${written ? '' : ` if it uses ${name}`}: the new value ${name} is not committed yet`,
            message: `${serverText(server)} lets nobody use a value that ALTER TYPE … ADD VALUE adds before its transaction commits: not even this transaction. A statement that does fails with \`55P04\`, and the migration with it.`,
            remedy:
              'Move what uses the value into a later migration, which runs in a transaction of its own.',
            at: { index, operation },
          };
        }
        if (
          operation.kind === 'addEnumValue' &&
          statement.transaction !== undefined &&
          isUnsafe(change, operation)
        )
          added = [...added, operation].slice(-MOST);
      }
    }
    return undefined;
  },
});

/** From 17 on the values of a type that the same transaction created may be used at once. */
function isUnsafe({ before, server, statement }: StatementChange, { type }: Added): boolean {
  const whole = statement.impact.statement;
  if (whole.kind === 'undecided' || whole.impact.refused) return false;
  const created = before.session.newTypes?.some((key) => key.endsWith(`\u0000${type.name}`)) ?? false;
  return !(created && server.major >= 17);
}

/** The value stands in the statement as a string. */
function mentions(operation: Operation, { value }: Added): boolean {
  return (
    operation.kind !== 'addEnumValue' &&
    JSON.stringify(operation).includes(JSON.stringify(`'${value.replaceAll("'", "''")}'`).slice(1, -1))
  );
}

/** Rows are written into a column of the type: which values cannot be told. */
function mayWrite({ table }: StatementChange, operation: Operation, { type }: Added): boolean {
  if (operation.kind !== 'insert' && operation.kind !== 'update') return false;
  const tables = operation.kind === 'insert' ? [operation.table] : operation.tables;
  return tables.some((name) =>
    table(name)?.columns.some(
      (column) =>
        column.type.name === type.name &&
        (operation.columns.length === 0 || operation.columns.includes(column.name)),
    ),
  );
}
