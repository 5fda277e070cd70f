import { createHmac, timingSafeEqual } from 'node:crypto';

/** What our comments are signed with. */
export interface SigningKeys {
  readonly key: string;
  /** The key before this one: what it signed is still ours. Nothing more is signed with it. */
  readonly previousKey?: string | undefined;
}

/** 64 hexadecimal digits. */
export function signatureOf(text: string, { key }: SigningKeys): string {
  return hmac(text, key);
}

/** Whether 64 hexadecimal digits are our signature of a text; compared in constant time. */
export function isSignatureOf(signature: string, text: string, { key, previousKey }: SigningKeys): boolean {
  const given = Buffer.from(signature);
  return [key, ...(previousKey === undefined ? [] : [previousKey])].some((one) =>
    timingSafeEqual(given, Buffer.from(hmac(text, one))),
  );
}

function hmac(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
