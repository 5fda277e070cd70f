import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a webhook's body is signed by one of the secrets, in the form of GitHub's `X-Hub-Signature-256`; compared in
 * constant time. Two secrets hold while one takes the place of the other.
 */
export function isSigned(body: string, signature: string, secrets: readonly string[]): boolean {
  const [, given] = /^sha256=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (given === undefined) return false;
  return secrets
    .map((secret) => createHmac('sha256', secret).update(body).digest('hex'))
    .some((expected) => timingSafeEqual(Buffer.from(given), Buffer.from(expected)));
}
