import type { IncomingMessage } from 'node:http';

/** GitHub delivers nothing larger. */
const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** Of all requests that are being read, before any of them is known to come from GitHub. */
const MAX_HELD_BYTES = 8 * MAX_BODY_BYTES;

/** What a request carries; `busy`: too much is being read already. */
export type Body =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'busy' };

/**
 * Reads request bodies. Bytes are counted as they come, whatever the headers promise; what is too much is dropped
 * as it comes, so that the sender still hears why.
 */
export class BodyReader {
  private held = 0;

  /** Rejects when the sender goes away before the end. */
  async read(request: IncomingMessage): Promise<Body> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let problem: 'too-large' | 'busy' | undefined;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        if (problem !== undefined) {
          if (bytes > 2 * MAX_BODY_BYTES) break;
          continue;
        }
        this.held += chunk.byteLength;
        chunks.push(chunk);
        if (bytes > MAX_BODY_BYTES) problem = 'too-large';
        else if (this.held > MAX_HELD_BYTES) problem = 'busy';
        if (problem !== undefined) this.release(chunks);
      }
      return problem === undefined
        ? { kind: 'whole', text: Buffer.concat(chunks).toString('utf8') }
        : { kind: problem };
    } finally {
      this.release(chunks);
    }
  }

  private release(chunks: Buffer[]): void {
    for (const chunk of chunks.splice(0)) this.held -= chunk.byteLength;
  }
}
