import { readCodeownersErrors } from '../github/codeowners-errors.js';
import type { GitHubClient } from '../github/client.js';
import { Experts } from '../github/experts.js';
import { ContentCache, GitHubSource, type RepositoryAddress } from '../github/github-source.js';
import { readOrgConfig } from '../github/org-config.js';
import { readDefaultBranch, type DefaultBranch } from '../github/repository.js';
import { readCheckWriters, readRequirements } from '../github/required-checks.js';
import { count } from '../report/counting.js';
import { requiredWords, requirementProblems, type RequiredFacts } from '../report/set-up-words.js';
import type { Trouble } from '../report/trouble.js';
import type { CollectOptions } from '../repository/collect.js';
import type { FindPeople, KnownPeople, KnownPerson } from '../repository/people.js';
import { diagnose, type Diagnosis } from './diagnose.js';
import { UsageError } from './exit.js';
import { connect, explained, repositoryAddress, type Connection } from './github-connection.js';

/** What was found on GitHub; part of the JSON that `doctor` prints. */
export interface GitHubDiagnosis {
  /** "owner/repo" */
  readonly repository: string;
  readonly branch: string;
  readonly commit: string;
  /** What was looked at and is right, as prose. */
  readonly notes: readonly string[];
  readonly troubles: readonly Trouble[];
}

/**
 * Examines the default branch of a repository on GitHub, by the token of the environment.
 * @throws UsageError where GitHub cannot be asked, or refuses
 */
export async function diagnoseOnGitHub(name: string, asksPages: boolean): Promise<GitHubDiagnosis> {
  const place = repositoryAddress(name, '--github');
  const connection = connect(process.env);
  try {
    return await onBranch(place, connection, asksPages);
  } catch (error) {
    throw explained(error, place, connection.apiUrl);
  }
}

async function onBranch(
  place: RepositoryAddress,
  connection: Connection,
  asksPages: boolean,
): Promise<GitHubDiagnosis> {
  const { client, host } = connection;
  const branch = await readDefaultBranch(client, place);
  const repository = `${place.owner}/${place.repo}`;
  if (branch === undefined) throw new UsageError(`${repository} holds no commit: push its files first.`);
  const { find, known } = peopleOf(client, place);
  const diagnosis = await diagnose({
    source: new GitHubSource(client, place, new ContentCache(), AbortSignal.timeout(LONGEST_MS)),
    commit: branch.sha,
    web: { host, path: repository, defaultBranch: branch.name },
    floor: await readFloor(connection),
    people: { find, viewer: 'this token' },
    ownersErrors: await readCodeownersErrors(client, place, branch.sha),
    asksPages,
  });
  const check = await checkOf(client, place, branch);
  return {
    repository,
    branch: branch.name,
    commit: branch.sha,
    notes: [...approvers(known), ...(check.requirements.length > 0 ? [requiredWords(check)] : [])],
    troubles: [...diagnosis.troubles, ...checkTroubles(check, repository, diagnosis.mode)],
  };
}

const LONGEST_MS = 600_000;

/** One installation is as good as another: a token sees what its owner sees. */
const ANY_INSTALLATION = 0;

function peopleOf(client: GitHubClient, place: RepositoryAddress) {
  const experts = new Experts();
  const known = new Map<string, KnownPerson>();
  const find: FindPeople = async (handles) => {
    const found = await experts.find(client, ANY_INSTALLATION, place, handles);
    for (const [handle, facts] of found) known.set(handle.toLowerCase(), facts);
    return known;
  };
  return { find, known };
}

/** Who can answer, of those whom the configuration or CODEOWNERS names. */
function approvers(known: KnownPeople): readonly string[] {
  return [...known].flatMap(([handle, { standing, members }]) =>
    standing === 'can-review' && members.length > 0
      ? [
          handle.includes('/')
            ? `\`${handle}\` can review: ${count(members.length, 'person', 'people')}.`
            : `\`${handle}\` can review.`,
        ]
      : [],
  );
}

/** The organisation's configuration, named as for the App. */
async function readFloor({ client, apiUrl }: Connection): Promise<CollectOptions['floor']> {
  const name = process.env['PRECHECK_ORG_CONFIG']?.trim() ?? '';
  if (name === '') return undefined;
  const place = repositoryAddress(name, 'PRECHECK_ORG_CONFIG');
  try {
    return { path: name, text: await readOrgConfig(client, place) };
  } catch (error) {
    throw explained(error, place, apiUrl);
  }
}

async function checkOf(
  client: GitHubClient,
  place: RepositoryAddress,
  { name, sha }: DefaultBranch,
): Promise<RequiredFacts> {
  return {
    branch: name,
    requirements: await readRequirements(client, place, name),
    writers: await readCheckWriters(client, place, sha),
  };
}

/** Where Precheck only observes, nothing has to wait for its check. */
function checkTroubles(
  check: RequiredFacts,
  repository: string,
  mode: Diagnosis['mode'],
): readonly Trouble[] {
  const isIdle = check.writers?.length === 0;
  const never = `No run of the check \`precheck\`, neither on \`${check.branch}\` nor on the latest pull requests: install the App on this repository, and look at its webhook’s deliveries.`;
  const texts = [
    ...(isIdle ? [never] : []),
    ...(mode === 'enforce' && check.requirements.length === 0 ? [requiredWords(check)] : []),
    ...requirementProblems(check),
  ];
  return texts.map((text) => ({ area: 'check', file: repository, line: null, text, correction: null }));
}
