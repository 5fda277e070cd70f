import type { ReviewInput } from '../engine/review-input.js';
import { examineOwners, type OwnedMigration, type OwnersExamination } from '../repository/owners.js';
import type { FindPeople } from '../repository/people.js';
import { snapshot } from '../repository/snapshot.js';
import type { Source } from '../repository/source.js';
import type { RepositoryAddress } from '../github/github-source.js';
import type { PullRequestPlace } from './judge-pull-request.js';
import type { TaskTools } from './tools.js';

type Place = Pick<PullRequestPlace, 'client' | 'installationId'> & { readonly address: RepositoryAddress };

/** Looks users and teams up as the App sees them. */
export function knownPeople({ client, installationId, address }: Place, { experts }: TaskTools): FindPeople {
  return async (handles) => {
    const found = await experts.find(client, installationId, address, handles);
    return new Map([...found].map(([handle, facts]) => [handle.toLowerCase(), facts]));
  };
}

/** More files than this have the same owners, or a list that nobody reads. */
const MOST_OWNED = 200;

/**
 * What keeps GitHub from asking the right people about proposed migrations, by the owners' file of the base branch. Who the
 * owners are is asked only where somebody has to be found.
 */
export async function ownersProblemsOf(
  review: {
    readonly place: Place;
    readonly input: ReviewInput;
    readonly source: Source;
    /** Undefined where nobody reads of owners. */
    readonly base: string | undefined;
  },
  proposed: readonly OwnedMigration[],
  isHeld: boolean,
  tools: TaskTools,
): Promise<OwnersExamination['problems']> {
  const { base, source, input, place } = review;
  if (base === undefined || proposed.length === 0) return [];
  // A team that nobody looks up may be a secret one.
  const named = (handles: readonly string[]) => handles.filter((handle) => isHeld || !handle.includes('/'));
  const policies = (input.settings.experts ?? []).map((policy) => ({
    ...policy,
    reviewers: named(policy.reviewers),
    routes: policy.routes.map((route) => ({ ...route, reviewers: named(route.reviewers) })),
  }));
  const options = { onlyReaching: true, ...(isHeld && { find: knownPeople(place, tools) }) };
  const at = await snapshot(source, base);
  return (await examineOwners(at, policies, proposed.slice(0, MOST_OWNED), options)).problems;
}
