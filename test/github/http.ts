import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Api, ApiRequest, ApiResponse } from './api.js';
import { git } from './git.js';
import { sitePage } from './pages/site.js';
import { Refusal } from './refusal.js';
import type { World } from './world.js';

/** A request in the log. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query below the API's prefix. */
  readonly path: string;
  readonly operationId: string | undefined;
  readonly body: unknown;
  /** 0 when the connection was cut. */
  readonly status: number;
  readonly ms: number;
}

/** What a test makes of a request instead of an answer. */
export interface Fault {
  /** Answers this instead. Left out with only a delay, the request is answered as ever. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** The request takes effect first; only its answer is lost. */
  readonly afterWrite?: boolean;
  /** Cuts the connection without an answer. */
  readonly drop?: boolean;
  /** Never answers; the connection stays open until the client gives up. */
  readonly hang?: boolean;
}

/** Decides on a fault for a request; undefined for none. */
export type Faults = (request: {
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly body: unknown;
  /** How often this operation was asked before. */
  readonly earlier: number;
}) => Fault | undefined;

/** What the server takes besides the world. */
export interface HttpSettings {
  readonly faults: () => Faults | undefined;
  readonly latencyMs: () => number;
  readonly requests: LoggedRequest[];
  /** How often each operation was asked. */
  readonly calls: Map<string, number>;
}

const prefix = '/api/v3';
const mostBytes = 25 * 1024 * 1024;

/** Serves API and pages on loopback. */
export async function listen(
  world: World,
  api: Api,
  settings: HttpSettings,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void route(world, api, settings, request, response).catch((error: unknown) => {
      send(response, { status: 500, headers: {}, content: Buffer.from(String(error)) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function route(
  world: World,
  api: Api,
  settings: HttpSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', world.url);
  if (url.pathname.startsWith(`${prefix}/`) || url.pathname.startsWith('/api/graphql')) {
    await serveApi(api, settings, request, response, url);
    return;
  }
  if (request.method !== 'GET') {
    send(response, { status: 405, headers: {}, content: Buffer.from('Only GET here\n') });
    return;
  }
  send(response, await page(world, url));
}

async function serveApi(
  api: Api,
  settings: HttpSettings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const started = performance.now();
  const body = await read(request);
  const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname;
  const asked: ApiRequest = {
    method: request.method ?? 'GET',
    path,
    query: url.searchParams,
    headers: request.headers,
    body,
  };
  const operationId = api.operationId(asked);
  const seen = { method: asked.method, path: path + url.search, operationId, body: json(body) };
  const name = operationId ?? `${asked.method} ${path}`;
  const earlier = settings.calls.get(name) ?? 0;
  settings.calls.set(name, earlier + 1);
  const fault = settings.faults()?.({ ...seen, earlier });
  const log = (status: number): void => {
    settings.requests.push({ ...seen, status, ms: Math.round(performance.now() - started) });
  };
  await pause(settings.latencyMs() + (fault?.delayMs ?? 0));
  const replaces = fault?.status !== undefined || fault?.drop === true || fault?.hang === true;
  const answer = replaces && fault.afterWrite !== true ? undefined : await api.answer(asked);
  if (fault?.hang === true) {
    log(0);
    return;
  }
  if (fault?.drop === true) {
    log(0);
    request.socket.destroy();
    return;
  }
  const sent = fault?.status === undefined ? answer : faulty(fault, fault.status);
  log(sent?.status ?? 500);
  if (sent !== undefined) send(response, withCommonHeaders(sent, settings.requests.length));
}

function faulty(fault: Fault, status: number): ApiResponse {
  const body = fault.body ?? { message: 'Server Error' };
  const content = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...fault.headers },
    content,
  };
}

function withCommonHeaders(response: ApiResponse, count: number): ApiResponse {
  const headers = {
    'x-github-request-id': `LOCAL:${count}`,
    'x-github-media-type': 'github.v3; format=json',
  };
  return { ...response, headers: { ...headers, ...response.headers } };
}

async function page(world: World, url: URL): Promise<ApiResponse> {
  try {
    const archive = /^\/_codeload\/([^/]+)\/([^/]+)\/legacy\.tar\.gz\/([0-9a-f]{40})$/.exec(url.pathname);
    if (archive !== null) {
      const [, owner = '', name = '', sha = ''] = archive;
      return await tarball(world, owner, name, sha);
    }
    const html = await sitePage(world, url.pathname);
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    };
    return { status: 200, headers, content: Buffer.from(html) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      status: error.status,
      headers: { 'content-type': 'text/plain' },
      content: Buffer.from(error.message),
    };
  }
}

async function tarball(world: World, owner: string, name: string, sha: string): Promise<ApiResponse> {
  const { gitDir } = world.repository(owner, name);
  const tar = await git(gitDir, [
    'archive',
    '--format=tar',
    `--prefix=${owner}-${name}-${sha.slice(0, 7)}/`,
    sha,
  ]);
  return { status: 200, headers: { 'content-type': 'application/x-gzip' }, content: gzipSync(tar) };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function json(body: Buffer): unknown {
  try {
    return body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
  } catch {
    return body.toString('utf8');
  }
}

function send(response: ServerResponse, { status, headers, content }: ApiResponse): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, hasBody ? { ...headers, 'content-length': String(content.length) } : headers);
  response.end(hasBody ? content : undefined);
}

function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
