import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { lookUp } from '../look-up.js';
import { text, type Answer } from './answer.js';
import type { BodyReader } from './body.js';

/** One delivery whose signature holds. */
export interface Delivery {
  /** Of GitHub; the same when it is delivered again. */
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

/** Who takes webhooks. */
export interface WebhookReceiver {
  /** Compares in constant time; false for anything that is no signature. */
  verify(body: string, signature: string): Promise<boolean>;
  /** Takes a delivery; returns when it is taken, not when the work is done. */
  receive(delivery: Delivery): Promise<void>;
  /** False while the process ends: GitHub then records a failed delivery, which can be sent again. */
  accepting(): boolean;
}

/** A delivery cannot be taken now; GitHub records a failure, and it is sent again later. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  constructor(why: 'full' | 'closed') {
    super(why === 'full' ? 'too much waits already' : 'the process ends');
  }
}

/** Where the web part writes what only the operator should read. */
export interface WebLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** How a webhook was answered. */
export interface AnsweredWebhook {
  readonly answer: Answer;
  /** Undefined unless the signature was found to hold. */
  readonly event: string | undefined;
}

/**
 * Answers `POST /api/github/webhooks`: nothing is parsed before the signature holds, and what goes wrong inside is
 * said to the log, with an id that the answer repeats.
 */
export async function answerWebhook(
  request: IncomingMessage,
  receiver: WebhookReceiver,
  bodies: BodyReader,
  log: WebLog,
): Promise<AnsweredWebhook> {
  const signed = await readSigned(request, receiver, bodies, log);
  if ('status' in signed) return { answer: signed, event: undefined };
  return { answer: await answerSigned(signed, receiver, log), event: signed.name };
}

interface Signed extends Omit<Delivery, 'payload'> {
  readonly body: string;
}

async function readSigned(
  request: IncomingMessage,
  receiver: WebhookReceiver,
  bodies: BodyReader,
  log: WebLog,
): Promise<Signed | Answer> {
  const id = header(request, 'x-github-delivery');
  const name = header(request, 'x-github-event');
  const signature = header(request, 'x-hub-signature-256');
  if (signature === undefined) return text(401, 'The request is not signed.', closing);
  if (id === undefined || name === undefined) return text(400, 'The GitHub headers are missing.', closing);
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return text(415, "Set the webhook's content type to application/json.", closing);
  }
  if (!receiver.accepting()) return text(503, 'The server is stopping.', { ...closing, 'retry-after': '30' });
  const body = await bodies.read(request);
  if (body.kind === 'too-large') return text(413, 'The body is larger than 25 MB.', closing);
  if (body.kind === 'busy') return text(503, 'Too much at once.', { ...closing, 'retry-after': '5' });
  if (!(await receiver.verify(body.text, signature))) {
    log.warn({ delivery: id.slice(0, 80) }, 'webhook with a wrong signature');
    return text(401, 'The signature does not match.');
  }
  return { id, name, body: body.text };
}

async function answerSigned(
  { id, name, body }: Signed,
  receiver: WebhookReceiver,
  log: WebLog,
): Promise<Answer> {
  const payload = parsed(body);
  if (payload === undefined) return text(400, 'The body is not a JSON object.');
  try {
    await receiver.receive({ id, name, payload });
    return text(202, 'Accepted');
  } catch (error) {
    if (isNotTaken(error)) return text(503, 'Too much at once.', { 'retry-after': '60' });
    const incident = randomUUID();
    log.error({ incident, delivery: id, event: name, err: error }, 'webhook could not be taken');
    return text(500, `Internal error, incident ${incident}.`);
  }
}

/** What handlers throw comes back together. */
function isNotTaken(error: unknown): boolean {
  return error instanceof NotTaken || (error instanceof AggregateError && error.errors.some(isNotTaken));
}

/** The rest of the body is not wanted. */
const closing = { connection: 'close' };

function header(request: IncomingMessage, name: string): string | undefined {
  const value = lookUp(request.headers, name);
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
}

function parsed(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
