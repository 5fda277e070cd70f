/** A level of access that an App asks for, by permission name. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

/** A user, organisation or bot. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

/** What a person may do in a repository. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** A team of an organisation. */
export interface Team {
  readonly id: number;
  readonly organisation: Account;
  readonly name: string;
  readonly slug: string;
  readonly privacy: 'closed' | 'secret';
  readonly parent: Team | undefined;
  /** Logins in lower case; those of child teams are not repeated here. */
  readonly members: Set<string>;
  /** Role by lower-case full repository name. */
  readonly repositories: Map<string, Role>;
}

/** The App on one account. */
export interface Installation {
  readonly id: number;
  readonly account: Account;
  /** Ids of the repositories that it is let into; undefined for all of the account's. */
  selected: Set<number> | undefined;
  suspendedAt: string | undefined;
}

/** An App: the one under test, or another that writes checks too. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}
