import { code, defineRule, isAtStake, lookUp, subjectOf } from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const triggersDisabled = defineRule({
  id: 'triggers-disabled',
  summary: 'Triggers, foreign keys or unique checks are switched off and not on again',
  question: 'How do I load data without switching off triggers and checks?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  on: ['setTableAttribute', 'setVariable'],
  check(change) {
    const { operation, isRollback } = change;
    if (isRollback) return undefined;
    return operation.kind === 'setVariable'
      ? ofVariable({ ...change, operation })
      : ofTable({ ...change, operation });
  },
});

/** Variables that switch checks off, and the values that do. */
const OFF: Readonly<Record<string, RegExp>> = {
  foreign_key_checks: /^(0|off|false)$/i,
  unique_checks: /^(0|off|false)$/i,
  check_constraint_checks: /^(0|off|false)$/i,
  session_replication_role: /^'?(replica)'?$/i,
};

const EFFECT: Readonly<Record<string, string>> = {
  foreign_key_checks: 'rows without a parent are accepted, and ON DELETE CASCADE does nothing',
  unique_checks: 'InnoDB may let duplicates into unique indexes',
  check_constraint_checks: 'rows that break a CHECK are accepted',
  session_replication_role: 'no ordinary trigger fires, and as foreign keys are triggers, none is checked',
};

function ofVariable({ operation, statements, index }: Change<'setVariable'>) {
  const name = operation.name.toLowerCase();
  const isOff = (value: string | undefined): boolean =>
    value !== undefined && lookUp(OFF, name)?.test(value) === true;
  // SET LOCAL ends with its transaction.
  if (!isOff(operation.value) || operation.scope === 'local' || operation.scope === 'user') return undefined;
  const isGlobal = operation.scope === 'global' || operation.scope === 'persist';
  const isRestored = statements
    .slice(index + 1)
    .some(({ operations }) =>
      operations.some(
        (one) => one.kind === 'setVariable' && one.name.toLowerCase() === name && !isOff(one.value),
      ),
    );
  if (isRestored && !isGlobal) return undefined;
  return {
    subject: name,
    headline: `${code(name)} stays off ${isGlobal ? 'for every new connection' : 'for what runs after this file'}`,
    message: `While it is off, ${lookUp(EFFECT, name) ?? 'checks are skipped'}, and nothing looks at those rows later. ${isGlobal ? 'A global setting reaches every new connection of the application.' : 'Most migration tools run the next file, and some the application, in the same session.'}`,
    remedy: isGlobal
      ? `Set it for the session only, and back at the end of the file.`
      : `Set it back at the end of the file, where the statement that needs it ends.`,
  };
}

function ofTable(change: Change<'setTableAttribute'>) {
  const { operation, statements, index, statement } = change;
  const { table, attribute, value } = operation;
  if (attribute !== 'trigger' || !value.startsWith('disable ') || !isAtStake(change, table)) return undefined;
  const which = value.slice('disable '.length);
  const isBack = statements
    .slice(index + 1)
    .some(
      ({ operations, transaction }) =>
        transaction === statement.transaction &&
        transaction !== undefined &&
        operations.some(
          (one) =>
            one.kind === 'setTableAttribute' &&
            one.attribute === 'trigger' &&
            one.table.name === table.name &&
            one.value.startsWith('enable ') &&
            one.value.endsWith(which),
        ),
    );
  // Nobody else writes between the two: the lock is kept until the transaction ends.
  if (isBack) return undefined;
  const name = subjectOf(table);
  const what =
    which === 'all'
      ? 'all triggers, those of foreign keys among them,'
      : which === 'user'
        ? 'all triggers of its own'
        : `the trigger ${code(which)}`;
  return {
    subject: name,
    headline: `Writes to ${code(name)} skip ${which === 'all' ? 'triggers and foreign keys' : which === 'user' ? 'its triggers' : code(which)} from now on`,
    message: `This switches ${what} off for everybody who writes to ${code(name)}, not only for this session. What they would have filled, logged or refused is missing, and switching them on again does not make up for it.`,
    remedy: `Switch them off and on again in one transaction: nobody else writes in between. If a trigger is no longer wanted, drop it by name.`,
  };
}
