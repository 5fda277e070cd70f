import {
  boundsLockWait,
  code,
  codeList,
  defineRule,
  foreignKeysOf,
  isSameTable,
  isShutOut,
  lockedWork,
  serverText,
  strongLocks,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';

export const foreignKeyLocksParent = defineRule({
  id: 'foreign-key-locks-parent',
  summary:
    'A foreign key that comes or goes locks a table that the statement does not name, and may wait for ever',
  question: 'How do I add or drop a foreign key without a pile-up on the parent?',
  dialects: ['postgres'],
  severity: 'advice',
  scale: 'traffic',
  supersedes: ['lock-timeout-missing'],
  on: ['addConstraint', 'dropConstraint', 'dropColumn', 'dropTable'],
  check(change) {
    const { operation, impact, statement, isNew, before, sizeOf, server, isRollback } = change;
    if (isRollback || boundsLockWait(server.dialect, before.session)) return undefined;
    const isAdded = operation.kind === 'addConstraint';
    if (isAdded && (operation.constraint.kind !== 'foreign-key' || lockedWork(change))) return undefined;
    const own = change.table(operation.table);
    const keys = isAdded ? [operation.constraint] : own ? foreignKeysOf(own) : [];
    const referenced = keys.flatMap((key) => (key.kind === 'foreign-key' ? key.references : []));
    if (referenced.length === 0) return undefined;
    const dropped = statement.operations.flatMap((one) => (one.kind === 'dropTable' ? one.table : []));
    const alone = { impact: { statement: impact, operations: [] }, before };
    const parents = strongLocks({ statement: alone, isNew }).filter(
      (lock) =>
        (isAdded || lock.blocks === 'reads-and-writes') &&
        referenced.some((one) => isSameTable(one, lock.table)) &&
        !isSameTable(lock.table, operation.table) &&
        // It waits there no more: an earlier statement of the transaction has got the lock.
        !isShutOut(change, lock.table) &&
        !dropped.some((one) => isSameTable(one, lock.table)),
    );
    const hot = parents.find(({ table }) => sizeOf(table) === 'hot');
    const first = hot ?? parents[0];
    // A new key takes the weaker lock, and nearly every new table has one: only where traffic is known.
    if (!first || (isAdded && !hot)) return undefined;
    const names = codeList(
      tableNames(
        before,
        parents.map(({ table }) => table),
      ),
    );
    const name = code(subjectOf(operation.table));
    const who = isAdded ? 'write to' : 'read and write of';
    return {
      subject: subjectOf(operation.table),
      headline: `Every ${who} ${names} may wait behind the foreign key of ${name}`,
      message: `${isAdded ? `The foreign key of ${name}` : `What goes with ${name} includes its foreign key, which`} needs the ${first.mode} lock on ${names} too, although the statement ${isAdded ? 'changes nothing there' : 'does not name it'}. No lock timeout is set: while ${serverText(server)} waits there for one long transaction, every later ${isAdded ? 'write' : 'read and write'} queues behind it${statement.inTransaction ? ', and the lock stays until COMMIT' : ''}.`,
      remedy: isAdded
        ? 'Set a short `lock_timeout` before the statement and let the migration be run again when it gives up; one foreign key per transaction.'
        : `Set a short ${code('lock_timeout')} before the statement and let the migration be run again when it gives up;${operation.kind === 'dropConstraint' ? ' one foreign key per transaction.' : ' drop the foreign keys first, one per transaction, then the table or column.'}`,
      table: first.table,
    };
  },
});
