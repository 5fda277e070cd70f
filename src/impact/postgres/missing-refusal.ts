import type { Table } from '../../catalog/catalog.js';
import { findColumn, findTable, findView } from '../../catalog/find.js';
import type { ConstraintDefinition, Expression, IndexDefinition } from '../../sql/column.js';
import { nameText } from '../../sql/name.js';
import type { TableRef } from '../../sql/name.js';
import type { Refusal } from './change.js';
import { isKnown } from './relation.js';
import type { RefusalsByOperation, Situation } from './situation.js';
import { isSystemColumn } from './system-columns.js';

/** Columns, triggers, policies and rules that a statement names and the table does not have. */
export const MISSING_REFUSALS: RefusalsByOperation = {
  addIndex: [({ table, index }, situation) => missing(table, columnsOf(index), situation)],
  addConstraint: [
    ({ table, constraint }, situation) => missing(table, columnsOfConstraint(constraint), situation),
    ({ constraint }, situation) =>
      constraint.kind === 'foreign-key'
        ? missing(constraint.references, constraint.referencedColumns, situation)
        : undefined,
  ],
  addColumn: [
    ({ table, column }, situation) =>
      missing(table, others(column.generated?.expression, column.name), situation),
  ],
  setColumnExpression: [({ table, expression }, situation) => missing(table, others(expression), situation)],
  changeIdentity: [({ table, column }, situation) => missing(table, [column], situation)],
  setColumnAttribute: [({ table, column }, situation) => missing(table, [column], situation)],
  createTrigger: [({ table, columns }, situation) => missing(table, columns ?? [], situation)],
  setTableAttribute: [
    ({ table, attribute, value }, situation) => {
      if (attribute !== 'trigger') return undefined;
      const name = /^(?:enable|disable)(?: always| replica)? (.+)$/.exec(value)?.[1];
      if (name === undefined || /^(?:all|user|RI_ConstraintTrigger.*)$/.test(name)) return undefined;
      return missingMember(table, 'trigger', name, situation);
    },
  ],
  dropObject: [
    ({ object, name, table, ifExists }, situation) =>
      ifExists ? undefined : missingMember(table, object, name.name, situation),
  ],
  alterObject: [({ object, name, table }, situation) => missingMember(table, object, name.name, situation)],
  renameObject: [({ object, name, table }, situation) => missingMember(table, object, name.name, situation)],
};

function columnsOf({ parts, include, where }: IndexDefinition): readonly string[] {
  return [
    ...parts.flatMap(({ column, expression }) => column ?? others(expression)),
    ...(include ?? []),
    ...others(where),
  ];
}

function columnsOfConstraint(constraint: ConstraintDefinition): readonly string[] {
  switch (constraint.kind) {
    case 'foreign-key':
      return constraint.columns;
    case 'check':
      return others(constraint.expression);
    case 'not-null':
      return [constraint.column];
    default:
      return constraint.usingIndex === undefined ? columnsOf(constraint.index) : [];
  }
}

/** The columns that an expression mentions, a column apart that is only now being added. */
function others(expression: Expression | undefined, own?: string): readonly string[] {
  return (expression?.columns ?? []).filter((column) => column !== own && column !== '*');
}

function missing(ref: TableRef, columns: readonly string[], situation: Situation): Refusal | undefined {
  const table = findTable(situation.now, ref);
  if (!isKnown(situation, table) || findView(situation.now, ref)) return undefined;
  const isThere = (column: string): boolean =>
    // The name of the table in an expression is its whole row.
    findColumn(table, column) !== undefined || isSystemColumn(column) || column === table.name.name;
  const lost = columns.find((column) => !isThere(column));
  return lost === undefined
    ? undefined
    : { code: '42703', reason: `The table ${nameText(table.name)} has no column ${lost}.` };
}

function missingMember(
  ref: TableRef | undefined,
  object: string,
  name: string,
  situation: Situation,
): Refusal | undefined {
  const table = ref && findTable(situation.now, ref);
  if (!isKnown(situation, table) || !MEMBERS.has(object) || namesOf(table, object).includes(name))
    return undefined;
  // A partition has copies of its parent's triggers.
  if (table.partitionOf) return undefined;
  return { code: '42704', reason: `${nameText(table.name)} has no ${object} ${name}.` };
}

const MEMBERS: ReadonlySet<string> = new Set(['trigger', 'policy', 'rule']);

function namesOf({ triggers, dependents }: Table, object: string): readonly string[] {
  if (object === 'trigger') return triggers.map(({ name }) => name);
  return dependents.flatMap((one) => (one.object === object ? one.name : []));
}
