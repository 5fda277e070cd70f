import { chance } from '../../test/github/seeded-faults.js';
import { OTHER_BASE, STATEMENTS, type Place } from './repositories.js';

/** How long the story is. */
export interface StoryOptions {
  readonly seed: string;
  readonly events: number;
  /** Pull requests, spread over the repositories. */
  readonly pullRequests: number;
}

/** What people do, by how often of a hundred. */
const ACTS: readonly (readonly [number, Act])[] = [
  [44, push],
  [6, forcePush],
  [10, draftOrReady],
  [8, closeOrReopen],
  [10, rerun],
  [4, rerunSuite],
  [3, pressButton],
  [4, changeBase],
  [3, say],
  [3, command],
  [3, pushToBase],
  [2, changeTitle],
];

interface Scene {
  readonly place: Place;
  readonly number: number;
  /** A number from 0 up to 1, another for each word. */
  readonly luck: (what: string) => number;
}

type Act = (scene: Scene) => Promise<void>;

/**
 * Opens the pull requests, then lets people act on them. `beforeAct` is called with how many events there were; the same
 * seed tells the same story.
 */
export async function tell(
  places: readonly Place[],
  { seed, events, pullRequests }: StoryOptions,
  beforeAct: (at: number) => Promise<void>,
): Promise<void> {
  const pulls: { readonly place: Place; readonly number: number }[] = [];
  for (let at = 0; at < events; at += 1) {
    await beforeAct(at);
    const luck = (what: string): number => chance(`${seed} ${at} ${what}`);
    const place = places[at % places.length];
    if (place === undefined) throw new Error('the story needs a place');
    if (at < pullRequests) {
      pulls.push({ place, number: await open(place, at, luck) });
      continue;
    }
    const pull = pulls[Math.floor(luck('pull request') * pulls.length)];
    if (pull !== undefined) await actFor(luck('act'))({ ...pull, luck });
  }
}

function actFor(luck: number): Act {
  let left = luck * 100;
  for (const [often, act] of ACTS) {
    if (left < often) return act;
    left -= often;
  }
  return push;
}

async function open({ built, repository }: Place, at: number, luck: Scene['luck']): Promise<number> {
  const branch = `change-${at}`;
  await built.commit({ branch, message: 'change', files: proposal(branch, luck) });
  const draft = luck('draft') < 0.2;
  return (await repository.openPullRequest({ base: 'main', head: branch, draft })).number;
}

/** Up to three statements in a migration, and now and then none. */
function proposal(branch: string, luck: Scene['luck']): Readonly<Record<string, string | null>> {
  // A number that no other pull request takes: what two of them say of each other depends on who was first.
  const path = `db/migrations/${1000 + Number(branch.split('-')[1])}_change.sql`;
  const count = Math.floor(luck('statements') * 4);
  if (count === 0) return { [path]: null, 'README.md': `# Shop ${luck('text')}\n` };
  const chosen = Array.from({ length: count }, (_, nth) => {
    return STATEMENTS[Math.floor(luck(`statement ${nth}`) * STATEMENTS.length)] ?? '';
  });
  return { [path]: `-- ${luck('text')}\n${[...new Set(chosen)].join('\n')}\n` };
}

async function push({ place, number, luck }: Scene): Promise<void> {
  const { head } = place.repository.pullRequest(number);
  await place.built.commit({ branch: head.ref, message: 'more', files: proposal(head.ref, luck) });
  await synchronize({ place, number, luck });
}

async function forcePush({ place, number, luck }: Scene): Promise<void> {
  const { head } = place.repository.pullRequest(number);
  const from = await place.built.head('main');
  await place.built.commit({ branch: head.ref, from, message: 'again', files: proposal(head.ref, luck) });
  await synchronize({ place, number, luck });
}

/** A closed pull request takes its new head when it is opened again. */
async function synchronize({ place, number }: Scene): Promise<void> {
  if (place.repository.pullRequest(number).state === 'closed')
    await place.repository.reopenPullRequest(number);
  await place.repository.synchronize(number);
}

async function draftOrReady({ place: { repository }, number }: Scene): Promise<void> {
  if (repository.pullRequest(number).draft) await repository.readyForReview(number);
  else await repository.convertToDraft(number);
}

async function closeOrReopen({ place: { repository }, number }: Scene): Promise<void> {
  if (repository.pullRequest(number).state === 'closed') await repository.reopenPullRequest(number);
  else await repository.closePullRequest(number);
}

async function rerun({ place: { repository }, number }: Scene): Promise<void> {
  const run = repository.checkRuns(repository.pullRequest(number).head.sha).at(-1);
  if (run !== undefined) await repository.rerequestCheck(run);
}

async function rerunSuite({ place: { repository }, number }: Scene): Promise<void> {
  const { sha } = repository.pullRequest(number).head;
  if (repository.checkRuns(sha).length > 0) await repository.rerequestSuite(sha);
}

async function pressButton({ place: { repository }, number }: Scene): Promise<void> {
  const run = repository.checkRuns(repository.pullRequest(number).head.sha).at(-1);
  const button = run?.actions.find(({ identifier }) => identifier === 'rerun');
  if (run !== undefined && button !== undefined) await repository.pressButton(run, button.identifier);
}

async function changeBase({ place: { repository }, number }: Scene): Promise<void> {
  const { base } = repository.pullRequest(number);
  await repository.editBase(number, base.ref === 'main' ? OTHER_BASE : 'main');
}

async function changeTitle({ place: { repository }, number, luck }: Scene): Promise<void> {
  await repository.editTitle(number, `Title ${luck('title')}`);
}

async function say({ place: { repository }, number }: Scene): Promise<void> {
  await repository.comment(number, { body: 'Looks good to me.' });
}

async function command({ place: { repository }, number, luck }: Scene): Promise<void> {
  await repository.comment(number, { body: luck('command') < 0.5 ? '/precheck rerun' : '/precheck status' });
}

/** Somebody merges a migration past the pull requests of the story: their answers may change. */
async function pushToBase({ place: { built, repository }, luck }: Scene): Promise<void> {
  const before = await built.head('main');
  const number = 100 + Math.floor(luck('number') * 900);
  const table = `t${number}`;
  const files = {
    [`db/migrations/0${number}_${table}.sql`]: `CREATE TABLE ${table} (id BIGINT PRIMARY KEY);\n`,
  };
  await built.commit({ branch: 'main', message: `Add ${table}`, files });
  await repository.push('main', before);
}
