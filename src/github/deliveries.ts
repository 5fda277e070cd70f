import type { GitHubClient } from './client.js';

/** GitHub sends no delivery again that is older. */
const REDELIVERABLE_MS = 3 * 24 * 3_600_000;
/** Pages of a hundred. */
const MOST_PAGES = 20;

/** A delivery that the App did not take. */
export interface FailedDelivery {
  readonly id: number;
  readonly guid: string;
  /** When GitHub last tried, in milliseconds since 1970. */
  readonly triedAt: number;
}

/**
 * Deliveries that failed and did not succeed later, the oldest first. `since`: milliseconds since 1970; what is older has been
 * looked at.
 */
export async function readFailedDeliveries(
  app: GitHubClient,
  since: number,
): Promise<readonly FailedDelivery[]> {
  const from = Math.max(since, Date.now() - REDELIVERABLE_MS);
  const succeeded = new Set<string>();
  const failed = new Map<string, FailedDelivery>();
  let page = 0;
  const deliveries = app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 });
  for await (const { data } of deliveries) {
    for (const { id, guid, status_code: status, delivered_at } of data) {
      if (Date.parse(delivered_at) < from) continue;
      // The newest comes first: a success stands before the failures that it mends.
      if (status >= 200 && status < 300) succeeded.add(guid);
      else if (!succeeded.has(guid) && !failed.has(guid))
        failed.set(guid, { id, guid, triedAt: Date.parse(delivered_at) });
    }
    page += 1;
    const oldest = data.at(-1);
    if (page >= MOST_PAGES || (oldest && Date.parse(oldest.delivered_at) < from)) break;
  }
  return [...failed.values()].reverse();
}

/** Has GitHub send a delivery again, under the same id. */
export async function redeliver(app: GitHubClient, id: number): Promise<void> {
  await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
}
