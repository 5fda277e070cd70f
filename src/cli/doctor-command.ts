import { Command } from 'commander';

import { registry } from '../../rules/index.js';
import { unreadPlaces } from '../engine/unread.js';
import { serverGroups } from '../engine/replay.js';
import type { DocsSettings, ReviewInput } from '../engine/review-input.js';
import { CONFIG_PATH } from '../config/repo-config.js';
import { collect } from '../repository/collect.js';
import { examineDocs, webPlace, type DeadLink, type WebRepository } from '../repository/docs-links.js';
import { tryGit } from '../repository/git.js';
import { examineOwners } from '../repository/owners.js';
import { readRepoConfig, type ReadConfig } from '../repository/read-config.js';
import { localSource, WORKING_TREE } from '../repository/local.js';
import { snapshot, type Snapshot } from '../repository/snapshot.js';
import { count } from '../report/counting.js';
import { renderTrouble } from '../report/trouble.js';
import type { Trouble } from '../report/trouble.js';
import { askPages } from './ask-pages.js';
import { topOf } from './checkout.js';
import { EXIT } from './exit.js';
import { formatOption, terminal } from './output.js';
import type { Format } from './output.js';
import { print } from './print.js';
import { readSql } from './reader.js';

/** `precheck doctor`: what in a repository keeps Precheck, or the right people, from seeing its migrations. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Examine a repository: configuration, unreadable history, CODEOWNERS and experts, documentation links. No network without --online.',
    )
    .option('--repo <dir>', 'the repository', '.')
    .option(
      '--online',
      `ask the hosts named under docs whether their pages are there (HEAD, at most ${String(MOST_ASKED)} addresses)`,
      false,
    )
    .addOption(formatOption())
    .action(async ({ repo, online, format }: DoctorOptions) => {
      const troubles = await examine(repo, online);
      await print(
        format === 'json'
          ? `${JSON.stringify({ version: 1, troubles }, null, 2)}\n`
          : renderTrouble(troubles, terminal()),
      );
      process.exitCode = troubles.length > 0 ? EXIT.blocked : EXIT.clear;
    });
}

interface DoctorOptions {
  readonly repo: string;
  readonly online: boolean;
  readonly format: Format;
}

async function examine(repo: string, online: boolean): Promise<readonly Trouble[]> {
  const top = await topOf(repo);
  const source = localSource(top);
  const ruleIds = registry.map(({ id }) => id);
  const commits = { base: WORKING_TREE, mergeBase: WORKING_TREE, head: WORKING_TREE };
  const input = await collect(source, commits, { ruleIds, untouched: true });
  const now = await snapshot(source, WORKING_TREE);
  const read = await readRepoConfig(now, { ruleIds });
  const { config } = read;
  const migrations = input.histories.flatMap(({ merged, dialect }) =>
    merged.map(({ path }) => ({ path, engine: dialect })),
  );
  const owners = await examineOwners(now, config.experts, migrations);
  return [
    ...input.problems.map(({ kind, file, line, reason }) => ({
      area: kind === 'configuration' ? ('configuration' as const) : ('migrations' as const),
      file,
      line,
      text: reason,
      correction: null,
    })),
    ...(await unreadHistory(input)),
    ...owners.problems.map(({ path, line, message, correction }) => ({
      area: 'owners' as const,
      file: path,
      line,
      text: message,
      correction,
    })),
    ...(await docsTroubles(top, now, read, input.settings.docs, online)),
  ];
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
  }
  return troubles;
}

const MOST_PLACES = 10;

/** Documentation that people would not reach, or never see. */
async function docsTroubles(
  top: string,
  files: Snapshot,
  { stated, lineOf }: ReadConfig,
  settings: DocsSettings,
  online: boolean,
): Promise<readonly Trouble[]> {
  const ruleIds = registry.map(({ id }) => id);
  const { url, notes } = stated.docs ?? {};
  const facts = {
    file: CONFIG_PATH,
    stated: { url, notes },
    settings,
    ruleIds,
    web: await webOf(top),
    lineOf,
  };
  const dead = await examineDocs(files, facts);
  const unanswered = online ? await deadPages(settings, ruleIds) : [];
  return [...dead, ...unanswered].map((link) => ({ area: 'documentation', ...link, correction: null }));
}

/** Where the repository is on the web, by its remote. */
async function webOf(top: string): Promise<WebRepository | undefined> {
  const place = webPlace((await tryGit(top, 'remote', 'get-url', 'origin')) ?? '');
  if (!place) return undefined;
  const remote = await tryGit(top, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  const defaultBranch = (remote ?? (await tryGit(top, 'branch', '--show-current')) ?? '').replace(
    /^origin\//,
    '',
  );
  return { ...place, defaultBranch: defaultBranch === '' ? 'main' : defaultBranch };
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
    ...dead.map(({ url: address, how }) => ({
      file: CONFIG_PATH,
      line: null,
      text: `\`${address}\` ${how}.`,
    })),
    ...(left > 0
      ? [{ file: CONFIG_PATH, line: null, text: `${count(left, 'address is', 'addresses are')} not asked.` }]
      : []),
  ];
}

/** Addresses that one run asks: every rule has one, and some have two. */
const MOST_ASKED = 400;
