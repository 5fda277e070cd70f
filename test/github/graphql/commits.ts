import type { CheckRun } from '../check-run.js';
import { coAuthors, type Commit } from '../git.js';
import type { JsonObject } from '../json.js';
import { isObject } from '../json.js';
import type { Repository } from '../repository-state.js';
import { commitAt } from '../revisions.js';
import { connection, type GraphqlObject } from './object.js';
import { presentGitActor } from './people.js';
import { mustHold, type Reach } from './reach.js';

/** A commit by SHA. Git is asked only for the fields that need it. */
export function presentCommit(reach: Reach, repository: Repository, oid: string): GraphqlObject {
  let read: Promise<Commit> | undefined;
  const commit = (): Promise<Commit> => (read ??= commitAt(repository, oid));
  const path = `/${repository.fullName}/commit/${oid}`;
  return {
    __typename: 'Commit',
    id: `C_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    url: reach.world.url + path,
    resourcePath: path,
    message: async () => (await commit()).message,
    messageHeadline: async () => (await commit()).message.split('\n')[0],
    authoredDate: async () => (await commit()).author.date,
    committedDate: async () => (await commit()).committer.date,
    author: async () => presentGitActor(reach, (await commit()).author),
    committer: async () => presentGitActor(reach, (await commit()).committer),
    authors: connection(
      'authors',
      async () => [(await commit()).author, ...coAuthors(await commit())],
      (signature) => presentGitActor(reach, signature),
    ),
    parents: connection(
      'parents',
      async () => (await commit()).parents,
      (sha) => presentCommit(reach, repository, sha),
    ),
    checkSuites: (args: JsonObject) => suites(reach, repository, oid, args),
    statusCheckRollup: () => rollup(reach, repository, oid),
  };
}

function runsOf(repository: Repository, sha: string): readonly CheckRun[] {
  return [...repository.checkRuns.values()].filter((run) => run.headSha === sha);
}

function latest(runs: readonly CheckRun[]): readonly CheckRun[] {
  return runs.filter(
    (run) => runs.findLast((one) => one.name === run.name && one.app.id === run.app.id) === run,
  );
}

function suites(reach: Reach, repository: Repository, sha: string, args: JsonObject): Promise<GraphqlObject> {
  mustHold(reach, 'checks', 'read');
  const filter = isObject(args['filterBy']) ? args['filterBy'] : {};
  const { appId, checkName } = filter;
  const runs = runsOf(repository, sha).filter(
    (run) =>
      (typeof appId !== 'number' || run.app.id === appId) &&
      (typeof checkName !== 'string' || run.name === checkName),
  );
  const ids = [...new Set(runs.map((run) => run.suiteId))];
  return connection(
    'checkSuites',
    () => ids,
    (id) => presentSuite(reach, repository, sha, id),
  )(args);
}

function presentSuite(reach: Reach, repository: Repository, sha: string, id: number): GraphqlObject {
  const runs = runsOf(repository, sha).filter((run) => run.suiteId === id);
  const finished = runs.every((run) => run.status === 'completed');
  return {
    __typename: 'CheckSuite',
    id: `CS_${id}`,
    databaseId: id,
    status: finished ? 'COMPLETED' : 'QUEUED',
    conclusion: finished ? (runs.at(-1)?.conclusion?.toUpperCase() ?? null) : null,
    app: presentApp(reach, runs[0]?.app ?? reach.world.app),
    commit: () => presentCommit(reach, repository, sha),
    checkRuns: (args: JsonObject) => {
      const filter = isObject(args['filterBy']) ? args['filterBy'] : {};
      const shown = filter['checkType'] === 'ALL' ? runs : latest(runs);
      return connection(
        'checkRuns',
        () => shown.filter((run) => isWanted(run, filter)),
        (run) => presentCheckRun(reach, repository, run),
      )(args);
    },
  };
}

function isWanted(run: CheckRun, { checkName, appId, status }: JsonObject): boolean {
  return (
    (typeof checkName !== 'string' || run.name === checkName) &&
    (typeof appId !== 'number' || run.app.id === appId) &&
    (typeof status !== 'string' || run.status.toUpperCase() === status)
  );
}

function presentApp({ world }: Reach, { id, name, slug }: CheckRun['app']): GraphqlObject {
  const url = `${world.url}/apps/${slug}`;
  return { __typename: 'App', id: `A_${id}`, databaseId: id, name, slug, url };
}

/** A check run. */
function presentCheckRun(reach: Reach, repository: Repository, run: CheckRun): GraphqlObject {
  const path = `/${repository.fullName}/runs/${run.id}`;
  return {
    __typename: 'CheckRun',
    id: `CR_${run.id}`,
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    detailsUrl: run.detailsUrl,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    title: run.title,
    summary: run.summary,
    text: run.text,
    url: reach.world.url + path,
    permalink: reach.world.url + path,
    resourcePath: path,
    repository: null,
    checkSuite: () => presentSuite(reach, repository, run.headSha, run.suiteId),
    isRequired: () => requiredChecks(repository).includes(run.name),
  };
}

/** The names of the checks that the branch rules require. */
function requiredChecks(repository: Repository): readonly unknown[] {
  return repository.branchRules.flatMap(({ type, parameters }) => {
    const checks = isObject(parameters) ? parameters['required_status_checks'] : undefined;
    if (type !== 'required_status_checks' || !Array.isArray(checks)) return [];
    return checks.map((check: unknown) => (isObject(check) ? check['context'] : undefined));
  });
}

const passing = new Set<string | null>(['success', 'neutral', 'skipped']);

/** All checks of a commit as one state; null when there is none. */
export function rollup(reach: Reach, repository: Repository, sha: string): GraphqlObject | null {
  mustHold(reach, 'checks', 'read');
  const runs = latest(runsOf(repository, sha));
  if (runs.length === 0) return null;
  const failed = runs.some((run) => run.status === 'completed' && !passing.has(run.conclusion));
  const open = runs.some((run) => run.status !== 'completed');
  return {
    __typename: 'StatusCheckRollup',
    id: `SCR_${sha}`,
    state: failed ? 'FAILURE' : open ? 'PENDING' : 'SUCCESS',
    commit: () => presentCommit(reach, repository, sha),
    contexts: connection(
      'contexts',
      () => runs,
      (run) => presentCheckRun(reach, repository, run),
    ),
  };
}
