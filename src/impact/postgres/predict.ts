/** This folder predicts PostgreSQL, from tables of facts with their sources. It may not know MySQL or MariaDB. */
import { applyOperation } from '../../catalog/apply.js';
import type { Catalog } from '../../catalog/catalog.js';
import { changingRoutine, routineOf } from '../../catalog/routines.js';
import { findTable } from '../../catalog/find.js';
import { postgresOrder } from '../../catalog/postgres/order.js';
import type { Operation } from '../../sql/operation.js';
import type { Statement } from '../../sql/statement.js';
import type { Server, StatementImpact } from '../impact.js';
import { changesOf, refusalOf } from './operations.js';
import { predictionOf } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { Situation } from './situation.js';

/** What PostgreSQL does with a statement, and with each of its operations taken alone. */
export function predictPostgres(statement: Statement, before: Catalog, server: Server): StatementImpact {
  const { version } = server;
  const outcomes = outcomesOf(statement, before, server);
  const own = statement.operations.map((operation) => outcomes.get(operation) ?? nothing(operation));
  const unreadable = syntaxOf(statement);
  const inner = [...bodyOutcomes(statement, before, server), ...calledOutcomes(statement, before, server)];
  return {
    statement: predictionOf([...unreadable, ...own, ...inner], version),
    operations: own.map((outcome) => predictionOf([...unreadable, outcome], version)),
  };
}

/** What each operation does, in the server's order, each met by the schema that the one before left. */
function outcomesOf(statement: Statement, before: Catalog, server: Server): ReadonlyMap<Operation, Outcome> {
  const { version } = server;
  const operations = inOrder(statement.operations, before);
  const outcomes = new Map<Operation, Outcome>();
  let now = before;
  for (const operation of operations) {
    const after = applyOperation(now, operation, version);
    const body = statement.body?.statements ?? [];
    const situation: Situation = { before, now, after, version, operations: statement.operations, body };
    outcomes.set(operation, {
      changes: changesOf(operation, situation),
      refusal: refusalOf(operation, situation),
      otherwise: operation.kind,
    });
    now = after;
  }
  return outcomes;
}

/** CREATE TABLE IF NOT EXISTS of a table that exists does nothing more. */
function inOrder(operations: readonly Operation[], before: Catalog): readonly Operation[] {
  const [first] = operations;
  const isTaken = first?.kind === 'createTable' && findTable(before, first.table) !== undefined;
  return isTaken ? [first] : postgresOrder(operations);
}

function nothing(operation: Operation): Outcome {
  return { changes: [], otherwise: operation.kind };
}

function syntaxOf(statement: Statement): readonly Outcome[] {
  if (statement.notInVersion === undefined) return [];
  const refusal = { code: '42601', reason: `Syntax error: ${statement.notInVersion}.` };
  return [{ changes: [], refusal, otherwise: 'nothing' }];
}

/** The head of PL/pgSQL's exception handlers. */
const HANDLER = /\bEXCEPTION\s+WHEN\b/i;

/** SELECT of a function that changes the schema runs the function's statements. */
function calledOutcomes({ operations }: Statement, before: Catalog, server: Server): readonly Outcome[] {
  const [first] = operations;
  const name = changingRoutine(before, first);
  const found = name && routineOf(before, name);
  if (!first || !found?.routine.body) return [];
  const statements = found.routine.body.map((entry) =>
    entry.kind === 'statement' ? { ...entry, statement: { ...entry.statement, conditional: true } } : entry,
  );
  const without = { ...before, routines: before.routines.delete(found.key) };
  const text = statements.map((entry) => (entry.kind === 'statement' ? entry.statement.text : '')).join('; ');
  const { span } = first;
  const run = { span, text, head: 'SELECT', operations: [], body: { runs: 'now', statements } } as const;
  return bodyOutcomes(run, without, server);
}

/** DO runs its body as one statement, each part met by what the parts before left. */
function bodyOutcomes(statement: Statement, before: Catalog, server: Server): readonly Outcome[] {
  if (statement.body?.runs !== 'now') return [];
  const inBlock = { ...before, session: { ...before.session, inTransaction: true } };
  const hasHandler = HANDLER.test(statement.text);
  const outcomes: Outcome[] = [];
  let now: Catalog = inBlock;
  for (const entry of statement.body.statements) {
    if (entry.kind === 'unreadable') {
      const unknown = `A statement of the block could not be read: ${entry.unreadable.reason}`;
      outcomes.push({ changes: { unknown }, otherwise: 'runBlock' });
      continue;
    }
    const own = [...outcomesOf(entry.statement, now, server).values()];
    // What is refused where it may not run, or where the block may catch it, leaves nothing behind.
    const isOptional = hasHandler || entry.statement.conditional === true;
    if (isOptional && own.some(({ refusal }) => refusal)) continue;
    outcomes.push(...own, ...bodyOutcomes(entry.statement, now, server));
    now = entry.statement.operations.reduce(
      (catalog, operation) => applyOperation(catalog, operation, server.version),
      now,
    );
  }
  return outcomes;
}
