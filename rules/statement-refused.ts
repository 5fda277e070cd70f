import {
  code,
  defineStatementRule,
  findTable,
  isAtLeast,
  isInBody,
  lookUp,
  nameText,
  objectOf,
  refusalReason,
  refusalWords,
  serverText,
} from '../src/engine/rule.js';
import type { Answer, OperationKind, StatementChange } from '../src/engine/rule.js';

export const statementRefused = defineStatementRule({
  id: 'statement-refused',
  summary: 'A statement that the server refuses, whatever the rows hold',
  question: 'Why does the server refuse this statement, and what does it accept?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  check(change) {
    const { statement, server } = change;
    const whole = statement.impact.statement;
    const refused = whole.kind === 'decided' ? whole.impact.refused : undefined;
    if (!isCertain(change)) return undefined;
    if (!refused) return unloggedFunction(change);
    const { operations, impact } = statement;
    const at = impact.operations.findIndex(
      (one) => one.kind === 'decided' && one.impact.refused?.code === refused.code,
    );
    const operation = operations[at] ?? operations[0];
    const object = operation && objectOf(operation);
    const of = object === undefined ? '' : ` of ${code(object)}`;
    const { why, remedy, isDrift } = refusalWords(refused);
    return {
      subject: object ?? statement.head,
      severity: isDrift === true ? 'warning' : 'blocker',
      headline: `${code(statement.head)}${of} fails: ${why}`,
      message: `${serverText(server)} refuses the statement with error ${code(refused.code)}, whatever the rows hold, on every database that these migrations built: ${refusalReason(refused)} ${after(change)}`,
      remedy,
    };
  },
});

/** Bodies may catch the error, or never come to it. */
const BODIES: ReadonlySet<OperationKind> = new Set(['runBlock', 'call', 'executeDynamic']);

/** False where the schema may differ from what the history shows, and where the statement may not run. */
function isCertain(change: StatementChange): boolean {
  const { statement, before, migration } = change;
  // An edited or renamed migration ran before others that the history holds: it met another schema.
  if (migration.status !== 'added') return false;
  if (statement.conditional || isInBody(change) || before.uncertain.length > 0) return false;
  return statement.operations.every(
    (one) =>
      !BODIES.has(one.kind) &&
      !('table' in one && one.table && (findTable(before, one.table)?.uncertain.length ?? 0) > 0),
  );
}

/** CREATE FUNCTION that a server with a binary log takes only from one that trusts its authors. */
function unloggedFunction(change: StatementChange): Answer {
  const [operation] = change.statement.operations;
  if (operation?.kind !== 'createRoutine' || !operation.mayChangeRows || !isLogged(change)) return undefined;
  const name = nameText(operation.routine);
  return {
    subject: name,
    severity: 'warning',
    headline: `CREATE FUNCTION of ${code(name)} fails where the server keeps a binary log`,
    message: `The function is declared neither DETERMINISTIC nor NO SQL nor READS SQL DATA. ${serverText(change.server)} keeps a binary log unless it is told not to, and refuses such a function with error ${code('1418')}, an administrator's too, while ${code('log_bin_trust_function_creators')} is 0, its default. ${after(change)}`,
    remedy: `Declare what the function does: ${code('NO SQL')} where it touches no table, ${code('READS SQL DATA')} where it only reads. Where production sets ${code('log_bin_trust_function_creators')}, say so under ${code('session')} in .github/precheck.yml.`,
  };
}

const OFF: ReadonlySet<string | undefined> = new Set(['0', 'off', 'false']);

function isLogged({ server, before, statements, index }: StatementChange): boolean {
  if (server.dialect !== 'mysql' || !isAtLeast(server, 8, 0)) return false;
  const valueOf = (name: string): string | undefined => lookUp(before.session.variables, name)?.toLowerCase();
  const trusts = valueOf('log_bin_trust_function_creators') ?? '0';
  const isTrusted = statements
    .slice(0, index)
    .some(({ operations }) =>
      operations.some(
        (one) => one.kind === 'setVariable' && one.name.toLowerCase() === 'log_bin_trust_function_creators',
      ),
    );
  return OFF.has(trusts) && !isTrusted && !OFF.has(valueOf('log_bin'));
}

/** Statements that leave nothing behind. */
const PASSING: ReadonlySet<OperationKind> = new Set([
  'select',
  'setVariable',
  'transaction',
  'useSchema',
  'lockTables',
  'unlockTables',
  'administer',
]);

/** What becomes of the rest of the file. */
function after({ statement, statements, index, server }: StatementChange): string {
  const stays = statements
    .slice(0, index)
    .some(
      ({ operations, transaction }) =>
        operations.some(({ kind }) => !PASSING.has(kind)) &&
        (transaction === undefined || transaction !== statement.transaction),
    );
  if (!stays) return 'The migration stops there.';
  const why = server.dialect === 'postgres' ? '' : ' (DDL commits by itself)';
  return `The migration stops there, half applied: what the file did before this line stays${why}, and the file cannot simply be run again.`;
}
