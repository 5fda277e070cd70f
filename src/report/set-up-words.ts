import type { ExpertPolicy } from '../engine/review-input.js';
import { setUpProblems, type SetUpFacts, type SetUpProblem } from '../escalation/expert-set-up.js';
import { count } from './counting.js';
import { SOME_EXPERTS, unableWords, type Viewer } from './expert-words.js';
import { codeSpan } from './prose.js';
import type { Trouble } from './trouble.js';

type Placed = Omit<Trouble, 'area'>;

/** Configured experts, and where each policy and route stands (null: its default reviewers). */
export interface ExpertsFacts extends SetUpFacts {
  readonly experts: readonly ExpertPolicy[];
  readonly expertPlaces: (policy: number, route: number | null) => Pick<Trouble, 'file' | 'line'>;
}

/** What about the configured experts will hold pull requests with nobody to free them, each at its place. */
export function expertTroubles(facts: ExpertsFacts, viewer: Viewer = 'the App'): readonly Placed[] {
  return setUpProblems(facts.experts, facts).map((problem) => ({
    ...facts.expertPlaces(problem.policy, problem.route),
    text: setUpWords(problem, viewer),
    correction: null,
  }));
}

/** What keeps the owners' file from bringing the right people: as we see it, and what GitHub says of other lines. */
export function ownerTroubles(
  owners: {
    readonly problems: readonly {
      readonly path: string;
      readonly line: number | null;
      readonly message: string;
      readonly correction: string | null;
    }[];
  },
  errors: readonly {
    readonly path: string;
    readonly line: number;
    readonly message: string;
    readonly suggestion: string | null;
  }[],
): readonly Placed[] {
  const said = new Set(owners.problems.map(({ path, line }) => `${path}:${String(line)}`));
  return [
    ...owners.problems.map(({ path: file, line, message: text, correction }) => ({
      file,
      line,
      text,
      correction,
    })),
    ...errors
      .filter(({ path, line }) => !said.has(`${path}:${String(line)}`))
      .map(({ path: file, line, message, suggestion }) => ({
        file,
        line,
        text: `GitHub says: ${message}${suggestion === null ? '' : ` (${suggestion})`}`,
        correction: null,
      })),
  ];
}

function setUpWords(problem: SetUpProblem, viewer: Viewer): string {
  switch (problem.kind) {
    case 'unable': {
      const held = problem.isReplaceable ? '' : ' Until then, a pull request that needs them is held.';
      const isHidden =
        viewer === 'the App' &&
        problem.handle.includes('/') &&
        ['not-visible', 'unknown'].includes(problem.why);
      const handle = isHidden ? SOME_EXPERTS : problem.handle;
      return `${unableWords({ ...problem, handle }, viewer)}${held}`;
    }
    case 'one':
      return `Only ${codeSpan(`@${problem.login}`)} can approve: what they change themselves is held, and so is everything while they are away. Name one more.`;
    case 'unrouted': {
      const more = problem.count > 1 ? ` and ${count(problem.count - 1, 'more migration')}` : '';
      return `\`experts\` has routes and no \`reviewers\`: what no route covers, in a file like ${codeSpan(problem.path)}${more}, is held, and nobody can approve it. Name default reviewers.`;
    }
  }
}

/** How a branch requires the check, and who writes it. */
export interface RequiredFacts {
  readonly branch: string;
  readonly requirements: readonly {
    readonly by: 'rule set' | 'branch protection';
    readonly appId: number | null;
  }[];
  /** Apps that write the check; undefined: it cannot be seen. */
  readonly writers: readonly { readonly appId: number; readonly slug: string }[] | undefined;
}

/** Whether merges wait for the check, as prose. */
export function requiredWords({ branch, requirements }: RequiredFacts): string {
  const by = [...new Set(requirements.map((one) => one.by))].join(' and ');
  return by === ''
    ? `Nothing requires the check \`precheck\` on ${codeSpan(branch)}: a pull request can be merged whatever it says. Rule set or branch protection, require status checks: \`precheck\`, with your App as its source.`
    : `The check \`precheck\` is required on ${codeSpan(branch)} (${by}).`;
}

/** What is wrong with a requirement, as prose: it can be met without Precheck, or never. */
export function requirementProblems({ branch, requirements, writers }: RequiredFacts): readonly string[] {
  const writer = writers?.[0];
  const strangers = requirements.flatMap(({ by, appId }) =>
    appId === null ||
    writers === undefined ||
    writers.length === 0 ||
    writers.some((one) => one.appId === appId)
      ? []
      : [
          `The ${by} wants \`precheck\` on ${codeSpan(branch)} from the App with the number ${String(appId)}, but ${writer === undefined ? 'another one' : `${codeSpan(writer.slug)} (${String(writer.appId)})`} writes it: nothing can be merged. Choose that App as its source.`,
        ],
  );
  const isOpen = requirements.length > 0 && requirements.every(({ appId }) => appId === null);
  return isOpen
    ? [
        `The check \`precheck\` is required on ${codeSpan(branch)} from any source: who may write to the repository can set it to success. Choose your App as its source.`,
        ...strangers,
      ]
    : strangers;
}
