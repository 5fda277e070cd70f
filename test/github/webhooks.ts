import { createHmac } from 'node:crypto';
import { complete } from './complete.js';
import type { Contract } from './contract.js';
import { isObject, type JsonObject } from './json.js';
import type { Happening, World } from './world.js';
import { presentOrganisation, presentRepository } from './present.js';

/** A webhook that was sent, with what the App answered. */
export interface Delivery {
  readonly id: number;
  /** The same again when a delivery is repeated. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: JsonObject;
  readonly redelivery: boolean;
  readonly deliveredAt: string;
  /** The HTTP status; 0 when no answer came; undefined when no target is set or the App is not subscribed. */
  readonly status: number | undefined;
  readonly answer: string;
  readonly ms: number;
}

/** Which schema completes which part of a payload. */
const parts: Readonly<Record<string, string>> = {
  repository: 'full-repository',
  sender: 'simple-user',
  pull_request: 'pull-request',
  check_run: 'check-run',
  check_suite: 'check-suite',
  review: 'pull-request-review',
  issue: 'issue',
  installation: 'installation',
  member: 'simple-user',
};

const timeoutMs = 10_000;

/** Signs and sends webhooks as GitHub does, once each, and keeps what came back. */
export class Webhooks {
  target: string | undefined;
  readonly deliveries: Delivery[] = [];
  private readonly world: World;
  private readonly contract: Contract;
  private readonly secret: string;
  private readonly pending = new Set<Promise<unknown>>();
  private readonly ending = new AbortController();
  private count = 0;

  constructor(world: World, contract: Contract, secret: string) {
    this.world = world;
    this.contract = contract;
    this.secret = secret;
    world.changes.on('happening', (happening) => {
      void this.tell(happening);
    });
  }

  /** Sends one event with this payload; resolves with what the App answered, never fails. */
  deliver(event: string, payload: JsonObject, again?: Delivery): Promise<Delivery> {
    const sent = this.send(event, payload, again);
    this.pending.add(sent);
    void sent.finally(() => this.pending.delete(sent));
    return sent;
  }

  /** Resolves when what is under way now has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }

  /** Gives up on what is under way. */
  close(): void {
    this.ending.abort();
  }

  private async tell({ event, payload, repository, organisation }: Happening): Promise<void> {
    const { world } = this;
    const owner = repository?.owner ?? organisation;
    const named = payload['installation'] !== undefined;
    const installation =
      repository === undefined
        ? world.installations.get(owner?.login.toLowerCase() ?? '')
        : world.installationOf(repository);
    // An account that has not installed the App is none of its business.
    if (!named && (installation === undefined || installation.suspendedAt !== undefined)) return;
    const full: JsonObject = {
      ...payload,
      ...(repository === undefined ? {} : { repository: presentRepository(world, repository) }),
      ...(owner?.type === 'Organization' ? { organization: presentOrganisation(world, owner) } : {}),
      ...(named || installation === undefined
        ? {}
        : { installation: { id: installation.id, node_id: `IN_${installation.id}` } }),
    };
    await this.deliver(event, this.completed(full));
  }

  private completed(payload: JsonObject): JsonObject {
    const { schemas } = this.contract;
    const entries = Object.entries(payload).map(([name, part]) => {
      const schema = schemas[parts[name] ?? ''];
      // Most payloads name their installation by its id alone.
      const isShort = name === 'installation' && isObject(part) && part['account'] === undefined;
      if (schema === undefined || !isObject(part) || isShort) return [name, part] as const;
      // A review is `null` bodied and in lower case in webhooks: only what is missing is added, nothing is checked.
      return [name, complete(this.contract, schema, part, this.world.url)] as const;
    });
    return Object.fromEntries(entries);
  }

  private async send(event: string, payload: JsonObject, again?: Delivery): Promise<Delivery> {
    const number = again === undefined ? ++this.count : 0;
    const guid = again?.guid ?? `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const started = performance.now();
    const deliveredAt = this.world.now();
    const subscribed = isSubscribed(this.world, event);
    const result =
      this.target === undefined || !subscribed
        ? { status: undefined, answer: subscribed ? 'no webhook target' : 'not subscribed' }
        : await this.post(this.target, event, guid, payload);
    const action = typeof payload['action'] === 'string' ? payload['action'] : null;
    const delivery: Delivery = {
      id: this.world.nextId(),
      guid,
      event,
      action,
      payload,
      redelivery: again !== undefined,
      deliveredAt,
      ...result,
      ms: Math.round(performance.now() - started),
    };
    this.deliveries.push(delivery);
    return delivery;
  }

  private async post(
    target: string,
    event: string,
    guid: string,
    payload: JsonObject,
  ): Promise<{ status: number; answer: string }> {
    const body = JSON.stringify(payload);
    try {
      const response = await fetch(target, {
        method: 'POST',
        body,
        signal: AbortSignal.any([this.ending.signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/local',
          'x-github-event': event,
          'x-github-delivery': guid,
          'x-github-hook-id': '1',
          'x-github-hook-installation-target-id': String(this.world.app.id),
          'x-github-hook-installation-target-type': 'integration',
          'x-hub-signature-256': signed(this.secret, body),
        },
      });
      return { status: response.status, answer: await response.text() };
    } catch (error) {
      return { status: 0, answer: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The X-Hub-Signature-256 of a body. */
export function signed(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** What every App gets, asked or not. */
const always = new Set([
  'installation',
  'installation_repositories',
  'github_app_authorization',
  'ping',
  'meta',
]);

function isSubscribed({ app }: World, event: string): boolean {
  if (always.has(event) || app.events.includes(event)) return true;
  return app.permissions['checks'] !== undefined && (event === 'check_run' || event === 'check_suite');
}
