import type { AppIdentity } from '../account.js';
import { created, ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { presentAccount } from '../present.js';
import { presentCheckRun, presentSuite } from '../present-check.js';
import { invalidRequest, notFound, Refusal } from '../refusal.js';
import { findRevision, revision } from '../revisions.js';
import type { Annotation, CheckAction, CheckRun } from '../check-run.js';
import type { Repository } from '../repository-state.js';
import type { World } from '../world.js';
import { need } from './needs.js';

interface CheckBody {
  readonly name?: string;
  readonly head_sha?: string;
  readonly details_url?: string;
  readonly external_id?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly Annotation[];
  };
  readonly actions?: readonly CheckAction[];
}

const longestTitle = 255;
const longestMessageBytes = 64 * 1024;

/** Check runs, their annotations and suites. */
export const checks: Readonly<Record<string, Implementation>> = {
  'checks/create': { needs: need.checksWrite, handle: create },
  'checks/update': { needs: need.checksWrite, handle: update },
  'checks/get': {
    needs: need.checksRead,
    handle: (call) => ok(presentCheckRun(call.world, call.repository, runOf(call))),
  },
  'checks/list-annotations': {
    needs: need.checksRead,
    handle: (call) => pages(runOf(call).annotations.map((one) => presentAnnotation(call, one))),
  },
  'checks/list-for-ref': { needs: need.checksRead, handle: listForRef },
  'checks/list-for-suite': {
    needs: need.checksRead,
    handle: (call) => {
      const id = Number(call.params['check_suite_id']);
      return runsPage(call, (run) => run.suiteId === id);
    },
  },
  'checks/list-suites-for-ref': {
    needs: need.checksRead,
    handle: async ({ world, repository, params }) => {
      const sha = await revision(repository, params['ref'] ?? '');
      const id = repository.suites.get(sha);
      return pages(id === undefined ? [] : [presentSuite(world, repository, sha, id)], 'check_suites');
    },
  },
  'checks/get-suite': {
    needs: need.checksRead,
    handle: ({ world, repository, params }) => {
      const found = [...repository.suites].find(([, id]) => id === Number(params['check_suite_id']));
      if (found === undefined) throw notFound();
      return ok(presentSuite(world, repository, ...found));
    },
  },
  'checks/rerequest-run': {
    needs: need.checksWrite,
    handle: (call) => {
      tellRun(call.world, call.repository, runOf(call), 'rerequested');
      return created({});
    },
  },
};

function runOf({ repository, params }: Call): CheckRun {
  const run = repository.checkRuns.get(Number(params['check_run_id']));
  if (run === undefined) throw notFound();
  return run;
}

/** The suite of a commit: one for each, as only one App lives here. */
function suiteOf(world: World, repository: Repository, sha: string): number {
  const known = repository.suites.get(sha);
  if (known !== undefined) return known;
  const id = world.nextId();
  repository.suites.set(sha, id);
  return id;
}

async function create(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const body = call.body as CheckBody;
  refuseBadOutput(body);
  const asked = body.head_sha ?? '';
  const headSha = /^[0-9a-f]{40}$/i.test(asked) ? await findRevision(repository, asked) : undefined;
  if (headSha === undefined) throw new Refusal(422, `No commit found for SHA: ${asked}`);
  const run = emptyRun(world, world.app, suiteOf(world, repository, headSha), headSha);
  write(world, run, body);
  repository.checkRuns.set(run.id, run);
  tell(world, repository, run, 'created');
  return created(presentCheckRun(world, repository, run));
}

function emptyRun(world: World, app: AppIdentity, suiteId: number, headSha: string): CheckRun {
  return {
    id: world.nextId(),
    suiteId,
    app,
    headSha,
    name: '',
    status: 'queued',
    conclusion: null,
    detailsUrl: world.url,
    externalId: '',
    startedAt: world.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
}

/** A completed run of another App, with a suite of its own. */
export function otherRun(
  world: World,
  slug: string,
  { sha, name, conclusion }: { readonly sha: string; readonly name: string; readonly conclusion: string },
): CheckRun {
  const app = { id: world.account(slug, 'Bot').id, slug, name: slug, permissions: {}, events: [] };
  const run = emptyRun(world, app, world.nextId(), sha);
  write(world, run, { name, conclusion });
  return run;
}

function update(call: Call): Answer {
  const { world, repository } = call;
  const run = runOf(call);
  const body = call.body as CheckBody;
  refuseBadOutput(body);
  const before = run.status;
  write(world, run, body);
  const completes = before !== 'completed' && run.status === 'completed';
  tell(world, repository, run, completes ? 'completed' : undefined);
  return ok(presentCheckRun(world, repository, run));
}

function write(world: World, run: CheckRun, body: CheckBody): void {
  run.name = body.name ?? run.name;
  run.detailsUrl = body.details_url ?? run.detailsUrl;
  run.externalId = body.external_id ?? run.externalId;
  run.startedAt = body.started_at ?? run.startedAt;
  run.actions = body.actions ?? run.actions;
  if (body.status !== undefined && body.status !== 'completed') {
    run.status = body.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  if (body.conclusion !== undefined) {
    run.status = 'completed';
    run.conclusion = body.conclusion;
    run.completedAt = body.completed_at ?? world.now();
  }
  if (body.output === undefined) return;
  run.title = body.output.title ?? run.title;
  run.summary = body.output.summary;
  run.text = body.output.text ?? run.text;
  run.annotations.push(...(body.output.annotations ?? []));
}

/** What GitHub's description says in prose only. */
function refuseBadOutput(body: CheckBody): void {
  if (body.status === 'completed' && body.conclusion === undefined) {
    throw invalidRequest('"conclusion" wasn\'t supplied.');
  }
  if (body.completed_at !== undefined && body.conclusion === undefined) {
    throw invalidRequest('"conclusion" wasn\'t supplied.');
  }
  if (body.conclusion === 'stale') throw invalidRequest('stale is not a conclusion that an App can set.');
  for (const one of body.output?.annotations ?? []) refuseBadAnnotation(one);
}

function refuseBadAnnotation(one: Annotation): void {
  const title = one.title?.length ?? 0;
  if (title > longestTitle) {
    throw invalidRequest(`Only ${longestTitle} characters are allowed; ${title} were supplied. (title)`);
  }
  for (const field of ['message', 'raw_details'] as const) {
    const bytes = Buffer.byteLength(one[field] ?? '');
    if (bytes > longestMessageBytes) {
      throw invalidRequest(
        `Only ${longestMessageBytes} bytes are allowed; ${bytes} were supplied. (${field})`,
      );
    }
  }
  if (one.end_line < one.start_line || one.start_line < 1) {
    throw invalidRequest('end_line must be greater than or equal to start_line.');
  }
  const hasColumns = one.start_column !== undefined || one.end_column !== undefined;
  if (hasColumns && one.start_line !== one.end_line) {
    throw invalidRequest('columns are only allowed when start_line and end_line are equal.');
  }
}

function tell(
  world: World,
  repository: Repository,
  run: CheckRun,
  action: 'created' | 'completed' | undefined,
): void {
  world.checkChanged(repository, run);
  if (action !== undefined) tellRun(world, repository, run, action);
}

/** Tells of a check run by webhook, in the name of the App or of the person who pressed a button. */
export function tellRun(
  world: World,
  repository: Repository,
  run: CheckRun,
  action: string,
  by: { readonly sender?: string; readonly button?: string } = {},
): void {
  const suite = presentSuite(world, repository, run.headSha, run.suiteId);
  const sender = by.sender === undefined ? world.bot() : world.account(by.sender);
  const payload = {
    action,
    check_run: { ...presentCheckRun(world, repository, run), check_suite: suite },
    ...(by.button === undefined ? {} : { requested_action: { identifier: by.button } }),
    sender: presentAccount(world, sender),
  };
  world.happened('check_run', payload, { repository });
}

/** A person asks for all checks of a commit again. */
export function tellSuite(world: World, repository: Repository, sha: string, sender: string): void {
  const payload = {
    action: 'rerequested',
    check_suite: presentSuite(world, repository, sha, suiteOf(world, repository, sha)),
    sender: presentAccount(world, world.account(sender)),
  };
  world.happened('check_suite', payload, { repository });
}

async function listForRef(call: Call): Promise<Answer> {
  const { repository, params, query } = call;
  const sha = await revision(repository, params['ref'] ?? '');
  const name = query.get('check_name');
  const status = query.get('status');
  const app = query.get('app_id');
  const latest = query.get('filter') !== 'all';
  const onCommit = [...repository.checkRuns.values()].filter((run) => run.headSha === sha);
  return runsPage(call, (run) => {
    if (run.headSha !== sha || (name !== null && run.name !== name)) return false;
    if (status !== null && run.status !== status) return false;
    if (app !== null && Number(app) !== run.app.id) return false;
    return !latest || onCommit.findLast((one) => one.name === run.name && one.app.id === run.app.id) === run;
  });
}

function runsPage({ world, repository }: Call, test: (run: CheckRun) => boolean): Answer {
  const runs = [...repository.checkRuns.values()].filter(test).reverse();
  return pages(
    runs.map((run) => presentCheckRun(world, repository, run)),
    'check_runs',
  );
}

function presentAnnotation({ world, repository }: Call, one: Annotation): Record<string, unknown> {
  return {
    path: one.path,
    start_line: one.start_line,
    end_line: one.end_line,
    start_column: one.start_column ?? null,
    end_column: one.end_column ?? null,
    annotation_level: one.annotation_level,
    message: one.message,
    title: one.title ?? null,
    raw_details: one.raw_details ?? null,
    blob_href: `${world.api}/repos/${repository.fullName}/git/blobs`,
  };
}
