import type { Catalog } from '../../catalog/catalog.js';
import type { TableRef } from '../../sql/name.js';
import type { Operation } from '../../sql/operation.js';
import type { Statement } from '../../sql/statement.js';
import type { Prediction, Server, StatementImpact } from '../impact.js';
import { predictAlter } from './alter.js';
import { isAlteration } from './changes.js';
import { wantedBy } from './clause.js';
import type { Wanted } from './clause.js';
import type { Engine } from './engine.js';
import { predictOther } from './other.js';
import { unite } from '../unite.js';

/** What MySQL or MariaDB does with a statement, and with each of its operations taken alone. */
export function predictWith(
  engine: Engine,
  statement: Statement,
  before: Catalog,
  server: Server,
): StatementImpact {
  const wanted = wantedBy(statement);
  const { operations } = statement;
  const predict = (some: readonly Operation[], clauses: Wanted): Prediction =>
    predictOperations(engine, some, clauses, before, server);
  return {
    statement: predict(operations, wanted),
    operations: operations.map((operation) =>
      isCreation(operations) ? predictOther(operation) : predict([operation], wanted),
    ),
    withoutClauses: hasClauses(wanted)
      ? predict(operations, { ...wanted, algorithm: undefined, lock: undefined })
      : undefined,
  };
}

function hasClauses({ algorithm, lock }: Wanted): boolean {
  return algorithm !== undefined || lock !== undefined;
}

/** A CREATE TABLE is one operation with parts, not many. */
function isCreation(operations: readonly Operation[]): boolean {
  return operations[0]?.kind === 'createTable';
}

function predictOperations(
  engine: Engine,
  operations: readonly Operation[],
  wanted: Wanted,
  before: Catalog,
  server: Server,
): Prediction {
  const [first] = operations;
  if (!first || isCreation(operations)) return predictOther(first);
  const altering = operations.filter(isAlteration);
  const tables = new Map<string, { readonly ref: TableRef; readonly operations: Operation[] }>();
  for (const operation of altering) {
    const ref = tableOf(operation);
    const key = `${ref.schema ?? ''}.${ref.name.toLowerCase()}`;
    const group = tables.get(key);
    if (group) group.operations.push(operation);
    else tables.set(key, { ref, operations: [operation] });
  }
  return unite([
    ...[...tables.values()].map((group) =>
      predictAlter(engine, group.operations, group.ref, wanted, before, server),
    ),
    ...operations.filter((operation) => !isAlteration(operation)).map(predictOther),
  ]);
}

function tableOf(operation: Operation): TableRef {
  return 'table' in operation && operation.table !== undefined ? operation.table : { name: '' };
}
