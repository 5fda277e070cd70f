import { isAtLeast, type ServerVersion } from '../dialect.js';

/** The opening of a comment that some servers execute: `/*!`, `/*!80000`, `/*M!100100`. */
export interface ExecutableComment {
  /** Characters up to the first one that belongs to the content. */
  readonly length: number;
  /** True when the configured server executes the content. */
  readonly executed: boolean;
}

const OPENING = /\/\*(M?)!(\d{5,6})?/y;

function versionNumber(version: ServerVersion): number {
  return version.major * 10_000 + version.minor * 100 + version.patch;
}

/** Reads the comment opening at `at`; undefined where the comment is an ordinary one for this server. */
export function executableComment(
  text: string,
  at: number,
  version: ServerVersion,
): ExecutableComment | undefined {
  OPENING.lastIndex = at;
  const match = OPENING.exec(text);
  if (!match) return undefined;
  const marked = match[1] === 'M';
  if (marked && version.dialect !== 'mariadb') return undefined;
  let digits = match[2];
  // MySQL before 8.0 reads five digits only; a sixth belongs to the content (sql_lex.cc).
  if (digits?.length === 6 && version.dialect === 'mysql' && !isAtLeast(version, 8))
    digits = digits.slice(0, 5);
  const length = (marked ? 4 : 3) + (digits?.length ?? 0);
  if (digits === undefined) return { length, executed: true };
  const wanted = Number(digits);
  // MariaDB skips what is meant for MySQL 5.7 to 9.x (MariaDB Knowledge Base, Comment Syntax).
  const forMysqlOnly = version.dialect === 'mariadb' && !marked && wanted >= 50_700 && wanted <= 99_999;
  return { length, executed: !forMysqlOnly && wanted <= versionNumber(version) };
}
