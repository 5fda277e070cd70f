import { randomUUID } from 'node:crypto';
import { signed } from '../github/webhooks.js';
import type { AppBesideGitHub } from './app-beside-github.js';

/** How a forged or unusual delivery differs from a proper one. */
export interface DeliveryChange {
  readonly secret?: string;
  readonly id?: string;
  /** Undefined takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Sends a body to the App as GitHub would; gives what it answered. */
export async function deliver(
  app: AppBesideGitHub,
  event: string,
  payload: unknown,
  { secret = app.github.webhookSecret, id = randomUUID(), headers = {} }: DeliveryChange = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const given: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': signed(secret, body),
    ...headers,
  };
  const answer = await fetch(`${app.url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: Object.entries(given).filter((header): header is [string, string] => header[1] !== undefined),
  });
  return { status: answer.status, text: await answer.text() };
}
