import type { FileChange } from '../diff.js';
import { isObject, type JsonObject } from '../json.js';
import type { PullRequest, ReviewRequestChange } from '../pull-request.js';
import { pullRequestCommits, pullRequestFiles } from '../revisions.js';
import type { Repository } from '../repository-state.js';
import { presentCommit, rollup } from './commits.js';
import { presentIssueComment, presentReview, presentThread, threadsOf, type Place } from './comments.js';
import { connection, type GraphqlObject } from './object.js';
import { presentActor, presentTeam } from './people.js';
import type { Reach } from './reach.js';

const mostFiles = 3000;
const mostCommits = 250;

/** A pull request. */
export function presentPull(reach: Reach, place: Place): GraphqlObject {
  const { world } = reach;
  const { repository, pull } = place;
  const path = `/${repository.fullName}/pull/${pull.number}`;
  const files = async (): Promise<readonly FileChange[]> =>
    (await pullRequestFiles(repository, pull)).slice(0, mostFiles);
  return {
    __typename: 'PullRequest',
    id: `PR_${pull.id}`,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: pull.merged ? 'MERGED' : pull.state.toUpperCase(),
    closed: pull.state === 'closed',
    merged: pull.merged,
    isDraft: pull.draft,
    isCrossRepository: pull.headRepository !== 'same',
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    url: world.url + path,
    permalink: world.url + path,
    resourcePath: path,
    author: () => presentActor(reach, pull.author),
    changedFiles: async () => (await pullRequestFiles(repository, pull)).length,
    isInMergeQueue: () => repository.mergeGroups.some((group) => group.pulls.includes(pull.number)),
    statusCheckRollup: () => rollup(reach, repository, pull.head.sha),
    files: connection('files', files, presentFile),
    commits: connection(
      'commits',
      async () => (await pullRequestCommits(repository, pull)).slice(-mostCommits),
      ({ sha }) => ({
        __typename: 'PullRequestCommit',
        id: `PURC_${sha}`,
        commit: () => presentCommit(reach, repository, sha),
      }),
    ),
    ...conversation(reach, place),
  };
}

function conversation(reach: Reach, place: Place): Readonly<Record<string, unknown>> {
  const { repository, pull } = place;
  return {
    comments: connection(
      'comments',
      () => pull.issueComments,
      (one) => presentIssueComment(reach, place, one),
    ),
    reviewThreads: connection(
      'reviewThreads',
      () => threadsOf(pull),
      (one) => presentThread(reach, place, one),
    ),
    reviews: (args: JsonObject) => {
      const { states, author } = args;
      const wanted = pull.reviews.filter(
        (one) =>
          one.state !== 'PENDING' &&
          (!Array.isArray(states) || states.includes(one.state)) &&
          (typeof author !== 'string' || one.author.login === author),
      );
      return connection(
        'reviews',
        () => wanted,
        (one) => presentReview(reach, place, one),
      )(args);
    },
    reviewRequests: connection(
      'reviewRequests',
      () => [
        ...pull.requestedUsers.map((user) => ({ user })),
        ...pull.requestedTeams.map((team) => ({ team })),
      ],
      (reviewer) => ({
        __typename: 'ReviewRequest',
        id: `RR_${JSON.stringify(reviewer)}`,
        asCodeOwner: false,
        requestedReviewer: () => presentReviewer(reach, repository, reviewer),
      }),
    ),
    timelineItems: (args: JsonObject) => timeline(reach, place, args),
  };
}

const changeTypes: Readonly<Record<FileChange['status'], string>> = {
  added: 'ADDED',
  modified: 'MODIFIED',
  removed: 'DELETED',
  renamed: 'RENAMED',
  changed: 'CHANGED',
};

function presentFile({ path, status, additions, deletions }: FileChange): GraphqlObject {
  return {
    __typename: 'PullRequestChangedFile',
    path,
    additions,
    deletions,
    changeType: changeTypes[status],
  };
}

function presentReviewer(
  reach: Reach,
  repository: Repository,
  reviewer: ReviewRequestChange['reviewer'],
): GraphqlObject | null {
  if ('user' in reviewer) return presentActor(reach, reach.world.account(reviewer.user));
  const team = reach.world.team(repository.owner, reviewer.team);
  return team === undefined ? null : presentTeam(reach, team);
}

const kinds = {
  requested: ['REVIEW_REQUESTED_EVENT', 'ReviewRequestedEvent'],
  removed: ['REVIEW_REQUEST_REMOVED_EVENT', 'ReviewRequestRemovedEvent'],
} as const;

/** Only the requests for reviews are kept as a timeline here. */
function timeline(reach: Reach, { repository, pull }: Place, args: JsonObject): Promise<GraphqlObject> {
  const types: unknown = args['itemTypes'];
  const wanted = pull.timeline.filter((one) => !Array.isArray(types) || types.includes(kinds[one.kind][0]));
  return connection(
    'timelineItems',
    () => wanted,
    ({ id, kind, actor, createdAt, reviewer }) => ({
      __typename: kinds[kind][1],
      id: `TE_${id}`,
      createdAt,
      actor: () => presentActor(reach, actor),
      requestedReviewer: () => presentReviewer(reach, repository, reviewer),
    }),
  )(args);
}

/** The pull requests of a repository, filtered and ordered as asked. */
export function pullsOf(reach: Reach, repository: Repository, args: JsonObject): Promise<GraphqlObject> {
  const { states, baseRefName, headRefName, orderBy } = args;
  const wanted = [...repository.pulls.values()].filter(
    (pull) =>
      (!Array.isArray(states) || states.includes(pull.merged ? 'MERGED' : pull.state.toUpperCase())) &&
      (typeof baseRefName !== 'string' || pull.base.ref === baseRefName) &&
      (typeof headRefName !== 'string' || pull.head.ref === headRefName),
  );
  const ordered = wanted.toSorted(orderOf(isObject(orderBy) ? orderBy : {}));
  return connection(
    'pullRequests',
    () => ordered,
    (pull) => presentPull(reach, { repository, pull }),
  )(args);
}

function orderOf({ field, direction }: JsonObject): (one: PullRequest, other: PullRequest) => number {
  const sign = direction === 'DESC' ? -1 : 1;
  const byNumber = (one: PullRequest, other: PullRequest): number => sign * (one.number - other.number);
  if (field !== 'UPDATED_AT') return byNumber;
  return (one, other) => sign * one.updatedAt.localeCompare(other.updatedAt) || byNumber(one, other);
}
