import { readCodeownersErrors, type CodeownersError } from '../github/codeowners-errors.js';
import { GitHubSource } from '../github/github-source.js';
import { readDefaultBranch } from '../github/repository.js';
import { readRequirements } from '../github/required-checks.js';
import { repositoryCheck, type RepositoryFacts } from '../report/repository-check.js';
import { expertTroubles, ownerTroubles } from '../report/set-up-words.js';
import { examine, type Examination } from '../repository/examine.js';
import { followBase } from './follow-base.js';
import { knownPeople } from './look-at-owners.js';
import { branchCheck } from './review-check.js';
import type { Run, TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/**
 * Posts the check of the default branch, so that it can be chosen as a required one and says whether the set-up is right,
 * and reviews the pull requests that are open already.
 */
export async function examineRepository(task: TaskOf<'examine'>, tools: TaskTools, run: Run): Promise<void> {
  const { installationId, owner, repo } = task;
  const client = await tools.client(task);
  const branch = await readDefaultBranch(client, task);
  if (branch === undefined) return;
  const source = new GitHubSource(client, task, tools.cache, run.signal);
  const examination = await examine(source, branch.sha, {
    ruleIds: [...tools.pages.keys()],
    floor: await tools.floor(),
    find: knownPeople({ client, installationId, address: task }, tools),
  });
  const required = {
    branch: branch.name,
    requirements: await readRequirements(client, task, branch.name),
    writers: [{ appId: tools.appId, slug: (await tools.identity()).slug }],
  };
  const errors = await readCodeownersErrors(client, task, branch.sha);
  const granted = await tools.granted(installationId);
  run.signal.throwIfAborted();
  const check = branchCheck(task, branch.sha, client, tools, run);
  if (run.again) await check.resume();
  await check.complete(repositoryCheck({ ...factsOf(examination, errors), required, granted }));
  await followBase({ kind: 'base-moved', installationId, owner, repo, branch: branch.name }, tools, run);
}

function factsOf(
  examination: Examination,
  errors: readonly CodeownersError[],
): Pick<RepositoryFacts, 'histories' | 'troubles'> {
  const { histories, problems, unlisted, owners } = examination;
  return {
    histories: histories.map(({ path, layout, files }) => ({ path, layout, migrations: files.length })),
    troubles: [
      ...[...problems, ...unlisted].map(({ file, line, reason }) => ({
        file,
        line,
        text: reason,
        correction: null,
      })),
      ...expertTroubles(examination),
      ...ownerTroubles(owners, errors),
    ],
  };
}
