import { aTenth, chance, seededFaults } from '../../test/github/seeded-faults.js';
import type { Fault, Faults } from '../../test/github/http.js';
import { startLocalGitHub, type LocalGitHub } from '../../test/github/server.js';
import { endStateOf, isFinal, wrongWith, type PullRequestEnd } from './end-state.js';
import { startFleet, type Fleet, type FleetOptions } from './fleet.js';
import { buildPlaces, type Place } from './repositories.js';
import { tell } from './story.js';

/** One run of the story with everything going wrong. */
export interface FaultRun {
  readonly seed: string;
  readonly events: number;
  readonly pullRequests: number;
  readonly kills: number;
  /** Between two events. */
  readonly pauseMs: number;
  readonly reconcileMs: number;
  /** How long the App may take after the last event. */
  readonly patienceMs: number;
  /** Hears now and then where the run is. */
  readonly onProgress?: (words: string) => void;
  /** Hears what the App logs, and what GitHub is asked to write. */
  readonly onLog?: ((text: string) => void) | undefined;
  readonly fleet: Pick<FleetOptions, 'program' | 'redisUrl' | 'processes'>;
}

/** What a run came to. */
export interface FaultReport {
  readonly events: number;
  readonly deliveries: number;
  /** Deliveries that no process took: they are asked for again. */
  readonly failedDeliveries: number;
  readonly calls: number;
  readonly faults: number;
  readonly kills: number;
  /** Open pull requests, whose checks and comments are judged. */
  readonly judged: number;
  /** Runs of the check with a verdict, on heads that have more than one: somebody asked again. */
  readonly reviewedAgain: number;
  readonly comments: number;
  /** Milliseconds from the last event to the last check, and of the whole story. */
  readonly settledMs: number;
  readonly storyMs: number;
  /** Sentences; none is the aim. */
  readonly wrong: readonly string[];
}

/** Tells the story to an App that is killed beside a GitHub that fails, and compares what is left with an undisturbed App. */
export async function runFaults(run: FaultRun): Promise<FaultReport> {
  const github = await startLocalGitHub();
  const places = await buildPlaces(github);
  const fleet = await startFleet(github, {
    ...run.fleet,
    environment: { RECONCILE_MS: String(run.reconcileMs) },
    onLog: run.onLog,
  });
  try {
    const disturbed = await disturb(run, github, places, fleet);
    await fleet.stop();
    const expected = await undisturbed(run, places, github);
    const ends = places.flatMap((place, at) =>
      endsOf(run, places, place, github.webhookSecret).map((end, nth) => ({
        end,
        name: `${place.fullName}#${end.number}`,
        wanted: expected[at]?.[nth],
      })),
    );
    const wrong = ends.flatMap(({ end, name, wanted }) =>
      wrongWith(end, wanted).map((what) => `${name}: ${what}`),
    );
    const open = ends.filter(({ end }) => end.state === 'open').map(({ end }) => end);
    const broken = github.contractErrors.map((error) => `broke GitHub's contract: ${JSON.stringify(error)}`);
    return {
      ...disturbed,
      judged: open.length,
      reviewedAgain: open.filter(({ runs }) => verdicts(runs) > 1).length,
      comments: open.reduce((sum, { comments }) => sum + comments.length, 0),
      wrong: [...wrong, ...broken],
    };
  } finally {
    await fleet.stop();
    await github.close();
    for (const { built } of places) built.remove();
  }
}

type Disturbed = Omit<FaultReport, 'judged' | 'reviewedAgain' | 'comments' | 'wrong'>;

async function disturb(
  run: FaultRun,
  github: LocalGitHub,
  places: readonly Place[],
  fleet: Fleet,
): Promise<Disturbed> {
  const { seed, events, kills, pauseMs } = run;
  const counted = { faults: 0 };
  const faults = seededFaults(seed, aTenth);
  github.setWebhookTarget(fleet.webhooks);
  github.setDeliveryFaults({ seed, doubled: 0.3, late: 0.3, lateMs: 2000 });
  github.setFaults((request) => {
    const fault = faults(request);
    if (fault !== undefined) counted.faults += 1;
    if (request.method !== 'GET') run.onLog?.(`${JSON.stringify(asked(request, fault))}\n`);
    return fault;
  });
  const restarts: Promise<void>[] = [];
  const every = Math.floor(events / (kills + 1));
  const started = performance.now();
  await tell(places, run, async (at) => {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (at % 100 === 0) run.onProgress?.(`event ${at}, ${counted.faults} calls failed`);
    if (at > 0 && at % every === 0 && restarts.length < kills) {
      restarts.push(fleet.kill(2000 * chance(`${seed} restart ${at}`)));
    }
  });
  const told = performance.now();
  run.onProgress?.('waiting for the last check');
  await Promise.all(restarts);
  await settled(run, github, places, fleet);
  const over = performance.now();
  const failed = github.deliveries.filter(
    ({ status }) => status !== undefined && (status < 200 || status > 299),
  );
  return {
    events,
    deliveries: github.deliveries.filter(({ status }) => status !== undefined).length,
    failedDeliveries: failed.length,
    calls: [...github.calls.values()].reduce((sum, count) => sum + count, 0),
    faults: counted.faults,
    kills: restarts.length,
    settledMs: Math.round(over - told),
    storyMs: Math.round(over - started),
  };
}

function asked(
  { method, path, body }: Parameters<Faults>[0],
  fault: Fault | undefined,
): Readonly<Record<string, unknown>> {
  const words = JSON.stringify(body ?? '').slice(0, 2000);
  return { time: new Date().toISOString(), msg: 'GitHub is asked', method, path, fault, body: words };
}

/** Waits until every check is final and no job is left, or the time is over. */
async function settled(
  run: FaultRun,
  github: LocalGitHub,
  places: readonly Place[],
  fleet: Fleet,
): Promise<void> {
  const deadline = Date.now() + run.patienceMs;
  const waitsFor = async (): Promise<readonly string[]> => {
    const left = places.flatMap((place) =>
      endsOf(run, places, place, github.webhookSecret)
        .filter((end) => end.state === 'open' && !isFinal(end))
        .map(({ number, runs }) => `${place.fullName}#${number} ("${runs.at(-1)?.title ?? 'no check'}")`),
    );
    const jobs = await fleet.jobs();
    return jobs === 0 ? left : [...left, `${jobs ?? 'an unknown number of'} jobs`];
  };
  await github.settled();
  let calm = 0;
  // What is about to be asked for is in no queue yet: it has to be over several times in a row.
  for (let look = 1; calm < 5 && Date.now() < deadline; look += 1) {
    const left = await waitsFor();
    calm = left.length === 0 ? calm + 1 : 0;
    if (left.length > 0 && look % 40 === 0) run.onProgress?.(`still waiting for ${left.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The pull requests of one place: they were spread over all in turn. */
function endsOf(
  { pullRequests }: FaultRun,
  places: readonly Place[],
  place: Place,
  secret: string,
): readonly PullRequestEnd[] {
  const count = Math.ceil((pullRequests - places.indexOf(place)) / places.length);
  return endStateOf(place.repository, count, secret);
}

function verdicts(runs: PullRequestEnd['runs']): number {
  return runs.filter(({ conclusion }) => conclusion !== null && conclusion !== 'cancelled').length;
}

/** What an App in peace says of the same pull requests, by place. */
async function undisturbed(
  run: FaultRun,
  places: readonly Place[],
  before: LocalGitHub,
): Promise<readonly (readonly PullRequestEnd[])[]> {
  const github = await startLocalGitHub();
  const fleet = await startFleet(github, {
    ...run.fleet,
    redisUrl: undefined,
    processes: 1,
    environment: { RECONCILE_MS: '3600000' },
  });
  try {
    github.setWebhookTarget(fleet.webhooks);
    const copies: Place[] = [];
    for (const place of places) {
      const { fullName, built } = place;
      const repository = github.addRepository({ fullName, gitDir: built.gitDir });
      for (const { number, state } of endsOf(run, places, place, before.webhookSecret)) {
        const { base, head, draft } = place.repository.pullRequest(number);
        await repository.openPullRequest({ base: base.ref, head: head.ref, draft });
        if (state === 'closed') await repository.closePullRequest(number);
      }
      copies.push({ ...place, repository });
    }
    await settled(run, github, copies, fleet);
    return copies.map((place) => endsOf(run, copies, place, github.webhookSecret));
  } finally {
    await fleet.stop();
    await github.close();
  }
}
