import { applyStatement } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import { findTable, keyOf } from '../catalog/find.js';
import type { Prediction, Server } from '../impact/impact.js';
import { predictStatement } from '../impact/predict.js';
import type { Statement } from '../sql/statement.js';
import type { StatementFacts } from './rule.js';

/** The tables that the pull request created so far, by key. */
export type NewTables = ReadonlySet<string>;

/** One statement of a proposed file, with what the server does and the schema before and after. */
export interface Step {
  readonly statement: Statement;
  readonly facts: StatementFacts;
  /** As the statement meets them. */
  readonly newTables: NewTables;
}

/** Predicts one statement and says what schema it leaves. `transaction`: see `StatementFacts`. */
export function takeStep(
  statement: Statement,
  before: Catalog,
  newTables: NewTables,
  server: Server,
  transaction: number | undefined,
): Step {
  const impact = predictStatement(statement, before, server);
  const after = applyStatement(before, statement, server.version, effectsOf(impact.statement));
  const facts: StatementFacts = {
    head: statement.head,
    operations: statement.operations,
    impact,
    algorithm: statement.algorithm?.value,
    lock: statement.lock?.value,
    waitSeconds: statement.waitSeconds,
    inTransaction: before.session.inTransaction,
    transaction,
    conditional: statement.conditional ?? false,
    notInVersion: statement.notInVersion,
    before,
    after,
  };
  return { statement, facts, newTables };
}

/** What a predicted statement leaves beside the schema. */
export function effectsOf(prediction: Prediction): {
  readonly rowVersion: boolean;
  readonly rebuilds: boolean;
} {
  if (prediction.kind === 'undecided') return { rowVersion: false, rebuilds: false };
  return {
    rowVersion: prediction.impact.rowVersion ?? false,
    rebuilds: prediction.impact.rewrites.length > 0,
  };
}

/** The set of new tables after a statement: what it creates, renames, drops. */
export function trackNewTables(statement: Statement, before: Catalog, known: NewTables): NewTables {
  const next = new Set(known);
  for (const operation of statement.operations) {
    if (operation.kind === 'createTable' && !findTable(before, operation.table))
      next.add(keyOf(before, operation.table));
    if (operation.kind === 'dropTable') next.delete(keyOf(before, operation.table));
    if (operation.kind === 'renameTable' && next.delete(keyOf(before, operation.table))) {
      next.add(keyOf(before, operation.to));
    }
  }
  return next;
}
