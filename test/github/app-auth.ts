import { createPublicKey, randomBytes, verify, type KeyObject } from 'node:crypto';
import { isObject } from './json.js';
import { notFound, Refusal } from './refusal.js';
import type { Installation, Permissions } from './account.js';

/** Who a request comes from, and what it may do. */
export type Grant = AppGrant | InstallationGrant;

/** The App itself, by its signed JSON web token. */
export interface AppGrant {
  readonly kind: 'app';
}

/** The App on one account, by an installation token. */
export interface InstallationGrant {
  readonly kind: 'installation';
  readonly token: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Ids of the repositories; undefined for all of the installation's. */
  readonly repositoryIds: readonly number[] | undefined;
  readonly expiresAt: number;
}

const longestSeconds = 600;
const driftSeconds = 60;

/** Checks the App's signature and keeps the installation tokens. Uses the real clock, as the client does. */
export class AppAuth {
  private readonly appId: number;
  private readonly publicKey: KeyObject;
  private readonly tokens = new Map<string, InstallationGrant>();
  private readonly tokenLifetimeMs: number;

  constructor(appId: number, privateKey: string, tokenLifetimeMs: number) {
    this.appId = appId;
    this.publicKey = createPublicKey(privateKey);
    this.tokenLifetimeMs = tokenLifetimeMs;
  }

  /** Who sends this Authorization header; 401 for none, a wrong or an expired one. */
  grantOf(header: string | undefined): Grant {
    const [, value] = /^(?:bearer|token) +(\S+)$/i.exec(header ?? '') ?? [];
    if (value === undefined) throw new Refusal(401, 'Requires authentication');
    if (value.split('.').length === 3) {
      this.checkAppToken(value);
      return { kind: 'app' };
    }
    const grant = this.tokens.get(value);
    if (grant === undefined || grant.expiresAt <= Date.now()) throw new Refusal(401, 'Bad credentials');
    if (grant.installation.suspendedAt !== undefined) throw suspended();
    return grant;
  }

  /** The installation of an Authorization header; 0 for the App itself, and for what is not accepted. */
  installationId(header: unknown): number {
    const [, value = ''] = /^(?:bearer|token) +(\S+)$/i.exec(String(header)) ?? [];
    return this.tokens.get(value)?.installation.id ?? 0;
  }

  /** A new installation token. */
  mint(
    installation: Installation,
    permissions: Permissions,
    repositoryIds: readonly number[] | undefined,
  ): InstallationGrant {
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    const expiresAt = Date.now() + this.tokenLifetimeMs;
    const grant: InstallationGrant = {
      kind: 'installation',
      token,
      installation,
      permissions,
      repositoryIds,
      expiresAt,
    };
    this.tokens.set(token, grant);
    return grant;
  }

  /** Forgets one token, or all. */
  revoke(token?: string): void {
    if (token === undefined) this.tokens.clear();
    else this.tokens.delete(token);
  }

  /** Ends the tokens of an installation. */
  revokeOf(installation: Installation): void {
    for (const [token, grant] of this.tokens) {
      if (grant.installation === installation) this.tokens.delete(token);
    }
  }

  private checkAppToken(token: string): void {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = decoded(payload);
    const signed = Buffer.from(`${header}.${payload}`);
    const isSigned = verify('RSA-SHA256', signed, this.publicKey, Buffer.from(signature, 'base64url'));
    if (decoded(header)['alg'] !== 'RS256' || !isSigned) {
      throw new Refusal(401, 'A JSON web token could not be decoded');
    }
    const now = Date.now() / 1000;
    const { iss: issuer, exp: expires, iat: issued } = claims;
    if (typeof expires !== 'number') {
      throw new Refusal(401, "Missing 'expiration time' claim ('exp') in assertion");
    }
    if (String(issuer) !== String(this.appId)) throw notFoundApp();
    if (expires <= now)
      throw new Refusal(401, "'Expiration time' claim ('exp') must be a numeric value in the future");
    const from = typeof issued === 'number' ? issued : now;
    if (expires > now + longestSeconds + driftSeconds || expires - from > longestSeconds + driftSeconds) {
      throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    if (from > now + driftSeconds) {
      throw new Refusal(401, "'Issued at' claim ('iat') must be an Integer representing a time in the past");
    }
  }
}

/** 403: an organisation's owner has stopped the App. */
export function suspended(): Refusal {
  return new Refusal(403, 'This installation has been suspended');
}

function notFoundApp(): Refusal {
  return new Refusal(404, 'Integration not found');
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : {};
  } catch {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
}

/** True when the grant covers a level of a permission. */
export function covers(permissions: Permissions, name: string, level: 'read' | 'write'): boolean {
  const held = permissions[name];
  return held !== undefined && (level === 'read' || held !== 'read');
}

/** The permissions of a new token: those asked for, which the App must hold; all of the App's when none are named. */
export function restricted(held: Permissions, asked: Permissions | undefined): Permissions {
  if (asked === undefined) return held;
  for (const [name, level] of Object.entries(asked)) {
    if (!covers(held, name, level === 'read' ? 'read' : 'write')) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  return { metadata: 'read', ...asked };
}

/** 404 unless the grant's token reaches this repository id. */
export function mustReach(grant: InstallationGrant, repositoryId: number): void {
  if (grant.repositoryIds !== undefined && !grant.repositoryIds.includes(repositoryId)) throw notFound();
}
