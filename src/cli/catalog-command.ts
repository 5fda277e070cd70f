import { Command } from 'commander';

import { registry } from '../../rules/index.js';
import type { Catalog } from '../catalog/catalog.js';
import { catalogJson } from '../catalog/json.js';
import { printCatalog } from '../catalog/print.js';
import { replayHistory, serverGroups } from '../engine/replay.js';
import type { ServerGroup } from '../engine/replay.js';
import type { HistoryInput, InputProblem } from '../engine/review-input.js';
import { unreadPlaces } from '../engine/unread.js';
import type { Unread } from '../engine/unread.js';
import { collect } from '../repository/collect.js';
import { localSource, WORKING_TREE } from '../repository/local.js';
import { count } from '../report/counting.js';
import { cleanLines } from '../report/prose.js';
import { parseVersion, PRODUCT } from '../sql/dialect.js';
import type { Dialect } from '../sql/dialect.js';
import { configText, topOf } from './checkout.js';
import { EXIT, UsageError } from './exit.js';
import { engineOption, looseHistory, versionOption } from './loose-files.js';
import { formatOption } from './output.js';
import type { Format } from './output.js';
import { print } from './print.js';
import { readSql } from './reader.js';
import { tell } from './tell.js';

interface CatalogOptions {
  readonly repo?: string;
  readonly engine?: Dialect;
  readonly serverVersion?: string;
  readonly config?: string;
  readonly format: Format;
}

/** One history on one kind of server. */
interface Replayed {
  readonly history: HistoryInput;
  readonly group: ServerGroup;
  readonly catalog: Catalog;
  readonly unread: readonly Unread[];
}

/** `precheck catalog`: the schema that Precheck sees. */
export function catalogCommand(): Command {
  return new Command('catalog')
    .description('Print the schema that replaying the migrations gives, and what could not be read.')
    .argument('[path...]', 'files or folders, in the order in which they ran')
    .option('--repo <dir>', 'a repository instead: its configuration and folders as `review` finds them')
    .option('--config <file>', 'with --repo: configuration to use instead of .github/precheck.yml')
    .addOption(engineOption())
    .addOption(versionOption())
    .addOption(formatOption())
    .action(async (paths: readonly string[], options: CatalogOptions) => {
      const { histories, problems } = await historiesOf(paths, options);
      const replayed: Replayed[] = [];
      for (const history of histories) {
        for (const group of serverGroups(history)) replayed.push(await replay(history, group));
      }
      await print(options.format === 'json' ? jsonOf(replayed) : shown(replayed.map(textOf).join('\n')));
      process.exitCode = report(replayed, problems);
    });
}

interface Found {
  readonly histories: readonly HistoryInput[];
  readonly problems: readonly InputProblem[];
}

async function historiesOf(paths: readonly string[], options: CatalogOptions): Promise<Found> {
  const { repo, engine, serverVersion } = options;
  if (paths.length === 0) return repositoryHistories(options);
  if (repo !== undefined || options.config !== undefined) {
    throw new UsageError('Name files and folders, or a repository with --repo, not both.');
  }
  if (engine === undefined || serverVersion === undefined) {
    throw new UsageError('Files need the server that they are for: --engine mysql --server-version 8.0.36.');
  }
  return { histories: [await looseHistory(paths, { engine, serverVersion })], problems: [] };
}

/** `--engine` picks the histories of one server, `--server-version` replaces the version that is configured. */
async function repositoryHistories(options: CatalogOptions): Promise<Found> {
  const { repo: directory = '.', config, engine, serverVersion } = options;
  const source = localSource(await topOf(directory));
  const commits = { base: WORKING_TREE, mergeBase: WORKING_TREE, head: WORKING_TREE };
  const input = await collect(source, commits, {
    ruleIds: registry.map(({ id }) => id),
    untouched: true,
    configText: config === undefined ? undefined : await configText(config),
  });
  const wanted = input.histories.filter(({ dialect }) => engine === undefined || dialect === engine);
  if (wanted.length === 0 && input.problems.length === 0) {
    throw new UsageError(`${directory}: no such migrations were found. Name files, with --engine.`);
  }
  const histories = serverVersion === undefined ? wanted : wanted.map((one) => onVersion(one, serverVersion));
  return { histories, problems: input.problems };
}

function onVersion(history: HistoryInput, version: string): HistoryInput {
  if (!parseVersion(history.dialect, version)) {
    throw new UsageError(`--server-version ${version}: not a version of the form 8.0.36.`);
  }
  const environments = history.environments.map((one) => ({ ...one, version, assumed: false }));
  return { ...history, environments };
}

async function replay(history: HistoryInput, group: ServerGroup): Promise<Replayed> {
  return {
    history,
    group,
    catalog: await replayHistory(history, group.server, { readSql }),
    unread: await unreadPlaces(history, group.server, readSql),
  };
}

function jsonOf(replayed: readonly Replayed[]): string {
  const catalogs = replayed.map(({ history, group, catalog, unread }) => ({
    path: history.path,
    environments: group.environments.map(({ name, version, assumed }) => ({ name, version, assumed })),
    ...catalogJson(catalog),
    unread,
  }));
  return `${JSON.stringify({ version: 1, catalogs }, null, 2)}\n`;
}

function textOf({ history, group, catalog }: Replayed): string {
  const [first] = group.environments;
  const names = group.environments.map(({ name }) => name).join(', ');
  const server = `${PRODUCT[history.dialect]} ${first?.version ?? ''}`;
  const files = history.merged.filter(({ direction }) => direction === 'up').length;
  const named = names === 'default' ? '' : ` (${names})`;
  const head = `-- ${history.path}: ${count(files, 'migration')} on ${server}${named}`;
  return `${head}\n\n${printCatalog(catalog)}`;
}

/** SQL as it is, but to a terminal, which names and defaults must not command. */
function shown(text: string): string {
  return process.stdout.isTTY ? cleanLines(text) : text;
}

/** Says on standard error what is not in the schema. */
function report(replayed: readonly Replayed[], problems: readonly InputProblem[]): number {
  for (const { file, line, reason } of problems) tell(file, [line], reason);
  for (const { file, line, reason } of replayed.flatMap(({ unread }) => unread)) tell(file, [line], reason);
  if (problems.some(({ kind }) => kind === 'configuration')) return EXIT.usage;
  const isWhole = replayed.every(({ catalog, unread }) => unread.length === 0 && isCertain(catalog));
  return isWhole && problems.length === 0 ? EXIT.clear : EXIT.incomplete;
}

function isCertain({ uncertain, tables }: Catalog): boolean {
  return uncertain.length === 0 && tables.every((table) => table.uncertain.length === 0);
}
