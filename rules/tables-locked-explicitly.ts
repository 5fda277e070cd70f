import { code, codeList, defineRule, subjectOf } from '../src/engine/rule.js';
import type { Change, Detection, OperationOf } from '../src/engine/rule.js';

type Kind = 'lockTables' | 'administer' | 'select' | 'setVariable';

export const tablesLockedExplicitly = defineRule({
  id: 'tables-locked-explicitly',
  summary: 'A migration locks tables or the server itself, and everybody waits until it lets go',
  question: 'How do I do without LOCK TABLES in a migration?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['lockTables', 'administer', 'select', 'setVariable'],
  check(change: Change<Kind>) {
    const { operation } = change;
    switch (operation.kind) {
      case 'lockTables':
        return ofTables({ ...change, operation });
      case 'administer':
        return operation.what === 'flush tables with read lock' ? READ_LOCK : undefined;
      case 'setVariable':
        return ofVariable(operation);
      case 'select':
        return operation.functions.includes('get_lock') ? NAMED_LOCK : undefined;
    }
  },
});

function ofTables({ operation, isNew }: Change<'lockTables'>): Detection | undefined {
  const locked = operation.tables.filter(({ table }) => !isNew(table));
  const [first] = locked;
  if (!first) return undefined;
  const names = locked.map(({ table }) => subjectOf(table));
  const isWrite = locked.some(({ mode }) => /write/i.test(mode));
  return {
    subject: names[0] ?? '',
    table: first.table,
    headline: `Everybody who ${isWrite ? 'reads or writes' : 'writes'} ${codeList(names.slice(0, 2))} waits for UNLOCK TABLES`,
    message: `${code('LOCK TABLES')} keeps ${isWrite ? 'readers and writers' : 'writers'} out of ${codeList(names)} until ${code('UNLOCK TABLES')} or the end of the session, however long what lies between takes. It waits itself for every open transaction on them, and commits the one that is open here.`,
    remedy:
      'Leave it out: DDL takes the lock that it needs, and rows are kept together by a transaction with SELECT … FOR UPDATE.',
  };
}

function ofVariable({ name, scope, value }: OperationOf<'setVariable'>): Detection | undefined {
  const isOn = /^(1|on|true)$/i.test(value?.trim() ?? '');
  if (!isOn || (scope !== 'global' && scope !== 'persist')) return undefined;
  if (name !== 'read_only' && name !== 'super_read_only') return undefined;
  return {
    subject: name,
    severity: 'blocker',
    headline: `${code(name)} makes every write on the server fail`,
    message: `From this line on every application's INSERT, UPDATE and DELETE fails with error 1290, on all databases of the server, until somebody sets ${code(name)} back${scope === 'persist' ? '; it also survives a restart' : ''}. A migration that fails in between leaves it so.`,
    remedy: 'Take it out of the migration. A maintenance window is opened and closed by whoever watches it.',
  };
}

const READ_LOCK: Detection = {
  subject: 'FLUSH TABLES WITH READ LOCK',
  severity: 'blocker',
  headline: '`FLUSH TABLES WITH READ LOCK` stops every write on the server',
  message:
    'It waits for all running statements, lets no new write begin meanwhile, and then keeps all tables of all databases read-only until UNLOCK TABLES or the end of the session. Behind one long query the whole server stands still.',
  remedy:
    'Take it out. Backups of InnoDB do not need it (`mysqldump --single-transaction`, XtraBackup, the CLONE plugin).',
};

const NAMED_LOCK: Detection = {
  subject: 'GET_LOCK',
  severity: 'advice',
  headline: '`GET_LOCK()` in a migration is kept until the session ends',
  message:
    'The named lock belongs to the session: behind a connection pool or a proxy it may be taken on one connection and released on another, and replicas know nothing of it. Migration tools take one of their own.',
  remedy: 'Leave the locking to the migration tool; where it has none, take the lock in the deploy script.',
};
