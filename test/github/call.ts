import type { AppAuth, Grant } from './app-auth.js';
import type { JsonObject } from './json.js';
import type { Webhooks } from './webhooks.js';
import type { Repository } from './repository-state.js';
import type { World } from './world.js';

/** A request that has passed the contract and the permissions. */
export interface Call {
  readonly world: World;
  readonly auth: AppAuth;
  readonly webhooks: Webhooks;
  readonly grant: Grant;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body, already checked against the operation's schema. */
  readonly body: JsonObject;
  /** The media type asked for, without `application/vnd.github.` and `+json`: `raw`, `diff`, `object`, or ''. */
  readonly media: string;
  /** The repository in the path; throws 404 when the path names none that may be seen. */
  readonly repository: Repository;
}

/** What an operation answers. */
export interface Answer {
  readonly status: number;
  /** JSON, completed and checked against the contract. */
  readonly json?: unknown;
  /** Text or bytes instead, with a media type of its own. */
  readonly bytes?: { readonly type: string; readonly content: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  /** A list that is given in pages; `key` wraps it as `{ total_count, [key]: [...] }`. */
  readonly list?: { readonly items: readonly unknown[]; readonly key?: string; readonly extra?: JsonObject };
}

/** One operation. */
export type Handler = (call: Call) => Answer | Promise<Answer>;

/** A permission that an operation needs; any one of several will do. */
export type Need = readonly (readonly [permission: string, level: 'read' | 'write'])[];

/** An operation with what it needs. `app` operations take the App's own token. */
export interface Implementation {
  readonly needs: Need | 'app' | 'any';
  readonly handle: Handler;
}

/** An answer of 200 with a body. */
export function ok(json: unknown): Answer {
  return { status: 200, json };
}

/** An answer of 201 with a body. */
export function created(json: unknown): Answer {
  return { status: 201, json };
}

/** An answer in pages. */
export function pages(items: readonly unknown[], key?: string, extra?: JsonObject): Answer {
  const list = { items, ...(key === undefined ? {} : { key }), ...(extra === undefined ? {} : { extra }) };
  return { status: 200, list };
}
