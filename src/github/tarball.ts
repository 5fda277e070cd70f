import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { MAX_FILE_BYTES, type TreeEntry } from '../repository/source.js';

/** An archive is given up beyond these. Bytes are counted unpacked, as they stream by. */
export interface ArchiveLimits {
  readonly bytes: number;
  readonly entries: number;
}

const ARCHIVE_LIMITS: ArchiveLimits = { bytes: 4e9, entries: 500_000 };

/**
 * The contents of wanted files out of a commit's `.tar.gz`, by blob id, streamed: nothing else is kept and nothing
 * touches the disk. What is missing, cut off by the limits or altered by the archive's attributes (`export-ignore`,
 * `eol`) is not in the answer: every content is checked against its blob id.
 */
export async function readTarball(
  archive: Readable,
  wanted: readonly TreeEntry[],
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<ReadonlyMap<string, Buffer>> {
  const missing = new Map(wanted.map(({ path, id }) => [path, id]));
  const found = new Map<string, Buffer>();
  const unpacked = extract();
  const streaming = pipeline(archive, createGunzip(), atMost(limits.bytes), unpacked);
  // The reading below meets the same failure; without this, it would count as unhandled.
  streaming.catch(() => undefined);
  let entries = 0;
  try {
    for await (const entry of unpacked) {
      entries += 1;
      const { name, size, type } = entry.header;
      const path = name.slice(name.indexOf('/') + 1);
      const id = missing.get(path);
      if (id === undefined || type !== 'file' || size > MAX_FILE_BYTES) entry.resume();
      else {
        // Iterable like every stream; its types do not say so.
        const content = await whole(entry as unknown as AsyncIterable<Buffer>);
        if (blobId(content) === id) found.set(id, content);
        missing.delete(path);
      }
      if (missing.size === 0 || entries >= limits.entries) break;
    }
  } catch (error) {
    if (!(error instanceof ArchiveTooLarge)) throw error;
  } finally {
    archive.destroy();
    unpacked.destroy();
  }
  return found;
}

class ArchiveTooLarge extends Error {}

function atMost(bytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      passed += chunk.byteLength;
      if (passed > bytes) pass(new ArchiveTooLarge());
      else pass(null, chunk);
    },
  });
}

async function whole(entry: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The id under which git keeps a content. */
export function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex');
}
