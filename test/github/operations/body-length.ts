import { Refusal } from '../refusal.js';

const longest = 65_536;

/** Declines a comment that GitHub would not store. */
export function refuseLong(body: unknown): void {
  if (typeof body !== 'string' || Array.from(body).length <= longest) return;
  const message = `Body is too long (maximum is ${longest} characters)`;
  throw new Refusal(422, 'Validation Failed', [
    { resource: 'IssueComment', code: 'custom', field: 'body', message },
  ]);
}

/** Declines an empty comment. */
export function refuseEmpty(body: unknown): void {
  if (typeof body === 'string' && body.trim() !== '') return;
  throw new Refusal(422, 'Validation Failed', [
    { resource: 'IssueComment', code: 'custom', field: 'body', message: "Body can't be blank" },
  ]);
}
