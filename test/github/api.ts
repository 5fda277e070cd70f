import { createHash } from 'node:crypto';
import { covers, mustReach, type AppAuth, type Grant } from './app-auth.js';
import type { Answer, Call, Implementation } from './call.js';
import { complete } from './complete.js';
import type { Contract, Match } from './contract.js';
import { GraphqlEndpoint, graphqlOperation, graphqlPath } from './graphql/endpoint.js';
import { isObject, type JsonObject } from './json.js';
import { implementations } from './operations/all.js';
import { invalidRequest, notAccessible, notFound, Refusal } from './refusal.js';
import type { Webhooks } from './webhooks.js';
import type { Repository } from './repository-state.js';
import type { World } from './world.js';

/** A request as it came in, below the API's prefix. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What goes out. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly content: Buffer;
}

/**
 * A request that does not fit GitHub's description, or an answer of this server that does not: both are bugs. `not imitated`:
 * a part of GitHub that Precheck does not use.
 */
export interface ContractError {
  readonly operationId: string;
  readonly kind: 'request' | 'answer' | 'not imitated';
  readonly problems: readonly string[];
}

/** Answers GitHub's REST API from what this GitHub knows. */
export class Api {
  readonly contractErrors: ContractError[] = [];
  private readonly world: World;
  private readonly contract: Contract;
  private readonly auth: AppAuth;
  private readonly webhooks: Webhooks;
  private readonly graphql: GraphqlEndpoint;

  constructor(world: World, contract: Contract, auth: AppAuth, webhooks: Webhooks) {
    this.world = world;
    this.contract = contract;
    this.auth = auth;
    this.webhooks = webhooks;
    this.graphql = new GraphqlEndpoint(world, auth, this.contractErrors);
  }

  /** The operation that a request names, for the log. */
  operationId(request: ApiRequest): string | undefined {
    if (request.path === graphqlPath) return graphqlOperation(request.body);
    return this.contract.match(request.method, request.path)?.operation.id;
  }

  /** Answers a request; a refusal is an answer too. */
  async answer(request: ApiRequest): Promise<ApiResponse> {
    const { rates } = this.world;
    const resource = request.path === graphqlPath ? 'graphql' : 'core';
    const installation = this.auth.installationId(request.headers['authorization']);
    const isSpent = rates.isSpent(resource, installation);
    const response = isSpent ? overLimit(installation) : await this.tried(request);
    // What has not changed is free, and so is asking what is left.
    if (!isSpent && response.status !== 304 && request.path !== '/rate_limit') {
      rates.spend(resource, installation);
    }
    return { ...response, headers: { ...rates.headers(resource, installation), ...response.headers } };
  }

  private async tried(request: ApiRequest): Promise<ApiResponse> {
    try {
      return await (request.path === graphqlPath ? this.graphql.answer(request) : this.accepted(request));
    } catch (error) {
      if (error instanceof Refusal) return refusal(error);
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return refusal(new Refusal(500, `The local GitHub failed: ${message}`));
    }
  }

  private async accepted(request: ApiRequest): Promise<ApiResponse> {
    const match = this.contract.match(request.method, request.path);
    const operation = match === undefined ? undefined : implementations[match.operation.id];
    if (match === undefined || operation === undefined) {
      const named = match?.operation.id ?? `${request.method} ${request.path}`;
      const message = `The local GitHub does not imitate ${named}`;
      this.contractErrors.push({ operationId: named, kind: 'not imitated', problems: [message] });
      throw new Refusal(501, message);
    }
    const header = request.headers['authorization'];
    const grant = this.auth.grantOf(typeof header === 'string' ? header : undefined);
    const body = parsed(request.body);
    const call = this.call(request, match, grant, isObject(body) ? body : {});
    checkNeeds(operation, grant);
    if (match.operation.path.startsWith('/repos/{owner}/{repo}')) reached(this.world, grant, match.params);
    this.checkRequest(match, request.query, body);
    const answer = await operation.handle(call);
    return conditional(request, this.finished(match, request, answer));
  }

  private call(request: ApiRequest, match: Match, grant: Grant, body: JsonObject): Call {
    const { world } = this;
    const { params } = match;
    return {
      world,
      auth: this.auth,
      webhooks: this.webhooks,
      grant,
      params,
      query: request.query,
      body,
      media: mediaOf(request.headers['accept']),
      get repository(): Repository {
        return reached(world, grant, params);
      },
    };
  }

  private checkRequest(match: Match, query: URLSearchParams, body: unknown): void {
    const problems = this.contract.requestErrors(match, query, body);
    const unknown = this.contract
      .unknownNames(match, query, body)
      .map((name) => `"${name}" is not a permitted key.`);
    if (problems.length + unknown.length > 0) {
      const operationId = match.operation.id;
      this.contractErrors.push({ operationId, kind: 'request', problems: [...problems, ...unknown] });
    }
    if (problems.length > 0) throw invalidRequest(...problems);
  }

  private finished(match: Match, request: ApiRequest, answer: Answer): ApiResponse {
    const headers: Record<string, string> = { ...answer.headers };
    if (answer.bytes !== undefined) {
      headers['content-type'] = answer.bytes.type;
      return { status: answer.status, headers, content: answer.bytes.content };
    }
    const json = answer.list === undefined ? answer.json : this.page(request, answer.list, headers);
    if (json === undefined) return { status: answer.status, headers, content: Buffer.alloc(0) };
    headers['content-type'] = 'application/json; charset=utf-8';
    const whole = this.checked(match, answer.status, json);
    return { status: answer.status, headers, content: Buffer.from(JSON.stringify(whole)) };
  }

  private page(
    request: ApiRequest,
    { items, key, extra }: NonNullable<Answer['list']>,
    headers: Record<string, string>,
  ): unknown {
    const size = Math.min(100, Math.max(1, Number(request.query.get('per_page') ?? 30) || 30));
    const number = Math.max(1, Number(request.query.get('page') ?? 1) || 1);
    const last = Math.max(1, Math.ceil(items.length / size));
    const shown = items.slice((number - 1) * size, number * size);
    const link = (page: number, rel: string): string => {
      const query = new URLSearchParams(request.query);
      query.set('page', String(page));
      return `<${this.world.api}${request.path}?${query.toString()}>; rel="${rel}"`;
    };
    const links = [
      ...(number > 1 ? [link(number - 1, 'prev')] : []),
      ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
      ...(number > 1 ? [link(1, 'first')] : []),
    ];
    if (links.length > 0) headers['link'] = links.join(', ');
    return key === undefined ? shown : { total_count: items.length, ...extra, [key]: shown };
  }

  /** Our own answers must fit the contract too: one that does not is a bug of this server. */
  private checked(match: Match, status: number, json: unknown): unknown {
    const schema = this.contract.answerSchema(match.operation, status);
    const whole = schema === undefined ? json : complete(this.contract, schema, json, this.world.url);
    const problems = this.contract.answerErrors(match.operation, status, whole);
    if (problems.length > 0) {
      this.contractErrors.push({ operationId: match.operation.id, kind: 'answer', problems });
      throw new Error(`the answer to ${match.operation.id} breaks the contract: ${problems.join('; ')}`);
    }
    return whole;
  }
}

function checkNeeds({ needs }: Implementation, grant: Grant): void {
  if (needs === 'any') return;
  if (needs === 'app') {
    if (grant.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
    return;
  }
  if (grant.kind === 'app') throw notAccessible();
  const held = grant.permissions;
  const has = needs.some(([name, level]) => name === 'metadata' || covers(held, name, level));
  if (!has) throw notAccessible();
}

function reached(world: World, grant: Grant, params: Readonly<Record<string, string>>): Repository {
  const repository = world.repository(params['owner'] ?? '', params['repo'] ?? '');
  if (grant.kind === 'installation') {
    if (world.installationOf(repository) !== grant.installation) throw notFound();
    mustReach(grant, repository.id);
  }
  return repository;
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}

/** The part of `application/vnd.github.v3.raw+json` that says which form is wanted. */
function mediaOf(accept: string | string[] | undefined): string {
  const found = /application\/vnd\.github\.(?:v3\.?)?([\w.-]*)/.exec(String(accept ?? ''));
  const form = found?.[1] ?? '';
  return form === 'v3' || form === 'json' ? '' : form;
}

function conditional(request: ApiRequest, response: ApiResponse): ApiResponse {
  if (request.method !== 'GET' || response.status !== 200) return response;
  const etag = `W/"${createHash('sha256').update(response.content).digest('hex')}"`;
  const headers = { ...response.headers, etag };
  if (request.headers['if-none-match'] !== etag) return { ...response, headers };
  return { status: 304, headers: { etag }, content: Buffer.alloc(0) };
}

function overLimit(installation: number): ApiResponse {
  return refusal(new Refusal(403, `API rate limit exceeded for installation ID ${installation}.`));
}

function refusal({ status, message, errors }: Refusal): ApiResponse {
  const body = {
    message,
    ...(errors === undefined ? {} : { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    content: Buffer.from(JSON.stringify(body)),
  };
}
