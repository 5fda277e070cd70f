import { z } from 'zod';
import type { ClosedComment, CommentEdit } from '../report/plan.js';
import type { GitHubClient } from './client.js';

/** A comment of ours that gets another text, and with a `reason` is folded away. */
export interface Rewriting extends CommentEdit {
  readonly on: ClosedComment['on'];
  readonly reason?: ClosedComment['reason'];
}

/** A change that GitHub did not make, or only in part. */
export interface NotRewritten {
  readonly change: Rewriting;
  /** Somebody deleted the comment. */
  readonly isGone: boolean;
  readonly error: unknown;
}

/** GitHub gives up what takes it ten seconds; each comment is one change or two. */
const COMMENTS_PER_REQUEST = 10;

/**
 * Changes comments that stand, many with one request and in their order. To do it twice changes nothing.
 * @returns what was not done; the rest is
 */
export async function rewrite(
  client: GitHubClient,
  changes: readonly Rewriting[],
): Promise<readonly NotRewritten[]> {
  const failed: NotRewritten[] = [];
  for (let from = 0; from < changes.length; from += COMMENTS_PER_REQUEST) {
    failed.push(...(await rewriteTogether(client, changes.slice(from, from + COMMENTS_PER_REQUEST))));
  }
  return failed;
}

/** Errors stand by the name of the field that met them. */
const refusal = z.object({
  errors: z.array(z.object({ type: z.string().optional(), path: z.tuple([z.string()], z.unknown()) })),
});

async function rewriteTogether(
  client: GitHubClient,
  changes: readonly Rewriting[],
): Promise<readonly NotRewritten[]> {
  const parameters = changes.map((_, at) => `$id${at}: ID!, $body${at}: String!`).join(', ');
  const variables = changes.flatMap(({ nodeId, body }, at) => [
    [`id${at}`, nodeId],
    [`body${at}`, body],
  ]);
  try {
    const mutation = `mutation (${parameters}) { ${changes.map(fields).join(' ')} }`;
    await client.graphql(mutation, Object.fromEntries(variables) as Record<string, string>);
    return [];
  } catch (error) {
    const { data } = refusal.safeParse(error);
    return changes.flatMap((change, at) => {
      const own = data?.errors.filter(({ path: [field] }) => field === `edit${at}` || field === `fold${at}`);
      const isGone = own?.some(({ type, path: [field] }) => type === 'NOT_FOUND' && field === `edit${at}`);
      return own?.length === 0 ? [] : [{ change, isGone: isGone ?? false, error }];
    });
  }
}

function fields({ on, reason }: Rewriting, at: number): string {
  const edit =
    on === 'diff'
      ? `updatePullRequestReviewComment(input: { pullRequestReviewCommentId: $id${at}, body: $body${at} })`
      : `updateIssueComment(input: { id: $id${at}, body: $body${at} })`;
  const fold =
    reason === undefined
      ? ''
      : `fold${at}: minimizeComment(input: { subjectId: $id${at}, classifier: ${reason} }) { clientMutationId } `;
  // Where GitHub stops between the two, the comment still counts, and both are done again.
  return `${fold}edit${at}: ${edit} { clientMutationId }`;
}
