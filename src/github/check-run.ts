import type { Annotation, CheckPlan, Progress } from '../report/plan.js';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';
import { doNotRepeat, once } from './once.js';

/** The name of the check, for ever: branch protection refers to it. */
export const CHECK_NAME = 'precheck';

/** Annotations that one request may carry; those of further requests are added to them. */
const ANNOTATIONS_PER_REQUEST = 50;

/** Which commit a check is about. */
export interface CheckSubject extends RepositoryAddress {
  readonly headSha: string;
  /** `owner/repo:pr:sha:generation`: by it, the App finds its way back from a check to the pull request. */
  readonly externalId: string;
  /** Where the check's Details lead. */
  readonly detailsUrl: string;
}

/** The pull request of an external id that was made by `externalId`; undefined for any other text. */
export function pullRequestOf(
  externalId: string,
): { readonly repository: string; readonly number: number } | undefined {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+):(\d{1,9}):[0-9a-f]{40,64}:./.exec(externalId) ?? [];
  return repository === undefined ? undefined : { repository, number: Number(number) };
}

/** Whether an external id was made by `branchExternalId`. */
export function isOfBranch(externalId: string): boolean {
  return /^[\w.-]+\/[\w.-]+:branch:[0-9a-f]{40,64}:./.test(externalId);
}

/** Tells the check of a branch as it is from all others. */
export function branchExternalId(repository: string, sha: string, generation: string): string {
  return `${repository}:branch:${sha}:${generation}`;
}

/** Tells this check from all others, also from those of the same commit. */
export function externalId(repository: string, number: number, sha: string, generation: string): string {
  return `${repository}:${number}:${sha}:${generation}`;
}

/** Shows that the review runs, or waits; gives the id of the run. */
export async function startCheck(
  client: GitHubClient,
  { owner, repo, headSha, externalId, detailsUrl }: CheckSubject,
  output: Progress,
  status: 'queued' | 'in_progress' = 'in_progress',
): Promise<number> {
  return once(
    async () => {
      const { data } = await client.rest.checks.create({
        owner,
        repo,
        name: CHECK_NAME,
        head_sha: headSha,
        external_id: externalId,
        details_url: detailsUrl,
        status,
        ...(status === 'in_progress' && { started_at: new Date().toISOString() }),
        output: { ...output },
        ...doNotRepeat,
      });
      return data.id;
    },
    async () => {
      const { data } = await client.rest.checks.listForRef({
        owner,
        repo,
        ref: headSha,
        check_name: CHECK_NAME,
        filter: 'all',
        per_page: 100,
      });
      return data.check_runs.find((run) => run.external_id === externalId)?.id;
    },
  );
}

/** Shows that the review runs, on a run that waited or said something else. */
export async function continueCheck(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  checkRunId: number,
  output: Progress,
): Promise<void> {
  await client.rest.checks.update({
    owner,
    repo,
    check_run_id: checkRunId,
    status: 'in_progress',
    output: { ...output },
  });
}

/** Ends the check with its conclusion; annotations go in batches, the conclusion with the last. */
export async function completeCheck(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  checkRunId: number,
  plan: CheckPlan,
): Promise<void> {
  const batches = batched(plan.annotations);
  const last = batches.pop() ?? [];
  const output = { title: plan.title, summary: plan.summary, ...(plan.text !== null && { text: plan.text }) };
  const where = { owner, repo, check_run_id: checkRunId };
  let sent = 0;
  for (const annotations of batches) {
    sent += annotations.length;
    await update(client, { ...where, output: { ...output, annotations } }, sent);
  }
  const ended = { status: 'completed', conclusion: plan.conclusion } as const;
  await update(
    client,
    {
      ...where,
      ...ended,
      output: { ...output, annotations: last },
      ...(plan.buttons.length > 0 && { actions: plan.buttons.map((button) => ({ ...button })) }),
    },
    plan.annotations.length,
  );
}

type Update = NonNullable<Parameters<GitHubClient['rest']['checks']['update']>[0]> & {
  readonly owner: string;
  readonly repo: string;
  readonly check_run_id: number;
};

/** Repeating an update would add its annotations again: a look at the run tells whether it is needed. */
async function update(client: GitHubClient, body: Update, annotationsThen: number): Promise<void> {
  const { owner, repo, check_run_id } = body;
  await once<unknown>(
    () => client.rest.checks.update({ ...body, ...doNotRepeat }),
    async () => {
      const { data } = await client.rest.checks.get({ owner, repo, check_run_id });
      const isThere =
        data.output.annotations_count >= annotationsThen &&
        (body.status === undefined || data.status === body.status);
      return isThere ? data : undefined;
    },
  );
}

function batched(annotations: readonly Annotation[]) {
  const batches = [];
  for (let from = 0; from < annotations.length; from += ANNOTATIONS_PER_REQUEST) {
    batches.push(annotations.slice(from, from + ANNOTATIONS_PER_REQUEST).map(apiAnnotation));
  }
  return batches;
}

function apiAnnotation({ path, startLine, endLine, level, title, message }: Annotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    title,
    message,
  };
}
