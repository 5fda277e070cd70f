/** Who is next: tenants in turn, and of one tenant first come, first served. Every operation takes constant time. */
export class Turns {
  /** What waits, by tenant; the tenant whose turn it is comes first. */
  private readonly queues = new Map<string, Set<string>>();

  /** Adds an item that is in no queue. */
  add(tenant: string, item: string): void {
    const queue = this.queues.get(tenant);
    if (queue === undefined) this.queues.set(tenant, new Set([item]));
    else queue.add(item);
  }

  /** Takes out the next item; undefined when there is none. */
  next(): string | undefined {
    const [turn] = this.queues;
    if (turn === undefined) return undefined;
    const [tenant, queue] = turn;
    const [item] = queue;
    this.queues.delete(tenant);
    if (item !== undefined) queue.delete(item);
    if (queue.size > 0) this.queues.set(tenant, queue);
    return item;
  }
}
