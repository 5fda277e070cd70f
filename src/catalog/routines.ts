import type { ObjectName } from '../sql/name.js';
import type { Operation, OperationKind, OperationOf } from '../sql/operation.js';
import type { ScriptEntry, Statement } from '../sql/statement.js';
import type { Catalog, Routine } from './catalog.js';
import { candidateKeys, newKey, qualified, storedKey } from './names.js';

/** The routine that a call means, whatever its arguments. */
export function routineOf(
  catalog: Catalog,
  name: ObjectName,
): { readonly key: string; readonly routine: Routine } | undefined {
  const key = candidateKeys(catalog, name).find((candidate) => catalog.routines.has(candidate));
  const routine = key === undefined ? undefined : catalog.routines.get(key);
  return key !== undefined && routine ? { key, routine } : undefined;
}

/** What routines do without changing the schema. */
const ON_ROWS: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'insert',
  'update',
  'delete',
  'merge',
  'select',
  'loadData',
  'setVariable',
  'lockTables',
  'executeDynamic',
  'transaction',
  'call',
]);

/** PostgreSQL: the function among those that a query calls whose own statements change the schema. */
export function changingRoutine(catalog: Catalog, operation: Operation | undefined): ObjectName | undefined {
  if (catalog.dialect !== 'postgres' || operation?.kind !== 'select') return undefined;
  const called = operation.functions.find((name) =>
    (routineOf(catalog, { name })?.routine.body ?? []).some(
      (entry) =>
        entry.kind === 'statement' && entry.statement.operations.some(({ kind }) => !ON_ROWS.has(kind)),
    ),
  );
  return called === undefined ? undefined : { name: called };
}

/** Holds a routine together with what a call of it runs. */
export function createRoutine(
  catalog: Catalog,
  operation: OperationOf<'createRoutine'>,
  body: readonly ScriptEntry[] | undefined,
): Catalog {
  const key = newKey(catalog, operation.routine);
  const routine: Routine = {
    name: qualified(catalog, operation.routine),
    kind: operation.routineKind,
    volatility: operation.volatility,
    language: operation.language,
    body,
  };
  return { ...catalog, routines: catalog.routines.set(key, routine) };
}

/** The catalog without a routine; DROP names one with its arguments, the catalog knows no overloads. */
export function dropRoutine(catalog: Catalog, name: ObjectName): Catalog {
  const found = routineOf(catalog, name);
  return found ? { ...catalog, routines: catalog.routines.delete(found.key) } : catalog;
}

/** A statement as it runs in a body, mostly under a condition: no contradiction where it could not run. */
export function lenient(statement: Statement): Statement {
  return { ...statement, operations: statement.operations.map(forgiving) };
}

function forgiving(operation: Operation): Operation {
  switch (operation.kind) {
    case 'createTable':
    case 'addColumn':
    case 'addIndex':
    case 'addConstraint':
      return { ...operation, ifNotExists: true };
    case 'dropTable':
    case 'dropColumn':
    case 'dropIndex':
    case 'dropConstraint':
    case 'redefineColumn':
      return { ...operation, ifExists: true };
    default:
      return operation;
  }
}

/** The routine under another name or in another schema. */
export function moveRoutine(catalog: Catalog, from: ObjectName, to: Partial<ObjectName>): Catalog {
  const found = routineOf(catalog, from);
  if (!found) return catalog;
  const name = { ...found.routine.name, ...to };
  const routines = catalog.routines
    .delete(found.key)
    .set(storedKey(catalog, name), { ...found.routine, name });
  return { ...catalog, routines };
}
