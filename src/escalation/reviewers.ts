import type { OwnerStanding } from '../owners/coverage.js';

/** What is known of a handle that a configuration names. */
export interface ReviewerFacts {
  /** `unknown`: GitHub does not let the App look. */
  readonly standing: OwnerStanding | 'unknown';
  /** Logins of a team, child teams included; of a user not asked for. */
  readonly members: readonly string[];
}

/** Handles as the configuration writes them, in lower case, with what is known of them. */
export type KnownReviewers = ReadonlyMap<string, ReviewerFacts>;

/** Whose word never counts: who opened the pull request, and who wrote or committed any of its commits. */
export interface Involved {
  readonly author: string;
  /** Logins of authors, co-authors and committers; the author may be among them. */
  readonly committers: readonly string[];
}

/** Why nobody of a handle can approve. `empty`: a team without members; `involved`: all of them are author or committer. */
export type Inability = Exclude<OwnerStanding, 'can-review'> | 'unknown' | 'empty' | 'involved';

/** A handle that cannot be asked. */
export interface Unable {
  readonly handle: string;
  readonly why: Inability;
}

/** Who of a handle may approve. */
export interface Eligibility {
  /** Logins in lower case; empty exactly where `unable` is set. */
  readonly eligible: ReadonlySet<string>;
  readonly unable: Inability | undefined;
}

/** Who of "@org/team" or "@user" may approve a change by these people. */
export function eligibilityOf(handle: string, known: KnownReviewers, involved: Involved): Eligibility {
  const { standing, members } = known.get(handle.toLowerCase()) ?? { standing: 'unknown', members: [] };
  if (standing !== 'can-review') return nobody(standing);
  const logins = isTeam(handle) ? members : [handle.slice(1)];
  if (logins.length === 0) return nobody('empty');
  const excluded = new Set([involved.author, ...involved.committers].map((login) => login.toLowerCase()));
  const eligible = new Set(
    logins.map((login) => login.toLowerCase()).filter((login) => !excluded.has(login)),
  );
  return eligible.size === 0 ? nobody('involved') : { eligible, unable: undefined };
}

/** Whether a handle names a team. */
export function isTeam(handle: string): boolean {
  return handle.includes('/');
}

function nobody(unable: Inability): Eligibility {
  return { eligible: new Set(), unable };
}
