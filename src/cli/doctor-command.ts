import { Command } from 'commander';

import { registry } from '../../rules/index.js';
import { unreadPlaces } from '../engine/unread.js';
import { serverGroups } from '../engine/replay.js';
import type { ReviewInput } from '../engine/review-input.js';
import { collect } from '../repository/collect.js';
import { examineOwners } from '../repository/owners.js';
import { readRepoConfig } from '../repository/read-config.js';
import { localSource, WORKING_TREE } from '../repository/local.js';
import { snapshot } from '../repository/snapshot.js';
import { count } from '../report/counting.js';
import { renderTrouble } from '../report/trouble.js';
import type { Trouble } from '../report/trouble.js';
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
      'Examine a repository: configuration, unreadable history, CODEOWNERS and experts, documentation links. No network.',
    )
    .option('--repo <dir>', 'the repository', '.')
    .addOption(formatOption())
    .action(async ({ repo, format }: { readonly repo: string; readonly format: Format }) => {
      const troubles = await examine(repo);
      await print(
        format === 'json'
          ? `${JSON.stringify({ version: 1, troubles }, null, 2)}\n`
          : renderTrouble(troubles, terminal()),
      );
      process.exitCode = troubles.length > 0 ? EXIT.blocked : EXIT.clear;
    });
}

async function examine(repo: string): Promise<readonly Trouble[]> {
  const source = localSource(await topOf(repo));
  const ruleIds = registry.map(({ id }) => id);
  const commits = { base: WORKING_TREE, mergeBase: WORKING_TREE, head: WORKING_TREE };
  const input = await collect(source, commits, { ruleIds, untouched: true });
  const now = await snapshot(source, WORKING_TREE);
  const { config } = await readRepoConfig(now, { ruleIds });
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
    ...strayNotes(input, ruleIds),
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

/** An organisation's note whose name is no rule is shown nowhere. */
function strayNotes({ settings }: ReviewInput, ruleIds: readonly string[]): readonly Trouble[] {
  return Object.keys(settings.docs.notes)
    .filter((id) => !ruleIds.includes(id))
    .map((id) => ({
      area: 'documentation',
      file: `${id}.md`,
      line: null,
      text: `This note is shown nowhere: there is no rule \`${id}\`.`,
      correction: null,
    }));
}
