import { ok, type Call, type Implementation } from '../call.js';
import { isObject } from '../json.js';
import { notFound } from '../refusal.js';
import type { Delivery } from '../webhooks.js';

/** The log of webhooks, and repeating one. */
export const hookDeliveries: Readonly<Record<string, Implementation>> = {
  'apps/list-webhook-deliveries': {
    needs: 'app',
    handle: ({ world, webhooks, query }) => {
      const status = query.get('status');
      const cursor = Number(query.get('cursor') ?? Infinity);
      const wanted = webhooks.deliveries.filter(
        (one) =>
          one.status !== undefined &&
          one.id < cursor &&
          (status === null || (status === 'success') === isSuccess(one)),
      );
      const size = Math.min(100, Number(query.get('per_page') ?? 30));
      const shown = wanted.toReversed().slice(0, size);
      if (shown.length === wanted.length) return ok(shown.map(present));
      const next = new URLSearchParams(query);
      next.set('cursor', String(shown.at(-1)?.id));
      const link = `<${world.api}/app/hook/deliveries?${next.toString()}>; rel="next"`;
      return { ...ok(shown.map(present)), headers: { link } };
    },
  },
  'apps/get-webhook-delivery': {
    needs: 'app',
    handle: (call) => {
      const delivery = deliveryOf(call);
      return ok({
        ...present(delivery),
        url: call.webhooks.target ?? '',
        request: { headers: { 'X-GitHub-Delivery': delivery.guid }, payload: delivery.payload },
        response: { headers: {}, payload: delivery.answer },
      });
    },
  },
  'apps/redeliver-webhook-delivery': {
    needs: 'app',
    handle: (call) => {
      const delivery = deliveryOf(call);
      void call.webhooks.deliver(delivery.event, delivery.payload, delivery);
      return { status: 202, json: {} };
    },
  },
};

function deliveryOf({ webhooks, params }: Call): Delivery {
  const found = webhooks.deliveries.find((one) => one.id === Number(params['delivery_id']));
  if (found === undefined) throw notFound();
  return found;
}

function isSuccess({ status }: Delivery): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function present(delivery: Delivery): Record<string, unknown> {
  const { repository, installation } = delivery.payload;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.ms / 1000,
    status: isSuccess(delivery) ? 'OK' : 'Invalid HTTP Response',
    status_code: delivery.status ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: isObject(installation) ? installation['id'] : null,
    repository_id: isObject(repository) ? repository['id'] : null,
    throttled_at: null,
  };
}
