import { isOutOfReach } from '../github/errors.js';
import { examineRepository } from './examine-repository.js';
import { followBase } from './follow-base.js';
import { followPeople } from './follow-people.js';
import { pressButton } from './press-button.js';
import { rerunSuite } from './rerun-suite.js';
import { giveUpMergeGroup, reviewMergeGroup } from './review-merge-group.js';
import { giveUpReview, reviewPullRequest } from './review-pull-request.js';
import { giveUpCommand, runCommand } from './run-command.js';
import { tellOfClosing } from './tell-neighbours.js';
import type { Run, WorkTools } from './tools.js';
import { workSchema, type Work } from './work.js';

/**
 * Does one piece of work. Rejects when it is worth another try, or nobody could be told that it failed. Work for an installation
 * that has ended is dropped.
 */
export async function perform(stored: unknown, tools: WorkTools, run: Run): Promise<void> {
  const work = workSchema.parse(stored);
  try {
    await performed(work, tools, run);
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    const { installationId, owner, repo } = work;
    tools.log.info(
      { delivery: run.id, installationId, repository: `${owner}/${repo}` },
      'the App is no longer installed there: dropped',
    );
  }
}

async function performed(work: Work, tools: WorkTools, run: Run): Promise<void> {
  switch (work.kind) {
    case 'review':
      return reviewPullRequest(work, tools, run);
    case 'merge-group':
      return reviewMergeGroup(work, tools, run);
    case 'command':
      return runCommand(work, tools, run);
    case 'button':
      return pressButton(work, tools, run);
    case 'suite':
      return rerunSuite(work, tools, run);
    case 'base-moved':
      return followBase(work, tools, run);
    case 'people-changed':
      return followPeople(work, tools, run);
    case 'examine':
      return examineRepository(work, tools, run);
    case 'closed':
      return tellOfClosing(work, tools, run);
    case 'merge-group-gone':
      // That it came is all: what ran about the same was told to stop.
      return;
  }
}

/** Tells the pull request that work about it was given up, where somebody waits for it, and otherwise the log. */
export async function giveUp(stored: unknown, tools: WorkTools, run: Run, reason: unknown): Promise<void> {
  const work: Work = workSchema.parse(stored);
  if (work.kind === 'review') await giveUpReview(work, tools, run, reason);
  else if (work.kind === 'merge-group') await giveUpMergeGroup(work, tools, run, reason);
  else {
    const { kind, owner, repo } = work;
    tools.log.error({ delivery: run.id, kind, repository: `${owner}/${repo}`, err: reason }, 'given up');
    if (work.kind === 'command') await giveUpCommand(work, tools);
  }
}
