import type { ExpertPolicy } from '../engine/review-input.js';
import { hasExperts, router, unique } from './expert-policy.js';
import { eligibilityOf, type Inability, type KnownReviewers } from './reviewers.js';

/** Something about the configured experts that will hold pull requests with nobody to free them. */
export type SetUpProblem = {
  /** Index of the policy. */
  readonly policy: number;
  /** Index of the route in it; null: its default reviewers. */
  readonly route: number | null;
} & (
  | {
      readonly kind: 'unable';
      readonly handle: string;
      readonly why: Inability;
      /** Whether somebody else of the same reviewers can approve. */
      readonly isReplaceable: boolean;
    }
  /** One person can approve, whose own changes nobody can. */
  | { readonly kind: 'one'; readonly login: string }
  /** There are routes and no default reviewers: what no route covers in these migrations, nobody can approve. */
  | { readonly kind: 'unrouted'; readonly path: string; readonly count: number }
);

/** What expert set-ups are examined against. */
export interface SetUpFacts {
  /** Every migration; the engine is undefined where only its SQL tells. */
  readonly migrations: readonly { readonly path: string; readonly engine: string | undefined }[];
  /** Undefined where nobody can be looked up: then only the routes are examined. */
  readonly known: KnownReviewers | undefined;
}

/** Nobody in particular: whose change it will be is not known yet. */
const NOBODY = { author: '', committers: [] } as const;

/** What is wrong with whom the policies ask (an organisation's and the repository's, each for itself). */
export function setUpProblems(
  policies: readonly ExpertPolicy[],
  { migrations, known }: SetUpFacts,
): readonly SetUpProblem[] {
  return policies.flatMap((policy, index) => [
    ...(known === undefined ? [] : peopleProblems(policy, index, known)),
    ...unroutedIn(policy, index, migrations),
  ]);
}

function peopleProblems(policy: ExpertPolicy, index: number, known: KnownReviewers): readonly SetUpProblem[] {
  const said = new Set<string>();
  const groups = [
    { route: null, reviewers: policy.reviewers },
    ...policy.routes.map(({ reviewers }, route) => ({ route, reviewers })),
  ];
  return groups.flatMap(({ route, reviewers }): readonly SetUpProblem[] => {
    const handles = unique(reviewers).map((handle) => ({ handle, ...eligibilityOf(handle, known, NOBODY) }));
    const people = [...new Set(handles.flatMap(({ eligible }) => [...eligible]))];
    const unable = handles.flatMap(({ handle, unable: why }): readonly SetUpProblem[] => {
      const isReplaceable = people.length > 0;
      if (why === undefined || (isReplaceable && said.has(handle.toLowerCase()))) return [];
      said.add(handle.toLowerCase());
      return [{ kind: 'unable', policy: index, route, handle, why, isReplaceable }];
    });
    const [login] = people;
    const isAlone = people.length === 1 && login !== undefined;
    return [...unable, ...(isAlone ? [{ kind: 'one', policy: index, route, login } as const] : [])];
  });
}

const ENGINES = ['mysql', 'mariadb', 'postgres'] as const;

/** Routes by table, rule or severity cover what a migration does, which nobody knows before it is written. */
function unroutedIn(
  policy: ExpertPolicy,
  index: number,
  migrations: SetUpFacts['migrations'],
): readonly SetUpProblem[] {
  if (!hasExperts(policy) || policy.reviewers.length > 0) return [];
  const routes = router(policy);
  const isCovered = (file: string, engine: string): boolean =>
    routes.routesOf({ file, engine, tables: [], severity: 'blocker' }).length > 0;
  const left = migrations.filter(({ path, engine }) =>
    (engine === undefined ? ENGINES : [engine]).every((one) => !isCovered(path, one)),
  );
  const last = left.at(-1);
  return last === undefined
    ? []
    : [{ kind: 'unrouted', policy: index, route: null, path: last.path, count: left.length }];
}
