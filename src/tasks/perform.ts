import { isOutOfReach } from '../github/errors.js';
import { examineRepository } from './examine-repository.js';
import { followBase } from './follow-base.js';
import { followPeople } from './follow-people.js';
import { hearFeedback } from './hear-feedback.js';
import { pressButton } from './press-button.js';
import { rerunSuite } from './rerun-suite.js';
import { giveUpMergeGroup, reviewMergeGroup } from './review-merge-group.js';
import { giveUpReview, reviewPullRequest } from './review-pull-request.js';
import { giveUpCommand, runCommand } from './run-command.js';
import { tellOfClosing } from './tell-neighbours.js';
import type { Run, TaskTools } from './tools.js';
import { taskSchema, type Task } from './task.js';

/**
 * Does one task. Rejects when it is worth another try, or nobody could be told that it failed. A task for an installation
 * that has ended is dropped.
 */
export async function perform(stored: unknown, tools: TaskTools, run: Run): Promise<void> {
  const task = taskSchema.parse(stored);
  try {
    await performed(task, tools, run);
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    const { installationId, owner, repo } = task;
    tools.log.info(
      { delivery: run.id, installationId, repository: `${owner}/${repo}` },
      'the App is no longer installed there: dropped',
    );
  }
}

async function performed(task: Task, tools: TaskTools, run: Run): Promise<void> {
  switch (task.kind) {
    case 'review':
      return reviewPullRequest(task, tools, run);
    case 'merge-group':
      return reviewMergeGroup(task, tools, run);
    case 'command':
      return runCommand(task, tools, run);
    case 'button':
      return pressButton(task, tools, run);
    case 'suite':
      return rerunSuite(task, tools, run);
    case 'base-moved':
      return followBase(task, tools, run);
    case 'people-changed':
      return followPeople(task, tools, run);
    case 'examine':
      return examineRepository(task, tools, run);
    case 'closed':
      await tellOfClosing(task, tools, run);
      return hearFeedback(task, tools);
    case 'merge-group-gone':
      // That it came is all: what ran about the same was told to stop.
      return;
  }
}

/** Tells the pull request that a task about it was given up, where somebody waits for it, and otherwise the log. */
export async function giveUp(stored: unknown, tools: TaskTools, run: Run, reason: unknown): Promise<void> {
  const task: Task = taskSchema.parse(stored);
  if (task.kind === 'review') await giveUpReview(task, tools, run, reason);
  else if (task.kind === 'merge-group') await giveUpMergeGroup(task, tools, run, reason);
  else {
    const { kind, owner, repo } = task;
    tools.log.error({ delivery: run.id, kind, repository: `${owner}/${repo}`, err: reason }, 'given up');
    if (task.kind === 'command') await giveUpCommand(task, tools);
  }
}
