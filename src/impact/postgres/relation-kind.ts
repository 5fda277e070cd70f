import type { Catalog } from '../../catalog/catalog.js';
import { findIndexByName, findTable, findView } from '../../catalog/find.js';
import { candidateKeys } from '../../catalog/names.js';
import { nameText } from '../../sql/name.js';
import type { ObjectName } from '../../sql/name.js';
import type { OperationKind } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import type { RefusalOf, RefusalsByOperation, Situation } from './situation.js';

/** What a name of the one name space of tables, views, sequences and indexes stands for. */
type RelationKind = 'table' | 'view' | 'materialized view' | 'sequence' | 'index';

function kindOf(catalog: Catalog, ref: ObjectName): RelationKind | undefined {
  if (findTable(catalog, ref)) return 'table';
  const view = findView(catalog, ref);
  if (view) return view.materialized ? 'materialized view' : 'view';
  if (candidateKeys(catalog, ref).some((key) => catalog.sequences.has(key))) return 'sequence';
  return findIndexByName(catalog, ref) ? 'index' : undefined;
}

/** The server's word for a name that stands for something else; nothing where the history shows no such name. */
function unlessKind(
  ref: ObjectName | undefined,
  allowed: readonly RelationKind[],
  { now }: Situation,
): Refusal | undefined {
  const kind = ref && kindOf(now, ref);
  if (!ref || !kind || allowed.includes(kind)) return undefined;
  const wanted = allowed.join(' or ');
  return { code: '42809', reason: `${nameText(ref)} is a ${kind}, and the statement needs a ${wanted}.` };
}

interface OnTable {
  readonly table: ObjectName;
}

function onTable(...allowed: readonly RelationKind[]): readonly RefusalOf<never>[] {
  const check = ({ table }: OnTable, situation: Situation) => unlessKind(table, allowed, situation);
  return [check];
}

/** Actions of ALTER TABLE on tables alone. Source: ATPrepCmd() in tablecmds.c, executed on PostgreSQL 18. */
const OF_TABLES: readonly OperationKind[] = [
  'addColumn',
  'dropColumn',
  'changeColumnType',
  'setColumnNullable',
  'setColumnExpression',
  'changeIdentity',
  'dropConstraint',
  'validateConstraint',
  'alterConstraint',
  'changeInheritance',
  'truncateTable',
  'dropTable',
  'attachPartition',
];

/** A name that stands for another kind of relation than the statement works on. */
export const KIND_REFUSALS: RefusalsByOperation = {
  ...Object.fromEntries(OF_TABLES.map((kind) => [kind, onTable('table')])),
  addConstraint: [
    ({ table }, situation) => unlessKind(table, ['table'], situation),
    ({ constraint }, situation) =>
      constraint.kind === 'foreign-key' ? unlessKind(constraint.references, ['table'], situation) : undefined,
  ],
  setColumnDefault: [({ table }, situation) => unlessKind(table, ['table', 'view'], situation)],
  addIndex: [({ table }, situation) => unlessKind(table, ['table', 'materialized view'], situation)],
  lockTables: [
    ({ tables }, situation) =>
      tables
        .map(({ table }) =>
          unlessKind(table, situation.version.major < 11 ? ['table'] : ['table', 'view'], situation),
        )
        .find((refusal) => refusal !== undefined),
  ],
  createTrigger: [({ table }, situation) => unlessKind(table, ['table', 'view'], situation)],
  dropView: [
    ({ view, materialized }, situation) =>
      unlessKind(view, [materialized ? 'materialized view' : 'view'], situation),
  ],
  refreshView: [
    ({ view }, situation) => {
      if (kindOf(situation.now, view) !== 'table') {
        return unlessKind(view, ['materialized view'], situation);
      }
      return { code: '0A000', reason: `${nameText(view)} is not a materialized view.` };
    },
  ],
  alterSequence: [({ sequence }, situation) => unlessKind(sequence, ['sequence'], situation)],
  dropIndex: [({ index }, situation) => unlessKind(index, ['index'], situation)],
};
