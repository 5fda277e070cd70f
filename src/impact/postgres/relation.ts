import type { Catalog, Table, View } from '../../catalog/catalog.js';
import { findTable, findView, foreignKeysOf, foreignKeysReferencing } from '../../catalog/find.js';
import type { Reference } from '../../catalog/find.js';
import { candidateKeys, storedKey } from '../../catalog/names.js';
import { descendants } from '../../catalog/postgres/family.js';
import type { ObjectName, TableRef } from '../../sql/name.js';
import type { Situation } from './situation.js';

/** A table, view, materialised view or sequence that a change meets. */
export interface Relation {
  readonly name: ObjectName;
  /**
   * False for what has no rows of its own: partitioned tables, views, sequences. A partitioned table stands for those of
   * its partitions that the history does not show.
   */
  readonly stores: boolean;
}

interface OnTable {
  readonly table: TableRef;
  readonly only?: boolean | undefined;
}

/** A table as what can be locked. A partitioned one stores nothing, unless partitions may exist unseen. */
export function relationOfTable(table: Table): Relation {
  return {
    name: table.name,
    stores: table.partitioning === undefined || table.past.hasUnseenPartitions === true,
  };
}

/** A view as what can be locked; only a materialised one stores rows. */
export function relationOfView(view: View): Relation {
  return { name: view.name, stores: view.materialized };
}

/** True for a table that the statement itself makes: nobody else can see it yet. */
export function isMadeHere({ before }: Situation, table: Table): boolean {
  return !before.tables.has(storedKey(before, table.name));
}

/** The relation of this name, known to the history or not; none when this statement makes it. */
export function named(situation: Situation, ref: TableRef): readonly Relation[] {
  const { now } = situation;
  const table = findTable(now, ref);
  if (table) return isMadeHere(situation, table) ? [] : [relationOfTable(table)];
  const view = findView(now, ref);
  if (view) return [relationOfView(view)];
  const sequence = candidateKeys(now, ref).find((key) => now.sequences.has(key));
  const stored = sequence === undefined ? undefined : now.sequences.get(sequence);
  return [stored ? { name: stored.name, stores: false } : { name: ref, stores: true }];
}

/** The table that an ALTER TABLE names, without its children. */
export function target(situation: Situation, on: OnTable): readonly Relation[] {
  return named(situation, on.table);
}

/** The table with its partitions and inheritance children, unless the statement says ONLY. */
export function family(situation: Situation, on: OnTable): readonly Relation[] {
  const table = findTable(situation.now, on.table);
  const own = target(situation, on);
  if (!table || on.only === true || own.length === 0) return own;
  return [...own, ...descendants(situation.now, table).map(relationOfTable)];
}

/** The tables of {@link family} as the history shows them. */
export function familyTables({ now }: Situation, on: OnTable): readonly Table[] {
  const table = findTable(now, on.table);
  if (!table) return [];
  return on.only === true ? [table] : [table, ...descendants(now, table)];
}

/** A table and its partitions, not its inheritance children: what a foreign key covers. */
export function withPartitions(situation: Situation, ref: TableRef): readonly Relation[] {
  return [...named(situation, ref), ...partitionsBelow(situation.now, ref).map(relationOfTable)];
}

/** The partitions of a table and theirs. */
export function partitionsBelow(catalog: Catalog, ref: TableRef): readonly Table[] {
  const table = findTable(catalog, ref);
  if (!table) return [];
  return descendants(catalog, table).filter((one) => one !== table && one.partitionOf !== undefined);
}

/** The sequences that belong to a table, or to one column of it. */
export function ownedSequences({ now }: Situation, table: Table, column?: string): readonly Relation[] {
  return [...now.sequences.values()].flatMap(({ name, ownedBy }) =>
    ownedBy &&
    storedKey(now, ownedBy.table) === storedKey(now, table.name) &&
    (column === undefined || ownedBy.column === column)
      ? [{ name, stores: false }]
      : [],
  );
}

/** The tables that the foreign keys of a table point at, those that it shares with its parent left out. */
export function referencedTables(
  situation: Situation,
  table: Table,
  concerns: (key: Reference['key']) => boolean = () => true,
): readonly Relation[] {
  return foreignKeysOf(table)
    .filter(concerns)
    .flatMap((key) => withPartitions(situation, key.references));
}

/** The tables with foreign keys that point at this one. */
export function referencingTables(
  { now }: Situation,
  table: Table,
  concerns: (key: Reference['key']) => boolean = () => true,
): readonly Relation[] {
  return foreignKeysReferencing(now, table.name)
    .filter(({ key }) => concerns(key))
    .map((reference) => relationOfTable(reference.table));
}

/** True when the history shows the whole table. */
export function isKnown({ now }: Situation, table: Table | undefined): table is Table {
  return table?.uncertain.length === 0 && now.uncertain.length === 0;
}
