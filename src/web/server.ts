/** This folder takes in webhooks and serves pages. It may not decide anything. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json, send, text, type Answer } from './answer.js';
import { BodyReader } from './body.js';
import { contentSecurityPolicy } from './layout.js';
import type { RulePage } from './rule-page.js';
import { RulePages } from './rule-pages.js';
import { answerWebhook, type WebhookReceiver, type WebLog } from './webhook.js';

/** What the web part shows, and whom it tells. */
export interface WebParts {
  readonly webhooks: WebhookReceiver;
  readonly pages: readonly RulePage[];
  /** Undefined when work can be done; otherwise what is in the way, in plain words. */
  readonly obstacle: () => Promise<string | undefined>;
  readonly metrics: WebMetrics;
  readonly log: WebLog;
}

/** What is counted here, and shown. */
export interface WebMetrics {
  /** `event`: as GitHub signed it, or "other". */
  delivered(event: string, status: number): void;
  /** Everything that the process counts, in Prometheus's text format. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
}

/** The event of whatever is not known to be signed: a stranger's names would each be a series for ever. */
const OTHER = 'other';

type Method = 'GET' | 'POST';

interface Route {
  readonly method: Method;
  readonly path: RegExp;
  answer(match: RegExpExecArray, url: URL, request: IncomingMessage): Answer | Promise<Answer>;
}

/** The HTTP server of the App; the caller makes it listen. */
export function createWebServer(parts: WebParts): Server {
  const pages = new RulePages(parts.pages);
  const routes = routesOf(parts, pages);
  const server = createServer(limits, (request, response) => {
    void answered(request, routes, pages, parts.log).then((answer) => {
      send(request, response, answer, contentSecurityPolicy);
    });
  });
  server.maxHeadersCount = 100;
  return server;
}

/** Milliseconds. A sender that dawdles is cut off, so that it cannot hold a connection for nothing. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};

function routesOf({ webhooks, obstacle, metrics, log }: WebParts, pages: RulePages): readonly Route[] {
  const bodies = new BodyReader();
  return [
    {
      method: 'POST',
      path: /^\/api\/github\/webhooks$/,
      answer: async (_match, _url, request) => {
        const { answer, event } = await answerWebhook(request, webhooks, bodies, log);
        metrics.delivered(event ?? OTHER, answer.status);
        return answer;
      },
    },
    {
      method: 'GET',
      path: /^\/metrics$/,
      answer: async () => {
        const { type, body } = await metrics.text();
        return { status: 200, body, type, headers: { 'cache-control': 'no-store' } };
      },
    },
    { method: 'GET', path: /^\/healthz$/, answer: () => json(200, { alive: true }) },
    {
      method: 'GET',
      path: /^\/readyz$/,
      answer: async () => {
        const reason = await obstacle();
        return reason === undefined ? json(200, { ready: true }) : json(503, { ready: false, reason });
      },
    },
    { method: 'GET', path: /^\/$/, answer: () => text(302, 'See /rules', { location: '/rules' }) },
    {
      method: 'GET',
      path: /^\/rules\/?$/,
      answer: (_match, url) => pages.index(url.searchParams),
    },
    { method: 'GET', path: /^\/rules\/([^/]+)$/, answer: (match) => pages.rule(decoded(match[1] ?? '')) },
  ];
}

async function answered(
  request: IncomingMessage,
  routes: readonly Route[],
  pages: RulePages,
  log: WebLog,
): Promise<Answer> {
  try {
    if (!URL.canParse(request.url ?? '', 'http://host')) return text(400, 'The address cannot be read.');
    const url = new URL(request.url ?? '', 'http://host');
    const found = routes.flatMap((route) => {
      const match = route.path.exec(url.pathname);
      return match === null ? [] : [{ route, match }];
    })[0];
    if (found === undefined) return pages.missing(decoded(url.pathname.split('/').at(-1) ?? ''));
    const { route, match } = found;
    if (methodOf(request) !== route.method) {
      return text(405, `Use ${route.method}.`, {
        allow: route.method === 'GET' ? 'GET, HEAD' : route.method,
      });
    }
    return await route.answer(match, url, request);
  } catch (error) {
    if (request.destroyed && !request.complete) return text(400, 'The request did not end.');
    const incident = randomUUID();
    log.error({ incident, err: error }, 'request failed');
    return text(500, `Internal error, incident ${incident}.`);
  }
}

function methodOf(request: IncomingMessage): string | undefined {
  return request.method === 'HEAD' ? 'GET' : request.method;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
