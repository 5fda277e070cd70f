import type { Table } from '../../catalog/catalog.js';
import { findColumn, findTable } from '../../catalog/find.js';
import type { IndexDefinition } from '../../sql/column.js';
import type { TableRef } from '../../sql/name.js';
import { lookUp } from '../../look-up.js';
import type { Refusal } from './change.js';
import { baseOf, isArray } from './named-type.js';
import { isKnown } from './relation.js';
import type { RefusalsByOperation, Situation } from './situation.js';

const PLAIN = 'json jsonpath xml point line lseg box path polygon circle';

/**
 * Built-in types that no operator class of the method takes by itself, nor one of btree_gin. Source: pg_opclass of
 * PostgreSQL 10 to 18.
 */
const WITHOUT: Readonly<Record<string, ReadonlySet<string>>> = {
  btree: new Set(`${PLAIN} xid cid`.split(' ')),
  hash: new Set(`${PLAIN} bit varbit money tsvector tsquery`.split(' ')),
  gin: new Set(PLAIN.split(' ')),
};

/** Columns of a type that the index method cannot compare. */
export const OPERATOR_CLASS_REFUSALS: RefusalsByOperation = {
  addIndex: [({ table, index }, situation) => incomparable(table, index, situation)],
  addConstraint: [
    ({ table, constraint }, situation) =>
      constraint.kind === 'unique' || constraint.kind === 'primary-key' || constraint.kind === 'exclusion'
        ? incomparable(table, constraint.index, situation)
        : undefined,
  ],
};

function incomparable(ref: TableRef, index: IndexDefinition, situation: Situation): Refusal | undefined {
  const table: Table | undefined = findTable(situation.now, ref);
  const method = index.method ?? 'btree';
  const without = lookUp(WITHOUT, method);
  if (!without || !isKnown(situation, table)) return undefined;
  for (const { column: name, operatorClass } of index.parts) {
    const column = name === undefined || operatorClass !== undefined ? undefined : findColumn(table, name);
    const type = column && baseOf(situation.now, column.type);
    if (type?.schema === undefined && type && !isArray(type) && without.has(type.name)) {
      const reason = `The type ${type.name} of ${name ?? ''} has no operator class for ${method} indexes.`;
      return { code: '42704', reason };
    }
  }
  return undefined;
}
