import { DEFAULT_SETTINGS } from '../engine/review-input.js';
import { readCommand, type Command } from '../escalation/command.js';
import { react, readComment, writeComment } from '../github/comments.js';
import type { GitHubClient } from '../github/client.js';
import { readPullRequest } from '../github/gather.js';
import { GitHubSource } from '../github/github-source.js';
import { mayWrite, permissionOf } from '../github/people.js';
import { readTip } from '../github/repository.js';
import { explanation } from '../report/explanation.js';
import { readDocsSettings } from '../repository/settings.js';
import { NoRoom } from './no-room.js';
import type { Run, TaskTools } from './tools.js';
import { reviewAnew, type TaskOf } from './task.js';

/**
 * Answers a command by a sign on its comment: done, not understood (`confused`), not allowed (`-1`), or that it was heard and
 * has to wait (`eyes`). What it changes is worked out by the review that follows, from the comments as they stand, so that
 * nothing is lost when this run is.
 * @throws NoRoom where another try is worth it
 */
export async function runCommand(task: TaskOf<'command'>, tools: TaskTools, run: Run): Promise<void> {
  const client = await tools.client(task);
  const comment = await readComment(client, task);
  const command = readCommand(comment?.body ?? '');
  if (comment?.author === undefined || command === undefined) return;
  tools.measures.commanded(command.kind);
  if (isUnclear(command, tools)) {
    await react(client, task, 'confused');
    return;
  }
  if (changesState(command) && !mayWrite(await permissionOf(client, task, comment.author))) {
    await react(client, task, '-1');
    return;
  }
  run.signal.throwIfAborted();
  if (command.kind === 'explain') await explain(command.rule, task, client, tools, run);
  else {
    const review =
      command.kind === 'rerun'
        ? reviewAnew(task, task.number, 'event', (await readPullRequest(client, task)).headSha)
        : reviewAnew(task, task.number, 'quiet');
    try {
      await tools.take(review, `${run.id}:review`);
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      const isLost = error.why === 'closed' && !tools.outlives;
      await react(client, task, isLost ? 'confused' : 'eyes');
      if (isLost) return;
      throw error;
    }
  }
  await react(client, task, '+1');
}

/** Shows that a command was not carried out, whatever the reason: it has to be written again. */
export async function giveUpCommand(task: TaskOf<'command'>, tools: TaskTools): Promise<void> {
  await react(await tools.client(task), task, 'confused');
}

/** Answers in the conversation, with the addresses and notes that the base branch configures. */
async function explain(
  rule: string,
  task: TaskOf<'command'>,
  client: GitHubClient,
  tools: TaskTools,
  run: Run,
): Promise<void> {
  const page = tools.pages.get(rule);
  if (page === undefined) return;
  const { botLogin } = await tools.identity();
  const { baseRef } = await readPullRequest(client, task);
  const base = await readTip(client, task, baseRef);
  const source = new GitHubSource(client, task, tools.cache, run.signal);
  const docs =
    base === undefined ? NO_DOCS : await readDocsSettings(source, base, { ruleIds: [...tools.pages.keys()] });
  const body = explanation(rule, page, docs, tools.planning.docs, task.commentId);
  run.signal.throwIfAborted();
  await writeComment(client, { ...task, botLogin }, body, { isRepeated: run.again });
}

const NO_DOCS = DEFAULT_SETTINGS.docs;

function changesState({ kind }: Command): boolean {
  return kind === 'rerun' || kind === 'acknowledge' || kind === 'escalate';
}

function isUnclear(command: Command, { pages }: TaskTools): boolean {
  if (command.kind === 'explain') return !pages.has(command.rule);
  if (command.kind === 'acknowledge') return !command.rules.some((rule) => pages.has(rule));
  return command.kind === 'unclear';
}
