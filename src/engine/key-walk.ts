import type { Table } from '../catalog/catalog.js';
import { findColumn, primaryKeyOf } from '../catalog/find.js';
import type { ServerVersion } from '../sql/dialect.js';
import { isPrintable, quoteName } from './words.js';

/** A condition on more columns than this is longer than anybody reads. */
const MOST_COLUMNS = 3;

/** MySQL, MariaDB: types whose values a variable of the session holds and gives back as they are. */
const HELD =
  /^(?:(?:tiny|small|medium|big)?int|integer|decimal|numeric|(?:var)?(?:char|binary)|date|datetime|uuid)$/;

/** PostgreSQL: what ends the quoted block. */
const QUOTE = '$batches$';

/** A change of rows, as SQL. */
export interface RowChange {
  /** The statement up to its WHERE. */
  readonly change: string;
  /** The condition of the rows that it is for; undefined for all. */
  readonly where: string | undefined;
  /** The name of the table in the statement, where columns of others stand beside its own. */
  readonly qualifier?: string | undefined;
}

/**
 * SQL that makes a change of rows along the primary key, `size` rows to a transaction, and ends behind the last key. `name` is the
 * table as SQL writes it. Undefined where there is no key to go by, where the server cannot commit inside a block, and
 * where a client would read the text otherwise than the server.
 */
export function keyWalk(
  server: ServerVersion,
  table: Table,
  name: string,
  change: RowChange,
  size: number,
): string | undefined {
  const key = keyOf(server, table);
  const texts = [name, ...(key ?? []), change.change, change.where ?? ''];
  if (!key || !texts.every((text) => isPrintable(text) && !text.includes(QUOTE))) return undefined;
  const places = placesOf(server, key);
  const list = key.join(', ');
  const limited = {
    first: `ORDER BY ${list} LIMIT 1`,
    last: `ORDER BY ${key.map((one) => `${one} DESC`).join(', ')} LIMIT 1`,
  };
  const bound = bounds(server, key, places);
  const { qualifier } = change;
  const own =
    qualifier === undefined
      ? bound
      : bounds(
          server,
          key.map((one) => `${qualifier}.${one}`),
          places,
        );
  const rest = change.where === undefined ? '' : ` AND (${change.where})`;
  const batch = `(SELECT ${list} FROM ${name} WHERE ${bound.from} ORDER BY ${list} LIMIT ${String(size)}) AS batch`;
  const steps = {
    start: `SELECT ${list} INTO ${places.into.low} FROM ${name} ${limited.first};`,
    end: `SELECT ${list} INTO ${places.into.high} FROM ${batch} ${limited.last};`,
    change: `${change.change} WHERE ${own.within}${rest};`,
    next: `SELECT ${list} INTO ${places.into.low} FROM ${name} WHERE ${bound.behind} ${limited.first};`,
  };
  return server.dialect === 'postgres' ? block(steps) : procedure(steps);
}

/** The columns of the key, as SQL writes them. */
function keyOf(server: ServerVersion, table: Table): readonly string[] | undefined {
  const parts = primaryKeyOf(table)?.parts ?? [];
  if (parts.length === 0 || parts.length > MOST_COLUMNS) return undefined;
  const isPostgres = server.dialect === 'postgres';
  if (isPostgres && server.major < 11) return undefined;
  const isHeld = parts.every(({ column, prefix }) => {
    const found = column === undefined ? undefined : findColumn(table, column);
    return found && prefix === undefined && (isPostgres || HELD.test(found.type.name));
  });
  return isHeld ? parts.map(({ column }) => quoteName(server, column ?? '')) : undefined;
}

/** Where the first and the last key of a batch are kept. */
interface Places {
  readonly low: readonly string[];
  readonly high: readonly string[];
  readonly into: { readonly low: string; readonly high: string };
}

function placesOf({ dialect }: ServerVersion, key: readonly string[]): Places {
  if (dialect === 'postgres') {
    // Names that no column has: a variable and a column of one name are an error.
    const [low, high] = ['batch_low', 'batch_high'];
    return {
      low: key.map((one) => `${low}.${one}`),
      high: key.map((one) => `${high}.${one}`),
      into: { low, high },
    };
  }
  // Variables of the session: a declared one would hide a column of its name in the author's condition.
  const numbered = (word: string): readonly string[] =>
    key.map((_, index) => (key.length === 1 ? `@${word}` : `@${word}_${String(index + 1)}`));
  const [low, high] = [numbered('low'), numbered('high')];
  return { low, high, into: { low: low.join(', '), high: high.join(', ') } };
}

interface Bounds {
  /** From the first key of the batch on. */
  readonly from: string;
  /** From the first key to the last. */
  readonly within: string;
  readonly behind: string;
}

function bounds({ dialect }: ServerVersion, key: readonly string[], { low, high }: Places): Bounds {
  const compare = (operator: '>=' | '<=' | '>', values: readonly string[]): string => {
    if (key.length === 1) return `${key.join()} ${operator} ${values.join()}`;
    // MySQL and MariaDB read the whole table for (a, b) >= (1, 2).
    return dialect === 'postgres'
      ? `(${key.join(', ')}) ${operator} (${values.join(', ')})`
      : inOrder(key, operator, values);
  };
  const from = compare('>=', low);
  const within =
    key.length === 1
      ? `${key.join()} BETWEEN ${low.join()} AND ${high.join()}`
      : `${from} AND ${compare('<=', high)}`;
  return { from, within, behind: compare('>', high) };
}

/** `(a > @1 OR a = @1 AND b >= @2)`. */
function inOrder(key: readonly string[], operator: string, values: readonly string[]): string {
  const [column = '', ...columns] = key;
  const [value = '', ...rest] = values;
  if (columns.length === 0) return `${column} ${operator} ${value}`;
  return `(${column} ${operator.charAt(0)} ${value} OR ${column} = ${value} AND ${inOrder(columns, operator, rest)})`;
}

interface Steps {
  readonly start: string;
  readonly end: string;
  readonly change: string;
  readonly next: string;
}

function block({ start, end, change, next }: Steps): string {
  return [
    // It counts for the block as a whole.
    'SET statement_timeout = 0;',
    `DO ${QUOTE}`,
    'DECLARE',
    '  batch_low record;',
    '  batch_high record;',
    'BEGIN',
    `  ${start}`,
    '  WHILE FOUND LOOP',
    `    ${end}`,
    `    ${change}`,
    '    COMMIT;',
    '    PERFORM pg_sleep(0.2);',
    `    ${next}`,
    '  END LOOP;',
    'END',
    `${QUOTE};`,
  ].join('\n');
}

function procedure({ start, end, change, next }: Steps): string {
  return [
    'DELIMITER //',
    'CREATE PROCEDURE change_in_batches()',
    'BEGIN',
    '  DECLARE CONTINUE HANDLER FOR NOT FOUND SET @at_end = TRUE;',
    '  SET @at_end = FALSE;',
    `  ${start}`,
    '  WHILE NOT @at_end DO',
    `    ${end}`,
    `    ${change}`,
    '    COMMIT;',
    '    DO SLEEP(0.2);',
    `    ${next}`,
    '  END WHILE;',
    'END //',
    'DELIMITER ;',
    'CALL change_in_batches();',
    'DROP PROCEDURE change_in_batches;',
  ].join('\n');
}
