import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** An address that did not answer as a page does, and how. */
export interface DeadPage {
  readonly url: string;
  /** The end of a sentence: "is answered with 404". */
  readonly how: string;
}

const TIMEOUT_MS = 5000;
const MOST_AT_ONCE = 4;
const MOST_REDIRECTS = 5;

const privateRanges = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv6');

/**
 * Asks each address for its head, and says which lead nowhere. Only the hosts of `urls` are asked; a redirect may lead
 * to another host, but into no private network. What wants a sign-in, or knows no HEAD, counts as there.
 */
export async function askPages(urls: readonly string[]): Promise<readonly DeadPage[]> {
  const hosts = new Set(urls.map((url) => new URL(url).host));
  const waiting = urls.map((url, index) => ({ url, index }));
  const dead: (DeadPage & { readonly index: number })[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const how = await ask(new URL(next.url), hosts);
      if (how !== undefined) dead.push({ ...next, how });
    }
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, worker));
  return dead.sort((a, b) => a.index - b.index).map(({ url, how }) => ({ url, how }));
}

/** Undefined: a page is there, as far as can be told. */
async function ask(url: URL, hosts: ReadonlySet<string>): Promise<string | undefined> {
  let place = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    if (place.protocol !== 'https:' && place.protocol !== 'http:') return `leads to ${place.protocol}`;
    try {
      const { status, location } = await head(place, hosts.has(place.host));
      const target = status >= 300 && status < 400 && location !== undefined;
      if (!target) return judged(status);
      if (!URL.canParse(location, place.href)) return 'redirects to what is no address';
      place = new URL(location, place);
    } catch (error) {
      return `does not answer (${(error as Error).message})`;
    }
  }
  return 'redirects without end';
}

function judged(status: number): string | undefined {
  if (status === 404 || status === 410) return `is answered with ${String(status)}: there is no such page`;
  return status >= 500 && status !== 501 ? `is answered with ${String(status)}` : undefined;
}

interface Head {
  readonly status: number;
  readonly location: string | undefined;
}

function head(url: URL, isNamed: boolean): Promise<Head> {
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (!isNamed && isPrivate(address)) return Promise.reject(intoPrivate());
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: 'HEAD', timeout: TIMEOUT_MS, ...(!isNamed && { lookup: publicLookup }) },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, location: response.headers.location });
      },
    );
    const limit = setTimeout(() => asked.destroy(new Error('no answer within 5 seconds')), TIMEOUT_MS);
    asked.on('error', reject).on('close', () => {
      clearTimeout(limit);
    });
    asked.end();
  });
}

/** Looks a name up for a connection, and refuses when one of its addresses is private. */
const publicLookup: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    if (error) done(error, '', 0);
    else if (addresses.some(({ address }) => isPrivate(address))) done(intoPrivate(), '', 0);
    else if (options.all === true) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};

function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const family = isIP(mapped);
  if (family === 0) return false;
  return privateRanges.check(mapped, family === 4 ? 'ipv4' : 'ipv6');
}

function intoPrivate(): Error {
  return new Error('it redirects into a private network, which is not asked');
}
