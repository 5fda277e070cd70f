import type { JsonObject } from '../json.js';
import type { Repository } from '../repository-state.js';
import { findRevision } from '../revisions.js';
import { presentCommit } from './commits.js';
import type { GraphqlObject } from './object.js';
import { presentActor } from './people.js';
import { presentPull, pullsOf } from './pulls.js';
import { couldNotResolve } from './query-error.js';
import { mustHold, type Reach } from './reach.js';

/** GitHub cuts the text of a blob here. */
const mostText = 512_000;

/** A repository. */
export function presentRepository(reach: Reach, repository: Repository): GraphqlObject {
  const path = `/${repository.fullName}`;
  return {
    __typename: 'Repository',
    id: `R_${repository.id}`,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    isPrivate: repository.private,
    isFork: false,
    isArchived: false,
    visibility: repository.private ? 'PRIVATE' : 'PUBLIC',
    url: reach.world.url + path,
    resourcePath: path,
    owner: () => presentActor(reach, repository.owner),
    defaultBranchRef: () => presentRef(reach, repository, repository.defaultBranch),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) =>
      presentRef(reach, repository, qualifiedName.replace(/^refs\/heads\//, '')),
    object: (args: { readonly oid?: string; readonly expression?: string }) =>
      gitObject(reach, repository, args.oid ?? args.expression ?? ''),
    pullRequest: ({ number }: { readonly number: number }) => {
      mustHold(reach, 'pull_requests', 'read');
      const pull = repository.pulls.get(number);
      if (pull === undefined) throw couldNotResolve(`a PullRequest with the number of ${number}.`);
      return presentPull(reach, { repository, pull });
    },
    pullRequests: (args: JsonObject) => {
      mustHold(reach, 'pull_requests', 'read');
      return pullsOf(reach, repository, args);
    },
  };
}

async function presentRef(reach: Reach, repository: Repository, name: string): Promise<GraphqlObject | null> {
  const sha = await findRevision(repository, `refs/heads/${name}`);
  if (sha === undefined) return null;
  const target = presentCommit(reach, repository, sha);
  return { __typename: 'Ref', id: `REF_${name}`, name, prefix: 'refs/heads/', target };
}

async function gitObject(reach: Reach, repository: Repository, named: string): Promise<GraphqlObject | null> {
  mustHold(reach, 'contents', 'read');
  const object = await repository.objects.read(named);
  if (object === undefined) return null;
  if (object.type === 'commit') return presentCommit(reach, repository, object.sha);
  const { sha: oid, content } = object;
  const shared = { id: `O_${oid}`, oid, abbreviatedOid: oid.slice(0, 7) };
  if (object.type !== 'blob') return { __typename: object.type === 'tree' ? 'Tree' : 'Tag', ...shared };
  const isBinary = content.subarray(0, 8000).includes(0);
  return {
    __typename: 'Blob',
    ...shared,
    byteSize: content.length,
    isBinary,
    isTruncated: content.length > mostText,
    text: isBinary ? null : content.subarray(0, mostText).toString('utf8'),
  };
}
