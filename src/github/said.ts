import { z } from 'zod';
import type { GitHubClient } from './client.js';

/** A comment that a person wrote in the conversation of a pull request, or in a thread on its lines. */
export interface Said {
  readonly id: number;
  readonly author: string;
  readonly body: string;
}

/** A comment as GitHub lists it. */
export interface ListedComment {
  readonly id: number;
  readonly node_id: string;
  readonly body?: string | undefined;
  readonly user?: { readonly login: string; readonly type: string } | null | undefined;
  /** Whether nobody but the author edited it last; undefined where GitHub has to be asked. */
  readonly isAuthors?: boolean | undefined;
}

const QUERY = `query ($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on Comment { editor { login } author { login } lastEditedAt } }
}`;

const login = z.object({ login: z.string() }).nullable();
const edited = z.object({ editor: login, author: login, lastEditedAt: z.string().nullable() });
const answer = z.object({ nodes: z.array(edited.extend({ id: z.string() }).nullable()) });

type Edited = z.infer<typeof edited>;

/** GitHub takes no more ids in one question. A conversation has at most 2,500 comments. */
const IDS_PER_QUESTION = 100;

/**
 * What people said, in the words that they wrote themselves: whoever may write to a repository may change anybody's
 * comment, so a comment that somebody else edited counts for nothing. `isOfInterest` spares questions about the rest.
 */
export async function readSaid(
  client: GitHubClient,
  comments: readonly ListedComment[],
  isOfInterest: (body: string) => boolean,
): Promise<readonly Said[]> {
  const ofPeople = comments.flatMap(({ id, node_id: nodeId, body = '', user, isAuthors }) =>
    user && user.type !== 'Bot' && isOfInterest(body)
      ? [{ id, nodeId, author: user.login, body, isAuthors }]
      : [],
  );
  // The times of REST do not tell: they are of a whole second, and the same for an edit at once.
  const own = await writtenByAuthor(
    client,
    ofPeople.flatMap(({ nodeId, isAuthors }) => (isAuthors === undefined ? [nodeId] : [])),
  );
  return ofPeople
    .filter(({ nodeId, isAuthors }) => isAuthors ?? own.has(nodeId))
    .map(({ id, author, body }) => ({ id, author, body }));
}

/** Those that nobody but their author edited last. */
async function writtenByAuthor(
  client: GitHubClient,
  nodeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = new Set<string>();
  for (let from = 0; from < nodeIds.length; from += IDS_PER_QUESTION) {
    const ids = nodeIds.slice(from, from + IDS_PER_QUESTION);
    for (const node of await nodesOf(client, ids)) if (node !== null && isOwn(node)) own.add(node.id);
  }
  return own;
}

const withoutSome = z.object({ data: answer, errors: z.array(z.object({ type: z.literal('NOT_FOUND') })) });

/** What was deleted since it was listed is an error beside the others. */
async function nodesOf(
  client: GitHubClient,
  ids: readonly string[],
): Promise<z.infer<typeof answer>['nodes']> {
  try {
    return answer.parse(await client.graphql(QUERY, { ids })).nodes;
  } catch (error) {
    const { success, data } = withoutSome.safeParse(error);
    if (!success) throw error;
    return data.data.nodes;
  }
}

/** Whether nobody but its author edited a comment last. */
export function isOwn({ editor, author, lastEditedAt }: Edited): boolean {
  return lastEditedAt === null || (editor !== null && editor.login === author?.login);
}
