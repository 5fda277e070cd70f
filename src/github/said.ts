import { z } from 'zod';
import type { GitHubClient } from './client.js';

/** A comment that a person wrote in the conversation of a pull request. */
export interface Said {
  readonly id: number;
  readonly author: string;
  readonly body: string;
}

/** A comment of the conversation as GitHub lists it. */
export interface ListedComment {
  readonly id: number;
  readonly node_id: string;
  readonly body?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
  readonly user?: { readonly login: string; readonly type: string } | null | undefined;
}

const QUERY = `query ($ids: [ID!]!) {
  nodes(ids: $ids) { ... on IssueComment { id editor { login } author { login } lastEditedAt } }
}`;

const login = z.object({ login: z.string() }).nullable();
const answer = z.object({
  nodes: z.array(
    z
      .object({ id: z.string(), editor: login, author: login, lastEditedAt: z.string().nullable() })
      .nullable(),
  ),
});

/** GitHub takes no more ids in one question. */
const MOST_IDS = 100;

/**
 * What people said, in the words that they wrote themselves: whoever may write to a repository may change anybody's
 * comment, so a comment that somebody else edited counts for nothing. `isOfInterest` spares questions about the rest.
 */
export async function readSaid(
  client: GitHubClient,
  comments: readonly ListedComment[],
  isOfInterest: (body: string) => boolean,
): Promise<readonly Said[]> {
  const ofPeople = comments.flatMap(({ id, node_id: nodeId, body = '', user, created_at, updated_at }) =>
    user && user.type !== 'Bot' && isOfInterest(body)
      ? [{ id, nodeId, author: user.login, body, isChanged: created_at !== updated_at }]
      : [],
  );
  const changed = ofPeople.filter(({ isChanged }) => isChanged).map(({ nodeId }) => nodeId);
  const own = await writtenByAuthor(client, changed);
  return ofPeople
    .filter(({ isChanged, nodeId }) => !isChanged || own.has(nodeId))
    .map(({ id, author, body }) => ({ id, author, body }));
}

/** Of comments that changed since they were written, those that nobody but their author edited last. */
async function writtenByAuthor(
  client: GitHubClient,
  nodeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (nodeIds.length === 0) return new Set();
  const { nodes } = answer.parse(await client.graphql(QUERY, { ids: nodeIds.slice(-MOST_IDS) }));
  return new Set(
    nodes.flatMap((node) => {
      if (node === null) return [];
      const isOwn =
        node.lastEditedAt === null || (node.editor !== null && node.editor.login === node.author?.login);
      return isOwn ? [node.id] : [];
    }),
  );
}
