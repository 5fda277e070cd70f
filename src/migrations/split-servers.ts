import type { Dialect } from '../sql/dialect.js';
import type { Candidate } from './candidate.js';

/** The files of one server's history. */
export interface ServerFiles {
  /** Undefined: no name tells. */
  readonly dialect: Dialect | undefined;
  readonly candidates: readonly Candidate[];
}

/** MariaDB runs what was written for MySQL where nothing was written for it alone. */
const FALLBACK: Readonly<Record<Dialect, Dialect | undefined>> = {
  mysql: undefined,
  mariadb: 'mysql',
  postgres: undefined,
};

function rank(candidate: Candidate, dialect: Dialect): number {
  if (candidate.label === dialect) return 3;
  if (candidate.label !== undefined && candidate.label === FALLBACK[dialect]) return 2;
  return candidate.label === undefined || candidate.label === 'any' ? 1 : 0;
}

/** Per version and direction the files written for the server; those that name none where there is nothing better. */
function filesFor(candidates: readonly Candidate[], dialect: Dialect): readonly Candidate[] {
  const keyOf = ({ name }: Candidate): string => `${name.direction} ${name.version}`;
  const best = new Map<string, number>();
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    best.set(key, Math.max(best.get(key) ?? 1, rank(candidate, dialect)));
  }
  return candidates.filter((candidate) => rank(candidate, dialect) === best.get(keyOf(candidate)));
}

function isGeneric({ label }: Candidate): boolean {
  return label === undefined || label === 'any';
}

/**
 * One history per server that names speak of. Files that name no server belong to each of them, or, where none is
 * named, are a history of their own. `wanted` (configured) takes that server's files only.
 */
export function splitByServer(candidates: readonly Candidate[], wanted?: Dialect): readonly ServerFiles[] {
  const named = new Set<Dialect>();
  for (const { label } of candidates) {
    if (label !== undefined && label !== 'any' && label !== 'other') named.add(label);
  }
  const dialects = wanted === undefined ? [...named].sort() : [wanted];
  if (dialects.length === 0) return [{ dialect: undefined, candidates: candidates.filter(isGeneric) }];
  return dialects.map((dialect) => ({ dialect, candidates: filesFor(candidates, dialect) }));
}
