import type { Catalog } from '../../catalog/catalog.js';
import { findColumn, findTable, findView } from '../../catalog/find.js';
import { newKey } from '../../catalog/names.js';
import { isRelation } from '../../catalog/postgres/names.js';
import { nameText } from '../../sql/name.js';
import type { ObjectName } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import { isKnown } from './relation.js';
import type { RefusalsByOperation, Situation } from './situation.js';

/** Names that are taken. */
export const NAME_REFUSALS: RefusalsByOperation = {
  createTable: [
    ({ table, ifNotExists, temporary }, situation) =>
      ifNotExists || temporary || findTable(situation.now, table)
        ? undefined
        : takenRelation(table, situation),
  ],
  createView: [
    ({ view, orReplace, ifNotExists, temporary }, situation) => {
      const isReplaced = orReplace && findView(situation.now, view)?.materialized === false;
      return isReplaced || ifNotExists === true || temporary === true
        ? undefined
        : takenRelation(view, situation);
    },
  ],
  createSequence: [
    ({ sequence, ifNotExists, temporary }, situation) =>
      ifNotExists || temporary === true ? undefined : takenRelation(sequence, situation),
  ],
  addIndex: [
    ({ index, table, ifNotExists }, situation) => {
      const schema = (findTable(situation.now, table) ?? findView(situation.now, table))?.name.schema;
      if (ifNotExists || index.name === undefined || schema === undefined) return undefined;
      return takenRelation({ schema, name: index.name }, situation);
    },
  ],
  renameTable: [
    ({ table, to }, situation) => {
      const schema = findTable(situation.now, table)?.name.schema;
      return schema === undefined ? undefined : takenRelation({ schema, name: to.name }, situation);
    },
  ],
  renameColumn: [takenColumn],
  addConstraint: [takenConstraint],
  createType: [
    ({ type }, situation) => {
      const { now } = situation;
      const isTaken = now.types.has(newKey(now, type)) || now.tables.has(newKey(now, type));
      return isTaken && isWhole(now)
        ? { code: '42710', reason: `The type ${nameText(type)} exists already.` }
        : undefined;
    },
  ],
  createTrigger: [
    ({ trigger, table: ref, orReplace }, situation) => {
      const table = findTable(situation.now, ref);
      const isTaken = isKnown(situation, table) && table.triggers.some(({ name }) => name === trigger);
      return isTaken && orReplace !== true
        ? { code: '42710', reason: `${nameText(ref)} has a trigger ${trigger} already.` }
        : undefined;
    },
  ],
  createObject: [
    ({ object, name, table: ref }, situation) => {
      const table = object === 'policy' && ref ? findTable(situation.now, ref) : undefined;
      const isTaken =
        isKnown(situation, table) &&
        table.dependents.some((one) => one.object === object && one.name === name.name);
      return isTaken
        ? { code: '42710', reason: `${nameText(table.name)} has a ${object} ${name.name} already.` }
        : undefined;
    },
  ],
};

function isWhole({ uncertain }: Catalog): boolean {
  return uncertain.length === 0;
}

function takenRelation(ref: ObjectName, { now }: Situation): Refusal | undefined {
  const key = newKey(now, ref);
  const name = { schema: ref.schema ?? key.split('.')[0], name: ref.name };
  return isWhole(now) && isRelation(now, name)
    ? { code: '42P07', reason: `The relation ${nameText(ref)} exists already.` }
    : undefined;
}

function takenColumn(operation: OperationOf<'renameColumn'>, situation: Situation): Refusal | undefined {
  const table = findTable(situation.now, operation.table);
  return isKnown(situation, table) && findColumn(table, operation.to)
    ? { code: '42701', reason: `${nameText(table.name)} has a column ${operation.to} already.` }
    : undefined;
}

/** CHECKs and NOT NULLs merge with those of a parent of the same name. */
function takenConstraint(operation: OperationOf<'addConstraint'>, situation: Situation): Refusal | undefined {
  const { name, kind } = operation.constraint;
  const table = findTable(situation.now, operation.table);
  if (name === undefined || !isKnown(situation, table)) return undefined;
  const isInherited = kind === 'check' && (table.partitionOf !== undefined || table.inherits.length > 0);
  const isTaken = table.constraints.some((one) => one.name === name);
  if (isTaken && !isInherited) {
    const isKey = kind === 'primary-key' || kind === 'unique' || kind === 'exclusion';
    const isIndex = isKey && isRelation(situation.now, { schema: table.name.schema, name });
    return {
      code: isIndex ? '42P07' : '42710',
      reason: `${nameText(table.name)} has a constraint ${name} already.`,
    };
  }
  return undefined;
}
