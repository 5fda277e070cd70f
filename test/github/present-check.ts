import type { JsonObject } from './json.js';
import { presentApp, presentRepository } from './present.js';
import type { CheckRun } from './check-run.js';
import type { PullRequest } from './pull-request.js';
import type { Repository } from './repository-state.js';
import type { World } from './world.js';

/** A check run. */
export function presentCheckRun(world: World, repository: Repository, run: CheckRun): JsonObject {
  const url = `${world.api}/repos/${repository.fullName}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: `CR_${run.id}`,
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${world.url}/${repository.fullName}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: presentApp(world, run.app),
    pull_requests: pullsOfHead(repository, run.headSha).map((pull) =>
      presentMinimal(world, repository, pull),
    ),
  };
}

/** GitHub does not name the pull requests of forks beside a check. */
function pullsOfHead(repository: Repository, sha: string): readonly PullRequest[] {
  const open = [...repository.pulls.values()].filter((pull) => pull.state === 'open');
  return open.filter((pull) => pull.head.sha === sha && pull.headRepository === 'same');
}

function presentMinimal(world: World, repository: Repository, pull: PullRequest): JsonObject {
  const repo = {
    id: repository.id,
    name: repository.name,
    url: `${world.api}/repos/${repository.fullName}`,
  };
  return {
    id: pull.id,
    number: pull.number,
    url: `${repo.url}/pulls/${pull.number}`,
    head: { ref: pull.head.ref, sha: pull.head.sha, repo },
    base: { ref: pull.base.ref, sha: pull.base.sha, repo },
  };
}

/** A check suite: one for each head SHA. */
export function presentSuite(world: World, repository: Repository, sha: string, id: number): JsonObject {
  const runs = [...repository.checkRuns.values()].filter((run) => run.suiteId === id);
  const pulls = pullsOfHead(repository, sha);
  const group = repository.mergeGroups.find(({ headSha }) => headSha === sha);
  const finished = runs.length > 0 && runs.every((run) => run.status === 'completed');
  return {
    id,
    node_id: `CS_${id}`,
    head_branch: group?.headRef.replace('refs/heads/', '') ?? pulls[0]?.head.ref ?? null,
    head_sha: sha,
    status: finished ? 'completed' : 'queued',
    conclusion: finished ? (runs.at(-1)?.conclusion ?? null) : null,
    url: `${world.api}/repos/${repository.fullName}/check-suites/${id}`,
    before: null,
    after: sha,
    app: presentApp(world, runs[0]?.app ?? world.app),
    pull_requests: pulls.map((pull) => presentMinimal(world, repository, pull)),
    repository: presentRepository(world, repository),
    created_at: runs[0]?.startedAt ?? world.now(),
    updated_at: runs.at(-1)?.startedAt ?? world.now(),
    latest_check_runs_count: runs.length,
    check_runs_url: `${world.api}/repos/${repository.fullName}/check-suites/${id}/check-runs`,
  };
}
