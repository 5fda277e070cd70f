import { isObject, type JsonObject } from './json.js';
import type { LocalRepository } from './local-repository.js';
import { seededFaults, type FaultRates } from './seeded-faults.js';
import type { LocalGitHub, NewRepository, NewTeam } from './server.js';
import type { DeliveryFaults } from './webhooks.js';

/** One command for a local GitHub in another process: a method of it, of a repository or of an organisation. */
export interface Command {
  readonly call: string;
  readonly args?: readonly unknown[];
  /** Full name: the method is one of LocalRepository. */
  readonly repository?: string;
  /** Login: the method is one of LocalOrganisation. */
  readonly organisation?: string;
}

/** Carries out commands as they come over a wire: arguments and answers are plain JSON. */
export class Control {
  private readonly github: LocalGitHub;
  private readonly repositories = new Map<string, LocalRepository>();
  private readonly own: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

  constructor(github: LocalGitHub) {
    this.github = github;
    const { appId, appSlug, privateKey, webhookSecret, url, apiUrl } = github;
    this.own = {
      identity: () => ({ appId, appSlug, privateKey, webhookSecret, url, apiUrl }),
      addRepository: (asked) => this.addRepository(asked as NewRepository),
      addTeam: (team) => {
        github.addTeam(team as NewTeam);
      },
      setWebhookTarget: (target) => {
        github.setWebhookTarget((target ?? undefined) as string | undefined);
      },
      setFaults: (seed, rates) => {
        github.setFaults(typeof seed === 'string' ? seededFaults(seed, rates as FaultRates) : undefined);
      },
      setDeliveryFaults: (faults) => {
        github.setDeliveryFaults((faults ?? undefined) as DeliveryFaults | undefined);
      },
      setLatency: (ms) => {
        github.setLatency(Number(ms));
      },
      deliver: (event, payload) => github.deliver(String(event), payload as JsonObject),
      settled: () => github.settled(),
      revokeTokens: () => {
        github.revokeTokens();
      },
      calls: () => Object.fromEntries(github.calls),
      contractErrors: () => github.contractErrors,
      deliveries: () => github.deliveries.map(({ payload: _payload, ...one }) => one),
    };
  }

  /** The method's answer; fails when there is no such method. */
  async carryOut({ call, args = [], repository, organisation }: Command): Promise<unknown> {
    const holder = this.holder(repository, organisation);
    const method = Object.hasOwn(Object.prototype, call) ? undefined : holder[call];
    if (typeof method !== 'function') throw new Error(`no method ${call}`);
    return (await (method as (...given: readonly unknown[]) => unknown).apply(holder, [...args])) ?? null;
  }

  private holder(repository: string | undefined, organisation: string | undefined): JsonObject {
    if (organisation !== undefined) return this.github.organisation(organisation) as unknown as JsonObject;
    if (repository === undefined) return this.own;
    const found = this.repositories.get(repository);
    if (found === undefined) throw new Error(`no repository ${repository} was added`);
    return found as unknown as JsonObject;
  }

  private addRepository(asked: NewRepository): JsonObject {
    const repository = this.github.addRepository(asked);
    this.repositories.set(asked.fullName, repository);
    const { fullName, id, installationId } = repository;
    return { fullName, id, installationId };
  }
}

/** A command out of a line of JSON; fails when it is none. */
export function commandOf(line: string): Command {
  const value: unknown = JSON.parse(line);
  if (!isObject(value) || typeof value['call'] !== 'string') throw new Error('a command names its call');
  return value as unknown as Command;
}
