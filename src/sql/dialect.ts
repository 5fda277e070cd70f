import { lookUp } from '../look-up.js';
/** The SQL that a migration is written in. MariaDB is a server of its own, not a MySQL version. */
export type Dialect = 'mysql' | 'mariadb' | 'postgres';

/** Every dialect, in the order in which they are shown. */
export const DIALECTS: readonly Dialect[] = ['mysql', 'mariadb', 'postgres'];

/** A server release. Missing parts were filled with the last release known: "8.0" is read as 8.0.46. */
export interface ServerVersion {
  readonly dialect: Dialect;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/**
 * The last patch of each series, used when a configuration names only the series ("8.0 means its last patch").
 * Source: the vendors' release notes as of 2026-11.
 */
const LAST_PATCH: Readonly<Record<'mysql' | 'mariadb', Readonly<Record<string, number>>>> = {
  mysql: { '5.6': 51, '5.7': 44, '8.0': 46, '8.4': 10, '9.7': 4 },
  mariadb: { '10.3': 39, '10.4': 34, '10.5': 29, '10.6': 26, '10.11': 18, '11.4': 12, '11.8': 8 },
};

/** What is assumed where no configuration names a version. */
export const ASSUMED_VERSION: Readonly<Record<Dialect, string>> = {
  mysql: '8.0',
  mariadb: '10.11',
  postgres: '14',
};

/** Reads "8.0.36", "8.0", "14" or "10.11.6-MariaDB-log"; undefined when the text names no version. */
export function parseVersion(dialect: Dialect, text: string): ServerVersion | undefined {
  const match = /^\s*(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:[-+ ].*)?\s*$/.exec(text);
  if (!match) return undefined;
  const major = Number(match[1]);
  if (dialect === 'postgres') return { dialect, major, minor: Number(match[2] ?? 0), patch: 0 };
  const minor = Number(match[2] ?? 0);
  const patch = match[3] ?? lookUp(LAST_PATCH[dialect], `${String(major)}.${String(minor)}`) ?? 99;
  return { dialect, major, minor, patch: Number(patch) };
}

/** Negative when `version` is older than `major.minor.patch`, zero when it is that release, else positive. */
function compareVersion(version: ServerVersion, major: number, minor = 0, patch = 0): number {
  return version.major - major || version.minor - minor || version.patch - patch;
}

/** True when the server is `major.minor.patch` or newer. */
export function isAtLeast(version: ServerVersion, major: number, minor = 0, patch = 0): boolean {
  return compareVersion(version, major, minor, patch) >= 0;
}

/** "8.0.36" for MySQL and MariaDB, "14" for PostgreSQL (whose second number is a bug-fix release). */
export function versionText(version: ServerVersion): string {
  if (version.dialect === 'postgres') return String(version.major);
  return `${String(version.major)}.${String(version.minor)}.${String(version.patch)}`;
}

/** The product name as its vendor writes it. */
export const PRODUCT: Readonly<Record<Dialect, string>> = {
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  postgres: 'PostgreSQL',
};

/**
 * True for a sql_mode in which double quotes make names: ANSI_QUOTES, or a mode that brings it.
 * Source: MySQL 5.7's manual, "Combination SQL Modes"; MariaDB's, "SQL_MODE".
 */
export function hasAnsiQuotes(sqlMode: string | undefined): boolean {
  return /\b(?:ANSI(?:_QUOTES)?|DB2|MAXDB|MSSQL|ORACLE|POSTGRESQL)\b/i.test(sqlMode ?? '');
}
