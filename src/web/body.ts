import type { IncomingMessage } from 'node:http';

/** GitHub delivers nothing larger. */
const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** Of all requests that are being read, before any of them is known to come from GitHub. */
const MAX_HELD_BYTES = 8 * MAX_BODY_BYTES;

/** What a request carries; `busy`: too much is being read already, and most of it by this request. */
export type Body =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'busy' };

/** A body that is being read. */
interface Reading {
  readonly chunks: Buffer[];
  /** So far, kept or not. */
  bytes: number;
  held: number;
  problem: 'too-large' | 'busy' | undefined;
}

/**
 * Reads request bodies. Bytes are counted as they come, whatever the headers promise; what is too much is dropped
 * as it comes, so that the sender still hears why. Where all of them together are too much, the one that holds most gives
 * way: nobody keeps out a delivery of an ordinary size by sending large ones slowly.
 */
export class BodyReader {
  private readonly readings = new Set<Reading>();
  private held = 0;

  /** Rejects when the sender goes away before the end. */
  async read(request: IncomingMessage): Promise<Body> {
    const reading: Reading = { chunks: [], bytes: 0, held: 0, problem: undefined };
    this.readings.add(reading);
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        this.take(reading, chunk);
        if (reading.problem !== undefined && reading.bytes > 2 * MAX_BODY_BYTES) break;
      }
      return reading.problem === undefined
        ? { kind: 'whole', text: Buffer.concat(reading.chunks).toString('utf8') }
        : { kind: reading.problem };
    } finally {
      this.release(reading);
      this.readings.delete(reading);
    }
  }

  private take(reading: Reading, chunk: Buffer): void {
    reading.bytes += chunk.byteLength;
    if (reading.problem !== undefined) return;
    if (reading.bytes > MAX_BODY_BYTES) {
      this.refuse(reading, 'too-large');
      return;
    }
    reading.chunks.push(chunk);
    reading.held += chunk.byteLength;
    this.held += chunk.byteLength;
    if (this.held <= MAX_HELD_BYTES) return;
    const largest = [...this.readings].reduce((most, one) => (one.held > most.held ? one : most), reading);
    this.refuse(largest, 'busy');
  }

  private refuse(reading: Reading, problem: 'too-large' | 'busy'): void {
    reading.problem = problem;
    this.release(reading);
  }

  private release(reading: Reading): void {
    this.held -= reading.held;
    reading.held = 0;
    reading.chunks.length = 0;
  }
}
