import { z } from 'zod';
import type { TreeEntry } from '../repository/source.js';
import { lookUp } from '../look-up.js';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';
import { doNotRepeat } from './once.js';

/** GitHub fails on questions for many blobs at once. */
const BLOBS_PER_QUERY = 25;
/** The sum of the sizes in one question: GitHub gives up what takes it ten seconds. */
const BYTES_PER_QUERY = 2e6;
/** GitHub cuts a text off here. */
const MOST_BYTES = 512_000;

const blob = z.object({ text: z.string().nullable(), isTruncated: z.boolean() }).partial().nullable();
const answer = z.object({ repository: z.record(z.string(), blob) });

/**
 * Texts of files, by blob id, many in one request. What is not in the answer has to be asked for by itself: files that are
 * large, binary or not UTF-8, of which GitHub shows something else than the bytes, and those of a question that failed.
 */
export async function queryBlobs(
  client: GitHubClient,
  address: RepositoryAddress,
  entries: readonly TreeEntry[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const batch of batches(entries)) {
    for (const [id, text] of await ask(client, address, batch)) texts.set(id, text);
  }
  return texts;
}

function batches(entries: readonly TreeEntry[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  let room = 0;
  for (const { id, size = Infinity } of entries) {
    if (size > MOST_BYTES) continue;
    const last = all.at(-1);
    if (last === undefined || last.length === BLOBS_PER_QUERY || size > room) {
      all.push([id]);
      room = BYTES_PER_QUERY - size;
    } else {
      last.push(id);
      room -= size;
    }
  }
  return all;
}

async function ask(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  ids: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const parameters = ids.map((_, at) => `, $id${at}: GitObjectID!`).join('');
  const fields = ids.map((_, at) => `b${at}: object(oid: $id${at}) { ... on Blob { text isTruncated } }`);
  const query = `query ($owner: String!, $repo: String!${parameters}) {
    repository(owner: $owner, name: $repo) { ${fields.join(' ')} }
  }`;
  const variables = Object.fromEntries(ids.map((id, at) => [`id${at}`, id]));
  try {
    const { repository } = answer.parse(
      await client.graphql(query, { owner, repo, ...variables, ...doNotRepeat }),
    );
    return ids.flatMap((id, at) => {
      const { text = null, isTruncated = true } = lookUp(repository, `b${at}`) ?? {};
      return text === null || isTruncated ? [] : [[id, text] as const];
    });
  } catch {
    // The single questions tell what is wrong, if it is not only the size of this one.
    return [];
  }
}
