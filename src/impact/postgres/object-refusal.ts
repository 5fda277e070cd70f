import { findView, viewsReading } from '../../catalog/find.js';
import { candidateKeys, isInSchema } from '../../catalog/names.js';
import { nameText } from '../../sql/name.js';
import type { ObjectName } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import { tablesCalling, tablesOfType, tablesUsingSequence } from './object-changes.js';
import { notInTransaction, stillNeeded } from './refusal.js';
import type { RefusalsByOperation, Situation } from './situation.js';

/** Why PostgreSQL refuses the operations on objects beside tables. */
export const OBJECT_REFUSALS: RefusalsByOperation = {
  dropView: [
    (operation, { now, operations }) => {
      const view = operation.cascade ? undefined : findView(now, operation.view);
      const dropped = operations.flatMap((one) =>
        one.kind === 'dropView' ? (findView(now, one.view) ?? []) : [],
      );
      const reader = view && viewsReading(now, view.name).find((one) => !dropped.includes(one));
      return view && reader && stillNeeded(nameText(view.name), `view ${nameText(reader.name)}`);
    },
  ],
  createView: [changedOutput],
  refreshView: [concurrentRefresh],
  addEnumValue: [
    (operation, situation) =>
      situation.version.major < 12 && !isNewType(operation.type, situation)
        ? notInTransaction(situation, 'ALTER TYPE … ADD VALUE')
        : undefined,
  ],
  alterCompositeType: [
    (operation, { now }) => {
      const [user] = operation.action === 'change' ? tablesOfType(now, operation.type) : [];
      return user && { code: '0A000', reason: `A column of ${nameText(user.name)} uses the type.` };
    },
  ],
  dropObject: [
    (operation, situation) => committing(operation.object, 'DROP', situation),
    usedSequence,
    usedType,
    indexedFunction,
    ({ object, name, cascade }, { now }) => {
      const [user] = object === 'function' && !cascade ? tablesCalling(now, name) : [];
      return user && stillNeeded(`function ${nameText(name)}`, `a trigger of table ${nameText(user.name)}`);
    },
  ],
  createObject: [(operation, situation) => committing(operation.object, 'CREATE', situation)],
  setVariable: [
    (operation, situation) =>
      operation.scope === 'global' ? notInTransaction(situation, 'ALTER SYSTEM') : undefined,
  ],
  administer: [
    (operation, situation) =>
      operation.what.startsWith('vacuum') || operation.what === 'cluster'
        ? notInTransaction(situation, operation.what.toUpperCase())
        : undefined,
  ],
  dropSchema: [
    (operation, { now }) => {
      if (operation.cascade) return undefined;
      const inIt = (_: unknown, key: string): boolean => isInSchema(key, operation.schema);
      const found =
        now.tables.find(inIt)?.name ?? now.views.find(inIt)?.name ?? now.sequences.find(inIt)?.name;
      return found && stillNeeded(`schema ${operation.schema}`, found.name);
    },
  ],
};

function concurrentRefresh(operation: OperationOf<'refreshView'>, { now }: Situation): Refusal | undefined {
  const view = operation.concurrently ? findView(now, operation.view) : undefined;
  if (!view) return undefined;
  const isUnique = view.indexes.some(
    ({ unique, where, parts }) => unique && !where && parts.every(({ column }) => column !== undefined),
  );
  return isUnique
    ? undefined
    : { code: '55000', reason: 'A concurrent refresh needs a unique index over whole columns.' };
}

/** Objects beside the database's own, which no transaction covers. */
/** CREATE OR REPLACE VIEW may only append columns. */
function changedOutput(operation: OperationOf<'createView'>, { now }: Situation): Refusal | undefined {
  const old = operation.orReplace ? findView(now, operation.view)?.output : undefined;
  const { output } = operation;
  if (!old || !output) return undefined;
  const lost = old.find((name, at) => output[at] !== name);
  if (lost === undefined) return undefined;
  return { code: '42P16', reason: `The view's column ${lost} would be dropped or renamed.` };
}

/** Made by the open transaction, so that nobody else knows its values. */
function isNewType(type: ObjectName, { now }: Situation): boolean {
  return candidateKeys(now, type).some((key) => now.session.newTypes?.has(key) === true);
}

const COMMITTING: ReadonlySet<string> = new Set(['database', 'tablespace']);

function committing(object: string, verb: string, situation: Situation): Refusal | undefined {
  return COMMITTING.has(object) ? notInTransaction(situation, `${verb} ${object.toUpperCase()}`) : undefined;
}

type Drop = OperationOf<'dropObject'>;

function usedSequence({ object, name, cascade }: Drop, { now }: Situation): Refusal | undefined {
  const exists = candidateKeys(now, name).some((key) => now.sequences.has(key));
  if (object !== 'sequence' || cascade || !exists) return undefined;
  const [user] = tablesUsingSequence(now, name);
  return user && stillNeeded(`sequence ${nameText(name)}`, `a default of table ${nameText(user.name)}`);
}

function usedType({ object, name, cascade }: Drop, { now }: Situation): Refusal | undefined {
  if ((object !== 'type' && object !== 'domain') || cascade) return undefined;
  const [user] = tablesOfType(now, name);
  return user && stillNeeded(`${object} ${nameText(name)}`, `a column of table ${nameText(user.name)}`);
}

/** The history knows no overloads: a function that an index calls is the one meant. */
function indexedFunction({ object, name, cascade }: Drop, { now }: Situation): Refusal | undefined {
  if ((object !== 'function' && object !== 'routine') || cascade) return undefined;
  if (!candidateKeys(now, name).some((key) => now.routines.has(key))) return undefined;
  for (const { indexes } of now.tables.values()) {
    const index = indexes.find(({ parts, where }) =>
      [...parts.map(({ expression }) => expression), where].some((one) => one?.functions.includes(name.name)),
    );
    if (index) return stillNeeded(`function ${nameText(name)}`, `index ${index.name}`);
  }
  return undefined;
}
