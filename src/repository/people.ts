import type { OwnerStanding } from '../owners/coverage.js';

/** Looks up what is known of users and teams ("@user", "@org/team"). */
export type FindPeople = (handles: readonly string[]) => Promise<KnownPeople>;

/** By handle in lower case; of whom it says nothing, nothing is known. */
export type KnownPeople = ReadonlyMap<string, KnownPerson>;

/** A user or a team. `unknown`: nobody was let look. */
export interface KnownPerson {
  readonly standing: OwnerStanding | 'unknown';
  /** Logins. */
  readonly members: readonly string[];
}

/** Whether a secret team is told from one that does not exist: only to who may know. */
export interface Discretion {
  readonly tellsSecrets?: boolean | undefined;
}

/** What may be said of an owner; undefined where nothing is known. */
export function standingIn(
  known: KnownPeople | undefined,
  { tellsSecrets = false }: Discretion,
): (owner: string) => OwnerStanding | undefined {
  return (owner) => {
    const standing = known?.get(owner.toLowerCase())?.standing;
    if (standing === 'not-visible' && !tellsSecrets) return 'missing';
    return standing === 'unknown' ? undefined : standing;
  };
}
