import type { ServerVersion } from '../sql/dialect.js';
import { reservedWords } from '../sql/mysql/reserved-words.js';
import { RESERVED_WORDS } from '../sql/postgres/reserved-words.js';

/** Beyond every release: all words that are known to have become reserved. */
const NEWEST = 1000;

/** Whether a name is a reserved word on the server, or becomes one in a release behind it. */
export function reservedFrom(server: ServerVersion, name: string): 'now' | 'later' | undefined {
  if (server.dialect === 'postgres') return RESERVED_WORDS.has(name) ? 'now' : undefined;
  const word = name.toUpperCase();
  if (reservedWords(server).has(word)) return 'now';
  return newestWords(server.dialect).has(word) ? 'later' : undefined;
}

const newest = {
  mysql: { dialect: 'mysql', major: NEWEST, minor: 0, patch: 0 },
  mariadb: { dialect: 'mariadb', major: NEWEST, minor: 0, patch: 0 },
} as const satisfies Record<string, ServerVersion>;

function newestWords(dialect: 'mysql' | 'mariadb'): ReadonlySet<string> {
  return reservedWords(newest[dialect]);
}
