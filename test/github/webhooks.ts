import { createHmac } from 'node:crypto';
import { complete } from './complete.js';
import type { Contract } from './contract.js';
import { isObject, type JsonObject } from './json.js';
import { chance } from './seeded-faults.js';
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

/** What goes wrong with webhooks, by a seeded chance. */
export interface DeliveryFaults {
  readonly seed: string;
  /** The part of webhooks that come twice, with one delivery id. */
  readonly doubled: number;
  /** The part of webhooks that come late, out of order. */
  readonly late: number;
  /** How late at most. */
  readonly lateMs: number;
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
  faults: DeliveryFaults | undefined;
  readonly deliveries: Delivery[] = [];
  private readonly world: World;
  private readonly contract: Contract;
  private readonly secret: string;
  private readonly pending = new Set<Promise<unknown>>();
  private readonly late = new Set<Promise<unknown>>();
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
    const { guid } = again ?? { guid: this.nextGuid() };
    const sent = this.send(event, payload, { guid, redelivery: again !== undefined });
    this.pending.add(sent);
    void sent.finally(() => this.pending.delete(sent));
    return sent;
  }

  /** Resolves when what is under way now has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }

  /** Resolves when nothing is under way, late webhooks too. */
  async drained(): Promise<void> {
    while (this.pending.size + this.late.size > 0) await Promise.all([...this.pending, ...this.late]);
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
    await this.spread(event, this.completed(full));
  }

  /** Delivers as the faults say: at once or late, once or twice. Nobody waits for what comes late. */
  private async spread(event: string, payload: JsonObject): Promise<void> {
    const { faults } = this;
    if (faults === undefined) {
      await this.deliver(event, payload);
      return;
    }
    const guid = this.nextGuid();
    const { seed, doubled, late, lateMs } = faults;
    const luck = (what: string): number => chance(`${seed} ${what} ${guid}`);
    const ways = luck('doubled') < doubled ? ['first', 'second'] : ['first'];
    for (const way of ways) {
      const delay = luck(`late ${way}`) < late ? luck(`delay ${way}`) * lateMs : 0;
      const sent = pause(delay).then(() => this.send(event, payload, { guid, redelivery: false }));
      const group = delay === 0 ? this.pending : this.late;
      group.add(sent);
      void sent.finally(() => group.delete(sent));
    }
  }

  private nextGuid(): string {
    return `00000000-0000-4000-8000-${String(++this.count).padStart(12, '0')}`;
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

  private async send(
    event: string,
    payload: JsonObject,
    { guid, redelivery }: Pick<Delivery, 'guid' | 'redelivery'>,
  ): Promise<Delivery> {
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
      redelivery,
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

function pause(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
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
