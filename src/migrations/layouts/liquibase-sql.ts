import type { Dialect } from '../../sql/dialect.js';
import { blank } from '../blank.js';
import type { NameReader } from '../file-name.js';
import type { Layout, RawSection } from '../layout.js';
import { markedSections, type Mark } from '../marked-sections.js';

/** Liquibase's includeAll takes every file of a folder, in the order of the names. */
const readAnyName: NameReader = ({ stem, label }) => ({
  version: stem,
  direction: 'both',
  label,
  depth: 1,
});

const CHANGE_SET = /^\s*--\s*changeset\s+\S.*/i;
const ROLLBACK_LINE = /^([ \t]*--[ \t]*rollback[ \t:]+)(.*)$/gim;
const ROLLBACK_BLOCK = /(\/\*[ \t]*liquibase[ \t]+rollback\b)([\s\S]*?)(?:\*\/|$)/gi;
const NO_SQL = /^(?:not required|empty)\b/i;

/** Reads `dbms:mysql,mariadb` and `dbms:"!h2"`; Liquibase calls PostgreSQL postgresql. */
function runsOn(line: string, dialect: Dialect | undefined): boolean {
  const list = /\bdbms:"?([\w!, ]+)/i.exec(line)?.[1];
  if (list === undefined || dialect === undefined) return true;
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  const own = dialect === 'postgres' ? 'postgresql' : dialect;
  if (names.includes(`!${own}`) || names.includes('none')) return false;
  return names.includes(own) || names.includes('all') || names.every((name) => name.startsWith('!'));
}

function readChangeSet(line: string, dialect: Dialect | undefined): Mark | undefined {
  if (!CHANGE_SET.test(line)) return undefined;
  if (!runsOn(line, dialect)) return { direction: 'neither' };
  const outside = /\brunInTransaction:\s*"?false/i.test(line);
  return { direction: 'up', wrapping: outside ? 'statements' : 'transaction', own: true };
}

/** The SQL inside of rollback comments, at its place; undefined when the file has none. */
function rollbackOf(text: string): RawSection | undefined {
  const places: { start: number; end: number }[] = [];
  for (const pattern of [ROLLBACK_LINE, ROLLBACK_BLOCK]) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index + (match[1] ?? '').length;
      if (!NO_SQL.test((match[2] ?? '').trim())) places.push({ start, end: start + (match[2] ?? '').length });
    }
  }
  if (places.length === 0) return undefined;
  const blanked = blank(text);
  let sql = '';
  let at = 0;
  for (const place of places.sort((left, right) => left.start - right.start)) {
    if (place.start < at) continue;
    sql += blanked.slice(at, place.start) + text.slice(place.start, place.end);
    at = place.end;
  }
  return { direction: 'down', sql: sql + blanked.slice(at) };
}

/** Liquibase formatted SQL: change sets, each a transaction of its own; the way back stands in comments. */
export const liquibaseSql: Layout = {
  id: 'liquibase-sql',
  read: readAnyName,
  order: 'name',
  checksums: 'applied',
  wrapping: () => 'transaction',
  split: (text, dialect) => {
    const rollback = rollbackOf(text);
    const changes = markedSections(text, (line) => readChangeSet(line, dialect));
    return changes && rollback ? [...changes, rollback] : changes;
  },
};
