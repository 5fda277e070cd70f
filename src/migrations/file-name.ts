import { serverLabel, type ServerLabel } from './server-words.js';

/** What a path says of a migration's place in its history. */
export interface ReadName {
  readonly version: string;
  readonly direction: 'up' | 'down' | 'both';
  /** The server named by the file's own name ("….mysql.up.sql"). */
  readonly label?: ServerLabel | undefined;
  /** How many segments at the path's end belong to the migration; what is before is the history's folder. */
  readonly depth: number;
  readonly repeatable?: boolean;
  /** Flyway B: stands for everything up to its version. */
  readonly baseline?: boolean;
}

/** A path of an SQL file, taken apart once for all readers. */
export interface SqlPath extends NameParts {
  readonly path: string;
  readonly segments: readonly string[];
  /** The last segment. */
  readonly file: string;
}

/** Reads the end of a path; undefined: a tool of this layout passes over the file. */
export type NameReader = (path: SqlPath) => ReadName | undefined;

/** A file name without its extension and the words that tools put between dots. */
export interface NameParts {
  readonly stem: string;
  readonly direction?: 'up' | 'down' | undefined;
  readonly label?: ServerLabel | undefined;
  /** popx: the file runs outside of a transaction. */
  readonly autocommit: boolean;
}

const EXTENSION = /\.(?:sql(?:\.(\w{2,16}))?|pgsql)$/i;
const DIRECTIONS: ReadonlyMap<string, 'up' | 'down'> = new Map([
  ['up', 'up'],
  ['forward', 'up'],
  ['down', 'down'],
  ['undo', 'down'],
  ['rollback', 'down'],
  ['revert', 'down'],
]);

/** Takes "1_x.mysql.autocommit.up" apart, beginning with what `label` says already. */
function nameParts(name: string, label: ServerLabel | undefined): NameParts {
  const words = name.split('.');
  let direction: 'up' | 'down' | undefined;
  let autocommit = false;
  while (words.length > 1) {
    const word = words[words.length - 1]?.toLowerCase() ?? '';
    if (direction === undefined && DIRECTIONS.has(word)) direction = DIRECTIONS.get(word);
    else if (!autocommit && word === 'autocommit') autocommit = true;
    else if (label === undefined && serverLabel(word) !== undefined) label = serverLabel(word);
    else break;
    words.pop();
  }
  return { stem: words.join('.'), direction, label, autocommit };
}

/** Takes a path apart; undefined when it is none of an SQL file ("x.sql", "x.sql.postgres", "x.pgsql"). */
export function sqlPath(path: string): SqlPath | undefined {
  const match = EXTENSION.exec(path);
  if (!match) return undefined;
  const label = match[1] === undefined ? undefined : serverLabel(match[1]);
  if (match[1] !== undefined && label === undefined) return undefined;
  const segments = path.split('/');
  const file = segments[segments.length - 1] ?? '';
  const parts = nameParts(file.slice(0, file.length - match[0].length), label);
  return { ...parts, path, segments, file };
}

/** Reads files whose stem matches `pattern`; its first group is the version. */
export function stemReader(pattern: RegExp, direction: 'up' | 'both' = 'up'): NameReader {
  return (path) => {
    const version = pattern.exec(path.stem)?.[1];
    return version === undefined
      ? undefined
      : { version, direction: path.direction ?? direction, label: path.label, depth: 1 };
  };
}

/** The first reader that knows the path. */
export function firstOf(...readers: readonly NameReader[]): NameReader {
  return (path) => {
    for (const read of readers) {
      const name = read(path);
      if (name) return name;
    }
    return undefined;
  };
}
