import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Media type; UTF-8 is added where it names no character set. */
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A short plain answer. */
export function text(status: number, body: string, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: `${body}\n`, type: 'text/plain', ...(headers && { headers }) };
}

/** A plain object as JSON, never cached. */
export function json(status: number, value: Readonly<Record<string, unknown>>): Answer {
  const headers = { 'cache-control': 'no-store' };
  return { status, body: `${JSON.stringify(value)}\n`, type: 'application/json', headers };
}

/** A page that may be cached and is asked for again by its ETag. */
export function page(status: number, body: string): Answer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const headers = status === 200 ? { 'cache-control': 'public, max-age=300', etag } : {};
  return { status, body, type: 'text/html', headers };
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
};

/** Writes an answer: no body for HEAD, 304 for a page that the reader holds. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  contentSecurityPolicy: string,
): void {
  const headers = {
    ...securityHeaders,
    'content-security-policy': contentSecurityPolicy,
    ...answer.headers,
  };
  const etag = answer.headers?.['etag'];
  const isHeld = etag !== undefined && holds(request.headers['if-none-match'], etag);
  if (isHeld) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(answer.status, {
    ...headers,
    'content-type': answer.type.includes('charset=') ? answer.type : `${answer.type}; charset=utf-8`,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  const held = ifNoneMatch?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return held.includes(etag) || held.includes('*');
}
