import type { Statement } from '../sql/statement.js';
import type { Catalog, Table } from './catalog.js';
import { changeTable } from './edit.js';
import { findColumn, findTable } from './find.js';
import { bytesOfDropped } from './mysql/row-bytes.js';

/** What only a prediction knows of a statement, and a table remembers. */
export interface Effects {
  /** MySQL 8.0.29 and later: it uses up an instant row version. */
  readonly rowVersion?: boolean | undefined;
  /** The table is written anew. */
  readonly rebuilds?: boolean | undefined;
  /** Only what describes the table changes: ALGORITHM=INSTANT. */
  readonly instant?: boolean | undefined;
}

/** Writes into a table's past what a statement, which is applied already, leaves there. */
export function remember(before: Catalog, catalog: Catalog, statement: Statement, effects: Effects): Catalog {
  const altered = statement.operations.find(
    (operation) => operation.kind !== 'createTable' && 'table' in operation,
  );
  const ref = altered && 'table' in altered ? altered.table : undefined;
  if (!ref) return catalog;
  const bytes = effects.instant === true ? droppedBytes(findTable(before, ref), statement) : 0;
  return changeTable(catalog, ref, (table) => ({
    ...table,
    past: { ...table.past, ...pastAfter(table, effects, bytes) },
  }));
}

/** MariaDB keeps what is dropped instantly in every row, until the table is written anew. */
function droppedBytes(table: Table | undefined, { operations }: Statement): number {
  if (table?.dialect !== 'mariadb') return 0;
  return operations.reduce((sum, operation) => {
    const column = operation.kind === 'dropColumn' ? findColumn(table, operation.column) : undefined;
    return column ? sum + bytesOfDropped(column) : sum;
  }, 0);
}

function pastAfter(table: Table, effects: Effects, dropped: number): Partial<Table['past']> {
  if (effects.rebuilds === true) {
    const hadFulltext = table.indexes.some((index) => index.method === 'fulltext');
    return { instantRowVersions: 0, hadFulltext, droppedBytes: undefined };
  }
  const { instantRowVersions, droppedBytes: known = 0 } = table.past;
  return {
    ...(effects.rowVersion === true ? { instantRowVersions: instantRowVersions + 1 } : {}),
    ...(dropped > 0 ? { droppedBytes: known + dropped } : {}),
  };
}
