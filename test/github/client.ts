import { createSign } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import type { LocalGitHub } from './server.js';

/** A JSON web token as an App signs it, with claims to put in place of the right ones. */
export function appToken(github: LocalGitHub, claims: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iat: now - 30, exp: now + 540, iss: github.appId, ...claims };
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(payload)}`;
  const signature = createSign('RSA-SHA256').update(unsigned).sign(github.privateKey, 'base64url');
  return `${unsigned}.${signature}`;
}

/** A plain client with a token, or with none. Refusals are expected, so nothing is printed. */
export function clientWith(github: LocalGitHub, token?: string): Octokit {
  const silent = (): undefined => undefined;
  return new Octokit({
    baseUrl: github.apiUrl,
    ...(token === undefined ? {} : { auth: token }),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

/** A client with a new installation token, restricted as asked. */
export async function installationClient(
  github: LocalGitHub,
  installationId: number,
  asked: { readonly repositories?: string[]; readonly permissions?: Record<string, 'read' | 'write'> } = {},
): Promise<Octokit> {
  const { data } = await clientWith(github, appToken(github)).rest.apps.createInstallationAccessToken({
    installation_id: installationId,
    ...asked,
  });
  return clientWith(github, data.token);
}

/** The status and the message of a refusal; fails when the request was not refused. */
export async function refused(request: Promise<unknown>): Promise<string> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return `${String(error.status)} ${error.message}`;
    throw error;
  }
  throw new Error('the request was accepted');
}
