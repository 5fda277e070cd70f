import { readCommand, type Command } from '../escalation/command.js';
import { react, readComment, writeComment } from '../github/comments.js';
import { mayWrite, permissionOf } from '../github/people.js';
import { explanation } from '../report/explanation.js';
import type { Run, WorkTools } from './tools.js';
import type { WorkOf } from './work.js';

/**
 * Answers a command by a sign on its comment: done, not understood (`confused`) or not allowed (`-1`). What it changes is
 * worked out by the review that follows, from the comments as they stand, so that nothing is lost when this run is.
 */
export async function runCommand(work: WorkOf<'command'>, tools: WorkTools, run: Run): Promise<void> {
  const { commentId, ...place } = work;
  const client = await tools.client(work.installationId);
  const comment = await readComment(client, work, commentId);
  const command = readCommand(comment?.body ?? '');
  if (comment?.author === undefined || command === undefined) return;
  tools.measures.commanded(command.kind);
  if (isUnclear(command, tools)) {
    await react(client, work, commentId, 'confused');
    return;
  }
  if (changesState(command) && !mayWrite(await permissionOf(client, work, comment.author))) {
    await react(client, work, commentId, '-1');
    return;
  }
  run.signal.throwIfAborted();
  if (command.kind === 'explain') {
    const { botLogin } = await tools.identity();
    const page = tools.pages.get(command.rule);
    if (page) {
      await writeComment(
        client,
        { ...work, botLogin },
        explanation(command.rule, page, tools.planning.docs, commentId),
      );
    }
  } else {
    const cause = command.kind === 'rerun' ? 'event' : 'quiet';
    const { installationId, owner, repo, number } = place;
    await tools.take(
      { kind: 'review', installationId, owner, repo, number, headSha: null, updatedAt: null, cause },
      `${run.id}:review`,
    );
  }
  await react(client, work, commentId, '+1');
}

function changesState({ kind }: Command): boolean {
  return kind === 'rerun' || kind === 'acknowledge' || kind === 'escalate';
}

function isUnclear(command: Command, { pages }: WorkTools): boolean {
  if (command.kind === 'explain') return !pages.has(command.rule);
  if (command.kind === 'acknowledge') return !command.rules.some((rule) => pages.has(rule));
  return command.kind === 'unclear';
}
