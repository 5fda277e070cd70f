import type { Column, Table } from '../catalog/catalog.js';
import { bytesPerCharacter } from '../catalog/mysql/charset.js';

/** MySQL's and MariaDB's limit for the columns of a row together, whatever the engine; TEXT and BLOB count as pointers. */
export const MAX_ROW_BYTES = 65_535;

/** Bytes of types whose width is fixed; what is not here counts as nothing, so that the sum is never too large. */
const FIXED: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  bigint: 8,
  float: 4,
  double: 8,
  date: 3,
  tinytext: 9,
  tinyblob: 9,
  text: 10,
  blob: 10,
  mediumtext: 11,
  mediumblob: 11,
  longtext: 12,
  longblob: 12,
};

/** MySQL, MariaDB: what the longest row of the table takes by the server's own count, at least. */
export function rowBytes({ columns }: Table): number {
  return columns
    .filter(({ generated }) => generated?.storage !== 'virtual')
    .reduce((sum, column) => sum + columnBytes(column), 0);
}

function columnBytes({ type, charset }: Column): number {
  const characters = type.length ?? 1;
  if (type.name === 'varchar' || type.name === 'varbinary') {
    const bytes = characters * bytesPerCharacter(charset ?? 'binary');
    return bytes + (bytes > 255 ? 2 : 1);
  }
  if (type.name === 'char' || type.name === 'binary')
    return characters * bytesPerCharacter(charset ?? 'binary');
  return FIXED[type.name] ?? 0;
}

/** MySQL, MariaDB: what a column, or its first `prefix` characters, takes of a key, at least. */
export function keyBytes(column: Column, prefix: number | undefined): number {
  const { name, length } = column.type;
  const isText = /^(?:var)?(?:char|binary)$|(?:text|blob)$/.test(name);
  if (!isText) return FIXED[name] ?? 0;
  const width = /blob|binary/.test(name) ? 1 : bytesPerCharacter(column.charset ?? 'binary');
  return (prefix ?? (/text|blob/.test(name) ? 0 : (length ?? 1))) * width;
}
