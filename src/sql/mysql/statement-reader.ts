import { changePrivileges, renameUser } from './account.js';
import { ADMINISTRATIVE, administer, doStatement, explain } from './administer.js';
import { alterStatement } from './alter-statement.js';
import { call } from './called-procedure.js';
import { createStatement } from './create-statement.js';
import { deleteRows, insert, select, update } from './dml.js';
import { dropStatement } from './drop-statement.js';
import { loadData } from './load-data.js';
import { deallocate, execute, prepare } from './prepare.js';
import { assignText } from './prepared-text.js';
import { withClause } from './query.js';
import type { Reading } from './reading.js';
import { anonymousBlock } from './routine.js';
import { lockTables, setStatement, transaction, unlockTables, useSchema } from './session.js';
import { signal } from './signal.js';
import type { StatementContext } from './statement-context.js';
import { maintainTables, renameTable, truncateTable } from './table-statement.js';
import type { TokenStream } from './token-stream.js';
import { lookUp } from '../../look-up.js';

type Read = (s: TokenStream, context: StatementContext) => Reading;

/** Takes the first word and goes on with `read`. */
function behind(read: Read): Read {
  return (s, context) => {
    s.advance();
    return read(s, context);
  };
}

function maintenance(verb: string): Read {
  return behind((s) => maintainTables(s, verb));
}

const READERS: Readonly<Record<string, Read>> = {
  CREATE: behind(createStatement),
  ALTER: behind(alterStatement),
  DROP: behind(dropStatement),
  RENAME: behind((s) => {
    if (s.accept('USER')) return renameUser(s);
    s.expectAny('TABLE', 'TABLE', 'TABLES');
    return renameTable(s);
  }),
  TRUNCATE: behind(truncateTable),
  OPTIMIZE: maintenance('OPTIMIZE'),
  CHECK: maintenance('CHECK'),
  REPAIR: maintenance('REPAIR'),
  CHECKSUM: maintenance('CHECKSUM'),
  ANALYZE: analyze,
  INSERT: behind((s) => insert(s, 'INSERT')),
  REPLACE: behind((s) => insert(s, 'REPLACE')),
  UPDATE: behind(update),
  DELETE: behind(deleteRows),
  SELECT: (s) => select(s, 'SELECT'),
  VALUES: (s) => select(s, 'VALUES'),
  TABLE: (s) => select(s, 'TABLE'),
  '(': (s) => select(s, 'SELECT'),
  WITH: withStatement,
  LOAD: (s, context) =>
    s.isAll('LOAD', 'INDEX')
      ? behind((t) => administer(t, 'LOAD INDEX'))(s, context)
      : behind(loadData)(s, context),
  CALL: behind(call),
  SET: behind(setOrStatement),
  START: (s, context) =>
    s.peek(1).upper === 'TRANSACTION' ? transaction(s) : behind((t) => administer(t, 'START'))(s, context),
  BEGIN: (s, context) => (s.peek(1).upper === 'NOT' ? anonymousBlock(s, context) : transaction(s)),
  IF: anonymousBlock,
  CASE: anonymousBlock,
  LOOP: anonymousBlock,
  WHILE: anonymousBlock,
  REPEAT: anonymousBlock,
  FOR: anonymousBlock,
  COMMIT: transaction,
  ROLLBACK: transaction,
  SAVEPOINT: transaction,
  RELEASE: transaction,
  USE: behind(useSchema),
  LOCK: behind(lockTables),
  UNLOCK: behind(unlockTables),
  GRANT: behind((s) => changePrivileges(s, 'grant')),
  REVOKE: behind((s) => changePrivileges(s, 'revoke')),
  PREPARE: behind(prepare),
  EXECUTE: behind(execute),
  DEALLOCATE: behind(deallocate),
  EXPLAIN: behind((s) => explain(s, 'EXPLAIN')),
  DESCRIBE: behind((s) => explain(s, 'DESCRIBE')),
  DESC: behind((s) => explain(s, 'DESC')),
  DO: behind(doStatement),
  SIGNAL: behind((s) => signal(s, 'SIGNAL')),
  RESIGNAL: behind((s) => signal(s, 'RESIGNAL')),
};

/** Reads the statement that the stream holds, whole. */
export function readStatement(s: TokenStream, context: StatementContext): Reading {
  const { upper, kind } = s.current;
  const read = lookUp(READERS, upper);
  if (!read && !(kind === 'word' && ADMINISTRATIVE.has(upper))) s.refuse('a statement');
  const reading = read ? read(s, context) : behind((t) => administer(t, upper))(s, context);
  s.expectEnd();
  if (s.assigned.length > 0) assignText(s, context, s.assigned, 0, s.tokens.length);
  return reading;
}

function analyze(s: TokenStream, context: StatementContext): Reading {
  const following = s.peek(1).upper;
  const isTable =
    following === 'TABLE' ||
    following === 'TABLES' ||
    following === 'LOCAL' ||
    following === 'NO_WRITE_TO_BINLOG';
  return behind((t) => (isTable ? maintainTables(t, 'ANALYZE') : explain(t, 'ANALYZE')))(s, context);
}

/** WITH stands before a query, UPDATE or DELETE. */
function withStatement(s: TokenStream): Reading {
  let at = s.index + 1;
  while (at < s.tokens.length && !/^(?:UPDATE|DELETE|SELECT|VALUES|TABLE)$/.test(s.tokens[at]?.upper ?? '')) {
    at = s.tokens[at]?.upper === '(' ? s.closing(at) + 1 : at + 1;
  }
  const verb = s.tokens[at]?.upper;
  if (verb !== 'UPDATE' && verb !== 'DELETE') return select(s, 'WITH');
  withClause(s);
  s.needs(`WITH before ${verb}`, { mysql: '8.0' });
  s.advance();
  return verb === 'UPDATE' ? update(s) : deleteRows(s);
}

/** SET, and MariaDB's SET STATEMENT … FOR statement. */
function setOrStatement(s: TokenStream, context: StatementContext): Reading {
  if (s.is('STATEMENT') && s.isMariadb) {
    s.advance();
    while (!s.atEnd && !s.is('FOR')) s.advance();
    s.expect('FOR');
    const reading = (lookUp(READERS, s.current.upper) ?? s.refuse('a statement'))(s, context);
    return reading;
  }
  const from = s.index;
  const reading = setStatement(s);
  rememberVariables(s, context, from);
  return reading;
}

/** What a user variable holds matters when a PREPARE takes it. */
function rememberVariables(s: TokenStream, context: StatementContext, from: number): void {
  for (let at = from; at < s.index; at++) {
    const token = s.tokens[at];
    const before = s.tokens[at - 1]?.upper;
    if (token?.kind !== 'variable' || token.value.startsWith('@@') || (before !== 'SET' && before !== ','))
      continue;
    const assigns = s.tokens[at + 1]?.upper;
    if (assigns !== '=' && assigns !== ':=') continue;
    let to = at + 2;
    while (to < s.index && s.tokens[to]?.upper !== ',')
      to = s.tokens[to]?.upper === '(' ? s.closing(to) + 1 : to + 1;
    assignText(s, context, [token.value], at + 2, to);
    at = to - 1;
  }
}
