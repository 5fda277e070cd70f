import type { ClosedComment, CommentEdit } from '../report/plan.js';
import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { PullRequestAddress } from './gather.js';

/** Called with each failure to change a comment that stands: the review does not depend on it. */
export type OnFailedUpkeep = (error: unknown) => void;

/** Brings our earlier comments up to date, one write after the other; a comment that somebody deleted is passed over. */
export async function keepUp(
  client: GitHubClient,
  address: PullRequestAddress,
  { edits, closed }: { readonly edits: readonly CommentEdit[]; readonly closed: readonly ClosedComment[] },
  onFailure: OnFailedUpkeep,
): Promise<void> {
  for (const edit of edits) await isWritten(client, address, { ...edit, on: 'diff' }, onFailure);
  const written: ClosedComment[] = [];
  for (const comment of closed) {
    if (await isWritten(client, address, comment, onFailure)) written.push(comment);
  }
  await attempt(() => minimize(client, written), onFailure);
}

async function isWritten(
  client: GitHubClient,
  { owner, repo }: PullRequestAddress,
  { commentId: comment_id, body, on }: CommentEdit & Pick<ClosedComment, 'on'>,
  onFailure: OnFailedUpkeep,
): Promise<boolean> {
  const edit = { owner, repo, comment_id, body };
  return attempt(
    () =>
      on === 'diff' ? client.rest.pulls.updateReviewComment(edit) : client.rest.issues.updateComment(edit),
    (error) => {
      if (!isRequestFailure(error, 404)) onFailure(error);
    },
  );
}

/** Folds comments away with one request. GitHub's REST API has no way to do it. */
async function minimize(client: GitHubClient, comments: readonly ClosedComment[]): Promise<void> {
  if (comments.length === 0) return;
  const parameters = comments.map((_, at) => `$id${at}: ID!`).join(', ');
  const fields = comments.map(
    ({ reason }, at) =>
      `c${at}: minimizeComment(input: { subjectId: $id${at}, classifier: ${reason} }) { clientMutationId }`,
  );
  const ids = Object.fromEntries(comments.map(({ nodeId }, at) => [`id${at}`, nodeId]));
  await client.graphql(`mutation Minimize(${parameters}) { ${fields.join(' ')} }`, ids);
}

async function attempt(work: () => Promise<unknown>, onFailure: OnFailedUpkeep): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    onFailure(error);
    return false;
  }
}
