import type { Catalog, Table } from '../catalog/catalog.js';
import { isSameColumn } from '../catalog/difference.js';
import { keyOf } from '../catalog/find.js';
import type { Operation, OperationKind } from '../sql/operation.js';
import type { Script, Statement, Unreadable } from '../sql/statement.js';
import { dumpPlaces, type DumpPlaces } from './dump-places.js';
import { enumChanges } from './dump-enum-change.js';
import { tableDrafts, type Draft } from './dump-table-change.js';

/** Two dumps of one schema, as read. */
export interface DumpPair {
  readonly before: Catalog;
  readonly after: Catalog;
  /** The dump after the change, whose lines the statements stand at. */
  readonly script: Script;
  /** Whether a table may be there, or be another, unseen: what could not be read may speak of it. */
  readonly isDoubtful: (table: Table) => boolean;
}

/** What turns one dump's schema into the other's. */
export interface DumpChange {
  /** In an order in which they could run; each has a start of its own, within or behind the lines that it stands at. */
  readonly statements: readonly Statement[];
  /** Tables, columns, indexes, constraints and ENUM values in which the dumps differ; a new table is one. */
  readonly changes: number;
  /** What no statement makes. */
  readonly unexpressed: readonly Unreadable[];
}

/**
 * The difference of two dumps as statements that could have made it: ENUM values, new tables as they stand, tables that
 * change, tables that go. Which statements really ran is not known.
 */
export function dumpChange(pair: DumpPair): DumpChange {
  const { before, after, script, isDoubtful } = pair;
  const places = dumpPlaces(script, after);
  const gone = [...before.tables].filter(([key, table]) => !after.tables.has(key) && !isDoubtful(table));
  const made = [...after.tables].filter(([key, table]) => !before.tables.has(key) && !isDoubtful(table));
  const renames = renamedTables(gone, made, after);
  const renamed = new Set(renames.values());
  const created = new Set(made.map(([key]) => key).filter((key) => !renames.has(key)));
  const old = (key: string): Table | undefined => renames.get(key) ?? before.tables.get(key);
  const enums = enumChanges(before, after, places);
  const drafts = [
    ...enums.drafts,
    ...renameDrafts(renames, after, places),
    ...[...after.tables].flatMap(([key, to]) => {
      const from = old(key);
      if (!from || isDoubtful(to) || isDoubtful(from)) return [];
      return tableDrafts({ key, from, to, after, places });
    }),
    ...dropDrafts(
      gone.map(([, table]) => table).filter((table) => !renamed.has(table)),
      places,
    ),
  ];
  const changes = drafts.reduce((sum, { operations }) => sum + operations.length, created.size);
  const creating = creatingStatements(pair, created);
  const statements = apart([...creating, ...drafts.map(statementOf)]);
  return { statements, changes, unexpressed: enums.unexpressed };
}

/** A table that goes while one with the same columns comes is taken for renamed, where no other pair is possible. */
function renamedTables(
  gone: readonly (readonly [string, Table])[],
  made: readonly (readonly [string, Table])[],
  { dialect }: Catalog,
): ReadonlyMap<string, Table> {
  const shape = ({ columns }: Table): string =>
    JSON.stringify(columns.map(({ name, type }) => [name, type.text]));
  const byShape = (tables: readonly (readonly [string, Table])[]) => {
    const groups = new Map<string, (readonly [string, Table])[]>();
    for (const one of tables) groups.set(shape(one[1]), [...(groups.get(shape(one[1])) ?? []), one]);
    return groups;
  };
  const comers = byShape(made);
  return new Map(
    [...byShape(gone)].flatMap(([columns, [first, ...others]]) => {
      const [comer, ...more] = comers.get(columns) ?? [];
      if (!first || !comer || others.length > 0 || more.length > 0) return [];
      const isSame = comer[1].columns.every((column, at) => {
        const from = first[1].columns[at];
        return from !== undefined && isSameColumn({ ...from, default: column.default }, column, dialect);
      });
      return isSame ? [[comer[0], first[1]] as const] : [];
    }),
  );
}

function renameDrafts(
  renames: ReadonlyMap<string, Table>,
  after: Catalog,
  places: DumpPlaces,
): readonly Draft[] {
  return [...renames].flatMap(([key, { name }]) => {
    const to = after.tables.get(key);
    const span = places.table(key);
    return to
      ? [{ head: 'ALTER TABLE', span, operations: [{ kind: 'renameTable', table: name, to: to.name, span }] }]
      : [];
  });
}

/** Tables that are gone have no line left: their statement stands at the dump's first one. */
function dropDrafts(tables: readonly Table[], places: DumpPlaces): readonly Draft[] {
  if (tables.length === 0) return [];
  const span = places.table('');
  const operations = tables.map(({ name }): Operation => ({
    kind: 'dropTable',
    table: name,
    span,
    ifExists: false,
    temporary: false,
    cascade: false,
  }));
  return [{ head: 'DROP TABLE', span, operations }];
}

/** What makes a table; a dump's rows, triggers and privileges are no part of it. */
const CREATING: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'createTable',
  'addColumn',
  'addIndex',
  'addConstraint',
  'setColumnDefault',
  'changeIdentity',
]);

/** The dump's own statements about tables and types that are new. */
function creatingStatements(
  { before, after, script }: DumpPair,
  created: ReadonlySet<string>,
): readonly Statement[] {
  const isCreating = (operation: Operation): boolean => {
    if (operation.kind === 'createType') return !before.types.has(keyOf(after, operation.type));
    if (!CREATING.has(operation.kind) || !('table' in operation) || !operation.table) return false;
    return created.has(keyOf(after, operation.table));
  };
  return script.entries.flatMap((entry) =>
    entry.kind === 'statement' && entry.statement.operations.some(isCreating) ? [entry.statement] : [],
  );
}

function statementOf({ head, span, operations }: Draft): Statement {
  return { head, span, operations, text: '' };
}

/** The engine tells the statements of a file apart by where they start. */
function apart(statements: readonly Statement[]): readonly Statement[] {
  const next = new Map<number, number>();
  const taken = new Set<number>();
  return statements.map((statement) => {
    const { span } = statement;
    let start = next.get(span.start) ?? span.start;
    while (taken.has(start)) start += 1;
    taken.add(start);
    next.set(span.start, start + 1);
    return start === span.start ? statement : { ...statement, span: { ...span, start } };
  });
}
