import type { Dialect, ServerVersion } from '../sql/dialect.js';
import { PRODUCT, versionText } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import { reservedWords } from '../sql/mysql/reserved-words.js';
import { nameText } from '../sql/name.js';
import { RESERVED_WORDS } from '../sql/postgres/reserved-words.js';

/** Longest name shown; a longer one is cut and ends in "…". */
const MAX_NAME = 80;

/** Longest sentence with names in it: three names and the words between. */
const MAX_SENTENCE = 300;

/** Control characters, line separators and the marks that reorder text: a name may hold them, a sentence may not. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name or value from SQL as a code span that nothing can break out of. */
export function code(name: string): string {
  const plain = name.replace(INVISIBLE, '').replaceAll('`', 'ˋ');
  const characters = Array.from(plain);
  const short = characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME - 1).join('')}…` : plain;
  return `\`${short === '' ? ' ' : short}\``;
}

/** A sentence that holds names from SQL, as plain text: no mark-up, no control characters, of bearable length. */
export function readable(sentence: string): string {
  const plain = Array.from(sentence.replace(INVISIBLE, '').replaceAll('`', 'ˋ'));
  return plain.length > MAX_SENTENCE ? `${plain.slice(0, MAX_SENTENCE - 1).join('')}…` : plain.join('');
}

/** `code` of each, joined as a sentence wants it; names past the fifth are counted. */
export function codeList(names: readonly string[]): string {
  const shown = names.length > 6 ? names.slice(0, 5) : names;
  const words = shown.map(code);
  if (shown.length < names.length) words.push(`${String(names.length - shown.length)} more`);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** A table and its column, for people: "orders.status". */
export function subjectOf(table: ObjectName, column?: string): string {
  return column === undefined ? nameText(table) : `${nameText(table)}.${column}`;
}

/** "MySQL 8.0.36". */
export function serverText(version: ServerVersion): string {
  return `${PRODUCT[version.dialect]} ${versionText(version)}`;
}

/** A name as SQL wants it written: quoted only where it has to be. */
export function quoteName(server: ServerVersion, name: string): string {
  const plain = name.replace(INVISIBLE, '');
  if (server.dialect === 'postgres') {
    const isPlain = /^[a-z_][a-z0-9_]*$/.test(plain) && !RESERVED_WORDS.has(plain);
    return isPlain ? plain : `"${plain.replaceAll('"', '""')}"`;
  }
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(plain) && !reservedWords(server).has(plain.toUpperCase());
  return isPlain ? plain : `\`${plain.replaceAll('`', '``')}\``;
}

/** A table or another object as SQL wants it written, with its schema where that was named. */
export function sqlNameOf(server: ServerVersion, { schema, name }: ObjectName): string {
  return schema === undefined
    ? quoteName(server, name)
    : `${quoteName(server, schema)}.${quoteName(server, name)}`;
}

/**
 * Whether text from SQL may stand in SQL that somebody pastes into a client: on one line, and without a backslash, which
 * mysql and psql take for a command of their own where they see the quotes around it otherwise than the server.
 */
export function isPrintable(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}\\]/u.test(text);
}

/** A string as SQL wants it written. */
export function quoteString(dialect: Dialect, value: string): string {
  const escaped = dialect === 'postgres' ? value : value.replaceAll('\\', '\\\\');
  return `'${escaped.replaceAll("'", "''")}'`;
}
