import { dislikedComments } from '../github/disliked-comments.js';
import { idIn } from '../report/closed-comment.js';
import { readMarker } from '../report/marker.js';
import { scopeOf } from './judge-pull-request.js';
import type { TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/** Counts, when a pull request is closed, which rules' comments somebody there found of no help. */
export async function hearFeedback(
  { installationId, owner, repo, number, reviewComments }: TaskOf<'closed'>,
  tools: TaskTools,
): Promise<void> {
  if (reviewComments === 0) return;
  const address = { owner, repo, number };
  const { botLogin } = await tools.identity();
  const disliked = await dislikedComments(await tools.client({ installationId, repo }), address, botLogin);
  const scope = scopeOf(address, tools);
  for (const body of disliked) {
    const id = readMarker(body, scope) === undefined ? undefined : idIn(body);
    if (id === undefined || !tools.pages.has(id)) continue;
    tools.measures.disliked(id);
    tools.log.info(
      { repository: `${owner}/${repo}`, pullRequest: number, rule: id },
      'marked as not helpful',
    );
  }
}
