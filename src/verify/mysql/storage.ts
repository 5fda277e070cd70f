import type { Connection, Row } from '../connection.js';
import { ServerError } from '../connection.js';

/** How a database's tables are stored: another id is another storage. */
export interface Storage {
  /** By table; the ids of all its partitions. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** MySQL 8.0.29 and later: instant row versions, by id. */
  readonly versions: ReadonlyMap<string, number>;
}

/** InnoDB's own list of tables: its name since MySQL 8.0, and before that and on MariaDB. */
const LISTS = ['INNODB_TABLES', 'INNODB_SYS_TABLES'];

/** Undefined when the user may not see InnoDB's tables (that needs the PROCESS privilege). */
export async function storageOf(connection: Connection, database: string): Promise<Storage | undefined> {
  for (const list of LISTS) {
    try {
      return storageFrom(
        await connection.query(
          `SELECT * FROM information_schema.${list} WHERE NAME LIKE '${database}/%' ORDER BY NAME`,
        ),
      );
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
  }
  return undefined;
}

function storageFrom(rows: readonly Row[]): Storage {
  const ids = new Map<string, string[]>();
  const versions = new Map<string, number>();
  for (const row of rows) {
    const { NAME, TABLE_ID, TOTAL_ROW_VERSIONS } = row;
    const table = tableOf(String(NAME));
    ids.set(table, [...(ids.get(table) ?? []), String(TABLE_ID)]);
    versions.set(String(TABLE_ID), Number(TOTAL_ROW_VERSIONS ?? 0));
  }
  return { ids, versions };
}

/** `database/table#p#p0` without what follows the table; other characters than letters are written as @ and a number. */
function tableOf(name: string): string {
  const file = name.slice(name.indexOf('/') + 1).replace(/#[pP]#.*$/s, '');
  return file.replaceAll(/@([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** Tables that are there before and after and whose storage both lists show: not temporary, and of InnoDB. */
export function watchedTables(before: Storage, after: Storage): readonly string[] {
  return [...before.ids.keys()].filter((table) => after.ids.has(table));
}

/**
 * The watched tables that lost storage and got new: not where a partition only comes or goes, nor where two tables
 * exchange theirs.
 */
export function rewritten(before: Storage, after: Storage): readonly string[] {
  const known = new Set([...before.ids.values()].flat());
  return watchedTables(before, after).filter((table) => {
    const now = after.ids.get(table) ?? [];
    const lost = before.ids.get(table)?.some((id) => !now.includes(id)) ?? false;
    return lost && now.some((id) => !known.has(id));
  });
}

/** True when some storage uses more instant row versions than before, whatever the name of its table is now. */
export function usedRowVersion(before: Storage, after: Storage): boolean {
  return [...after.versions].some(([id, count]) => count > (before.versions.get(id) ?? count));
}
