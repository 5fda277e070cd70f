import { registry } from '../../rules/index.js';
import { grouped } from '../grouped.js';
import { unreadPlaces, unseenTables } from '../engine/unread.js';
import { serverGroups } from '../engine/replay.js';
import type { DocsSettings, ReviewInput } from '../engine/review-input.js';
import { CONFIG_PATH } from '../config/repo-config.js';
import { collect, type CollectOptions } from '../repository/collect.js';
import { examineDocs, type DeadLink, type WebRepository } from '../repository/docs-links.js';
import { examine, type Examination } from '../repository/examine.js';
import type { FindPeople } from '../repository/people.js';
import { readRepoConfig } from '../repository/read-config.js';
import { snapshot, type Snapshot } from '../repository/snapshot.js';
import type { Source } from '../repository/source.js';
import { count } from '../report/counting.js';
import type { Viewer } from '../report/expert-words.js';
import { expertTroubles, ownerTroubles } from '../report/set-up-words.js';
import type { Trouble } from '../report/trouble.js';
import { askPages, type DeadPage } from './ask-pages.js';
import { readSql } from './reader.js';

/** A repository to examine, in a checkout or on GitHub. */
export interface Patient {
  readonly source: Source;
  readonly commit: string;
  /** Where it is on the web; undefined where its remote does not say. */
  readonly web: WebRepository | undefined;
  readonly floor?: CollectOptions['floor'];
  /** Looks people up, and who does. Without it only names are examined. */
  readonly people?: { readonly find: FindPeople; readonly viewer: Viewer } | undefined;
  /** What GitHub itself says of the owners' file. */
  readonly ownersErrors?: Parameters<typeof ownerTroubles>[1] | undefined;
  /** Whether the hosts of the documentation are asked for its pages. */
  readonly asksPages: boolean;
}

/** What was found. */
export interface Diagnosis {
  readonly troubles: readonly Trouble[];
  readonly mode: Examination['mode'];
}

/** What keeps Precheck, or the right people, from seeing the migrations of a commit. */
export async function diagnose(patient: Patient): Promise<Diagnosis> {
  const { source, commit, floor, people } = patient;
  const ruleIds = registry.map(({ id }) => id);
  const input = await collect(
    source,
    { base: commit, mergeBase: commit, head: commit },
    { ruleIds, untouched: true, floor },
  );
  const engines = new Map(
    input.histories.flatMap(({ merged, dialect }) => merged.map(({ path }) => [path, dialect] as const)),
  );
  const engineOf = (path: string) => engines.get(path);
  const find = people?.find;
  const examination = await examine(source, commit, { ruleIds, floor, engineOf, find, tellsSecrets: true });
  return {
    mode: examination.mode,
    troubles: [
      ...[...input.problems, ...examination.unlisted].map(({ kind, file, line, reason }) => ({
        area: kind === 'configuration' ? ('configuration' as const) : ('migrations' as const),
        file,
        line,
        text: reason,
        correction: null,
      })),
      ...(await unreadHistory(input)),
      ...expertTroubles(examination, people?.viewer).map(inArea('experts')),
      ...ownerTroubles(examination.owners, patient.ownersErrors ?? []).map(inArea('owners')),
      ...(await docsTroubles(patient, input.settings.docs)),
    ],
  };
}

function inArea(area: Trouble['area']): (one: Omit<Trouble, 'area'>) => Trouble {
  return (one) => ({ area, ...one });
}

/** Per history, the first places that do not tell what they did to the schema, and how many there are. */
async function unreadHistory({ histories }: ReviewInput): Promise<readonly Trouble[]> {
  const troubles: Trouble[] = [];
  for (const history of histories) {
    const [group] = serverGroups(history);
    if (!group) continue;
    const places = await unreadPlaces(history, group.server, readSql);
    troubles.push(
      ...places.slice(0, MOST_PLACES).map(({ file, line, reason }) => ({
        area: 'history' as const,
        file,
        line,
        text: `Not read, so the schema behind it is not certain: ${reason}`,
        correction: null,
      })),
    );
    const left = places.length - MOST_PLACES;
    if (left > 0) {
      const text = `${count(left, 'more place')} of this history cannot be read: precheck catalog lists them all.`;
      troubles.push({ area: 'history', file: history.path, line: null, text, correction: null });
    }
    troubles.push(...unseenTrouble(history.path, await unseenTables(history, group.server, readSql)));
  }
  return troubles;
}

const MOST_PLACES = 10;

function unseenTrouble(file: string, tables: readonly string[]): readonly Trouble[] {
  if (tables.length === 0) return [];
  const rest = tables.length - MOST_UNSEEN;
  const names = `${tables.slice(0, MOST_UNSEEN).join(', ')}${rest > 0 ? ` and ${count(rest, 'more table')}` : ''}`;
  const text = `The history alters what it never creates: ${names}. What a change of it costs cannot be told: name a dump or schema file that holds it under baseline.`;
  return [{ area: 'history', file, line: null, text, correction: null }];
}

const MOST_UNSEEN = 5;

/** Documentation that people would not reach, or never see. */
async function docsTroubles(
  { source, commit, web, asksPages }: Patient,
  settings: DocsSettings,
): Promise<readonly Trouble[]> {
  const ruleIds = registry.map(({ id }) => id);
  const files: Snapshot = await snapshot(source, commit);
  const { stated, lineOf } = await readRepoConfig(files, { ruleIds });
  const { url, notes } = stated.docs ?? {};
  const facts = { file: CONFIG_PATH, stated: { url, notes }, settings, ruleIds, web, lineOf };
  const dead = await examineDocs(files, facts);
  const unanswered = asksPages ? await deadPages(settings, ruleIds) : [];
  return [...dead, ...unanswered].map((link) => ({ area: 'documentation', ...link, correction: null }));
}

/** The pages that the configuration names and that do not answer. */
async function deadPages(
  { url, rules }: DocsSettings,
  ruleIds: readonly string[],
): Promise<readonly DeadLink[]> {
  const templated = ruleIds
    .filter((id) => !Object.hasOwn(rules, id))
    .map((id) => url?.replaceAll('{rule}', id));
  const all = [...new Set([...Object.values(rules), ...templated])].filter((one) => one !== undefined);
  const dead = await askPages(all.slice(0, MOST_ASKED));
  const left = all.length - MOST_ASKED;
  return [
    ...deadPageWords(dead),
    ...(left > 0 ? [`${count(left, 'address is', 'addresses are')} not asked.`] : []),
  ].map((text) => ({ file: CONFIG_PATH, line: null, text }));
}

/** A sentence for each page; of many that a host answers alike the first ones are named. */
function deadPageWords(dead: readonly DeadPage[]): readonly string[] {
  const alike = grouped(dead, ({ url, how }) => `${new URL(url).host} ${how}`);
  return [...alike.values()].flatMap((pages) => {
    const named = pages.slice(0, MOST_NAMED).map(({ url, how }) => `\`${url}\` ${how}.`);
    const more = count(pages.length - MOST_NAMED, 'more address', 'more addresses');
    return pages.length > MOST_NAMED ? [...named, `The same goes for ${more} of that host.`] : named;
  });
}

/** Pages of a host that are named one by one where it answers all of them alike. */
const MOST_NAMED = 5;

/** Addresses that one run asks: every rule has one, and some have two. */
export const MOST_ASKED = 400;
