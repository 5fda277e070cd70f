import { Redis, type RedisOptions } from 'ioredis';

/** Redis could not be used at the start. The message names REDIS_URL and what to do, without the password. */
export class UnreachableRedis extends Error {
  override readonly name = 'UnreachableRedis';
}

/** Connections of one process to one Redis; BullMQ's worker adds one that waits. */
export interface Connections {
  /** Rejects at once while the connection is lost: somebody waits for the answer, and can be told to come again. */
  readonly hasty: Redis;
  /** Waits for a lost connection: what is running has its result to write down. */
  readonly patient: Redis;
  /** Listens to what other processes tell. */
  readonly listener: Redis;
  close(): void;
}

const CONNECT_MS = 5000;
const RECONNECT_MAX_MS = 2000;

/** How Node and ioredis tell of a lost connection, in other words in each moment of it. */
const LOST =
  /\b(?:ECONN\w+|EPIPE|ETIMEDOUT|E(?:HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)\b|Connection is closed|Stream isn't writeable|Reached the max retries|Command timed out/;

/** BullMQ needs streams and the commands of this version. */
const OLDEST = 6;

/**
 * Connects, or says why not. Later losses are mended by reconnecting for as long as it takes.
 * @throws UnreachableRedis
 */
export async function connectRedis(url: string, onFault: (reason: unknown) => void): Promise<Connections> {
  const connect = (options: RedisOptions): Redis => {
    const client = new Redis(url, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      retryStrategy: (attempt) => Math.min(RECONNECT_MAX_MS, 50 * 2 ** Math.min(attempt, 10)),
      ...options,
    });
    return client.on('error', onFault);
  };
  await probe(url);
  const hasty = connect({ maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: CONNECT_MS });
  const patient = connect({ maxRetriesPerRequest: null });
  const listener = connect({ maxRetriesPerRequest: null });
  const all = [hasty, patient, listener];
  await Promise.all(all.map((client) => client.connect()));
  return {
    hasty,
    patient,
    listener,
    close: () => {
      for (const client of all) client.disconnect();
    },
  };
}

/** Whether a fault says nothing but that a connection to Redis was lost or cannot be made. */
export function isLostConnection(reason: unknown): boolean {
  return LOST.test(String(reason));
}

/** One try, so that a wrong address or password is said at the start and not tried for ever. */
async function probe(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let said: Error | undefined;
  client.on('error', (error) => (said ??= error));
  try {
    await client.connect();
    const facts = await client.info('server');
    const version = /redis_version:(\d+)/.exec(facts)?.[1];
    if (Number(version) < OLDEST)
      throw new Error(`it is version ${version}, and ${OLDEST} or newer is needed`);
  } catch (error) {
    const reason = (said ?? (error as Error)).message;
    throw new UnreachableRedis(
      `REDIS_URL: the Redis at ${addressOf(url)} cannot be used: ${withoutPassword(reason, url)}. ` +
        'Start it or correct REDIS_URL; without REDIS_URL one process keeps the queue in its memory.',
    );
  } finally {
    client.disconnect();
  }
}

function addressOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '6379'}`;
}

function withoutPassword(text: string, url: string): string {
  const { password } = new URL(url);
  if (password === '') return text;
  return [password, decodeURIComponent(password)].reduce(
    (left, secret) => left.replaceAll(secret, '***'),
    text,
  );
}
