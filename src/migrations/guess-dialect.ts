import type { Dialect } from '../sql/dialect.js';

type Clue = readonly [server: Dialect | 'other', weight: number, pattern: RegExp];

/**
 * Constructs that one server has and the others refuse. Weight 3 decides alone; the lesser ones are words that another
 * server has too, or could take for a name.
 */
const CLUES: readonly Clue[] = [
  ['mysql', 3, /\b(?:ENGINE\s*=\s*\w|AUTO_INCREMENT\b|MODIFY\s+COLUMN\b|CHANGE\s+COLUMN\b)/i],
  ['mysql', 3, /\bCONVERT\s+TO\s+CHARACTER\s+SET\b|\bDEFAULT\s+CHARSET\s*=|\/\*!\d{5}/i],
  ['mysql', 3, /\b(?:ALGORITHM|LOCK)\s*=\s*(?:INSTANT|INPLACE|COPY|NONE|SHARED|EXCLUSIVE)\b/i],
  ['mysql', 3, /`\s+(?:varchar|int|bigint|tinyint|smallint|datetime|enum|decimal|char|json|longtext)\b/i],
  ['mysql', 2, /`[^`\n]{1,64}`/],
  ['mysql', 2, /\b(?:MEDIUMINT|LONGTEXT|MEDIUMTEXT|LONGBLOB|MEDIUMBLOB|DATETIME|UNSIGNED|TINYINT)\b/i],
  ['mysql', 2, /\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b|^[ \t]*DELIMITER[ \t]/im],
  ['mariadb', 3, /\b(?:WITH|ADD|DROP)\s+SYSTEM\s+VERSIONING\b|\bPERIOD\s+FOR\s+SYSTEM_TIME\b|\/\*M!/i],
  ['mariadb', 3, /\bENGINE\s*=\s*(?:Aria|ColumnStore|Mroonga|TokuDB)\b|\bALGORITHM\s*=\s*NOCOPY\b/i],
  ['mariadb', 3, /\bADD\s+(?:COLUMN|INDEX|KEY)\s+IF\s+NOT\s+EXISTS\s+`/i],
  ['postgres', 3, /\b(?:AS|DO)\s+\$\w*\$|\bLANGUAGE\s+'?plpgsql\b|::"?[a-z_]/i],
  ['postgres', 3, /\bCREATE\s+(?:EXTENSION|DOMAIN|MATERIALIZED\s+VIEW|TYPE\s+[\w".]+\s+AS)\b/i],
  ['postgres', 3, /\bINDEX\s+CONCURRENTLY\b|\bUSING\s+(?:gin|gist|brin|spgist)\b/i],
  ['postgres', 3, /\b(?:BIGSERIAL|SMALLSERIAL|TIMESTAMPTZ|JSONB|BYTEA|TSVECTOR|CITEXT|HSTORE)\b/i],
  ['postgres', 3, /\bTIMESTAMP\s*(?:\(\d\)\s*)?WITH(?:OUT)?\s+TIME\s+ZONE\b/i],
  [
    'postgres',
    3,
    /\bALTER\s+(?:COLUMN\s+)?"?\w+"?\s+(?:(?:SET|DROP)\s+NOT\s+NULL|(?:SET\s+DATA\s+)?TYPE)\b/i,
  ],
  ['postgres', 2, /\bSERIAL\b|\bUUID\b|\[\]|\bINET\b|\bDOUBLE\s+PRECISION\b|\bON\s+CONFLICT\b/i],
  ['postgres', 2, /\b(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"/i],
  ['other', 3, /\bAUTOINCREMENT\b|^[ \t]*PRAGMA\b|\bWITHOUT\s+ROWID\b/im],
  ['other', 3, /\bVARCHAR2\b|\bNVARCHAR\s*\(|\bIDENTITY\s*\(\d|\[dbo\]|^[ \t]*GO[ \t]*$/im],
];

/** Strings that end on their line, and comments: words in them tell nothing. */
const WORDS_OF_PEOPLE = /'[^'\n]*'|--[^\n]*|\/\*(?![!M])(?:[\s\S]*?\*\/|[\s\S]*$)/g;

/** What all texts together are searched for, in characters: enough to tell, and little to read. */
const ENOUGH = 500_000;

/** What one text tells of its server. */
export interface DialectClues {
  readonly score: Readonly<Record<Dialect | 'other', number>>;
  /** Of the text, in characters. */
  readonly length: number;
}

/** Searches a text for what only one server takes. */
export function dialectClues(text: string): DialectClues {
  const score = { mysql: 0, mariadb: 0, postgres: 0, other: 0 };
  const words = text.slice(0, ENOUGH).replace(WORDS_OF_PEOPLE, ' ');
  for (const [server, weight, pattern] of CLUES) if (pattern.test(words)) score[server] += weight;
  return { score, length: text.length };
}

/**
 * The server that SQL is written for, told by constructs that others refuse; undefined unless it is clear. Give the
 * texts of one history; MariaDB is said only where a text cannot be MySQL's.
 */
export function guessDialect(texts: readonly string[]): Dialect | undefined {
  return dialectByClues(texts, dialectClues);
}

/** `guessDialect` for who remembers what single texts tell. */
export function dialectByClues<Text>(
  texts: readonly Text[],
  cluesOf: (text: Text) => DialectClues,
): Dialect | undefined {
  const score = { mysql: 0, mariadb: 0, postgres: 0, other: 0 };
  let read = 0;
  for (const text of texts) {
    if (read >= ENOUGH) break;
    const clues = cluesOf(text);
    read += clues.length;
    score.mysql += clues.score.mysql;
    score.mariadb += clues.score.mariadb;
    score.postgres += clues.score.postgres;
    score.other += clues.score.other;
  }
  const family = score.mysql + score.mariadb;
  const clear = (own: number, others: number): boolean => own >= 3 && own >= 4 * others;
  if (clear(score.postgres, family + score.other)) return 'postgres';
  if (!clear(family, score.postgres + score.other)) return undefined;
  return score.mariadb > 0 ? 'mariadb' : 'mysql';
}
