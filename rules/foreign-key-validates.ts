import {
  code,
  codeList,
  columnDefinitionSql,
  defineRule,
  foreignKeySteps,
  isSameTable,
  isShutOut,
  lockedWork,
  partitionedForeignKeySteps,
  serverText,
  sqlNameOf,
  strongLocks,
  subjectOf,
} from '../src/engine/rule.js';
import type { RecipeStep } from '../src/engine/rule.js';

export const foreignKeyValidates = defineRule({
  id: 'foreign-key-validates',
  summary: 'A FOREIGN KEY checks every row that is there while writes to both tables wait',
  question: 'How do I add a foreign key without blocking writes to both tables?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addConstraint', 'alterConstraint'],
  check(change) {
    const { operation, server, table, statement, before, isNew } = change;
    const work = lockedWork(change);
    if (!work || !CAUSES.has(work.cause)) return undefined;
    const name = subjectOf(operation.table);
    const key = operation.kind === 'addConstraint' ? operation.constraint : undefined;
    if (key?.kind !== 'foreign-key') {
      return {
        subject: name,
        headline: `Every read and write of ${code(name)} waits while the enforced key checks its rows`,
        message: `${serverText(server)} holds the ${work.mode} lock on ${code(name)} while it checks every row that is there against the constraint that becomes ENFORCED.`,
        remedy:
          'Drop the constraint and add it again with NOT VALID: new rows obey it at once. VALIDATE CONSTRAINT in a later transaction checks the old ones while reads and writes go on.',
      };
    }
    const parent = subjectOf(key.references);
    const parents = parent === name || isNew(key.references) ? [] : [parent];
    const isShut =
      isShutOut(change, operation.table) ||
      strongLocks(change).some(
        (lock) => lock.blocks === 'reads-and-writes' && isSameTable(lock.table, operation.table),
      );
    const [shown, others] = [code(name), codeList(parents)];
    const end = `until that is done${statement.inTransaction ? ' and the transaction commits' : ''}`;
    const added = statement.operations.find(
      (one) => key.inline && one.kind === 'addColumn' && one.column.name === key.columns[0],
    );
    const column = added?.kind === 'addColumn' ? added.column : undefined;
    const addColumn: readonly RecipeStep[] = column
      ? [
          {
            kind: 'migration',
            title: 'Add the column without the key',
            text: `ALTER TABLE ${sqlNameOf(server, operation.table)} ADD COLUMN ${columnDefinitionSql(server, column)};`,
          },
        ]
      : [];
    const isRefused = table(operation.table)?.partitioning !== undefined && server.major < 18;
    return {
      subject: name,
      headline: isShut
        ? `Every read and write of ${shown} waits while the new key checks each row`
        : `Every write to ${codeList([name, ...parents])} waits while the new key checks each row`,
      message: isShut
        ? `${serverText(server)} looks up every row of ${shown} that is there while an ACCESS EXCLUSIVE lock is held on it: every read and write of it waits ${end}.${parents.length > 0 ? ` On ${others} it takes a SHARE ROW EXCLUSIVE lock: every write there waits as long.` : ''}`
        : `${serverText(server)} holds a SHARE ROW EXCLUSIVE lock on ${codeList([name, ...parents])} while it looks up every row of ${shown} that is there: reads go on, every write waits ${end}.`,
      remedy: isRefused
        ? 'Before PostgreSQL 18 the foreign key of a partitioned table cannot be NOT VALID. Add the key to each partition first: ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a later transaction. The key of the parent then takes them over and reads nothing; for that moment it locks the referenced table against reads too.'
        : column?.default?.kind === 'null'
          ? 'Leave DEFAULT NULL away: a column without a default holds NULL in every row, and the server has nothing to check.'
          : 'Add the key with NOT VALID, which checks new rows only; VALIDATE CONSTRAINT in a later transaction checks the old ones and lets writes go on.',
      recipe: isRefused
        ? partitionedForeignKeySteps(server, before, operation.table, key)
        : [...addColumn, ...foreignKeySteps(server, before, operation.table, key)],
    };
  },
});

const CAUSES: ReadonlySet<string> = new Set([
  'add-foreign-key',
  'referenced-by-new-key',
  'enforce-constraint',
  'referenced-by-enforced-key',
]);
