import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { Command } from 'commander';

import { CONFIG_PATH } from '../config/repo-config.js';
import { starterConfig } from '../config/starter-config.js';
import type { StarterHistory } from '../config/starter-config.js';
import { packageFacts } from '../package-facts.js';
import { clean } from '../report/prose.js';
import { localSource, WORKING_TREE } from '../repository/local.js';
import { snapshot } from '../repository/snapshot.js';
import { survey } from '../repository/survey.js';
import type { Survey } from '../repository/survey.js';
import { PRODUCT } from '../sql/dialect.js';
import { topOf } from './checkout.js';
import { UsageError } from './exit.js';

interface InitOptions {
  readonly repo: string;
  readonly force: boolean;
  readonly stdout: boolean;
}

/** `precheck init`: a first configuration from what lies in the repository. */
export function initCommand(): Command {
  return new Command('init')
    .description(`Write a commented ${CONFIG_PATH} from what is found in a repository.`)
    .option('--repo <dir>', 'the repository', '.')
    .option('--force', 'replace the file if there is one', false)
    .option('--stdout', 'print the file and write nothing', false)
    .action(async ({ repo, force, stdout }: InitOptions) => {
      const directory = await topOf(repo);
      const found = await survey(await snapshot(localSource(directory), WORKING_TREE));
      const text = starterConfig(found, `${packageFacts().repositoryUrl}/raw/main/docs/precheck.schema.json`);
      const said = foundText(found);
      if (stdout) {
        process.stderr.write(said);
        process.stdout.write(text);
        return;
      }
      await write(join(directory, CONFIG_PATH), text, force);
      process.stdout.write(`${said}\nWrote ${CONFIG_PATH}.\n${nextStep(found)}`);
    });
}

/** `wx` fails where something is already, a link too: nothing is replaced that was not asked for. */
async function write(path: string, text: string, force: boolean): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, message, path: place } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && place === path) {
      throw new UsageError(`${CONFIG_PATH} exists: replace it with --force, or compare it with --stdout.`);
    }
    throw new UsageError(
      `${CONFIG_PATH} cannot be written (${message}): mend that, or print the file with --stdout.`,
    );
  }
}

function foundText({ histories, code, others }: Survey): string {
  const lines = [
    ...histories.map(historyText),
    ...code.map(
      ({ folder, files, framework }) =>
        `${folder}: ${count(files, 'migration')} in code (${framework}), which Precheck names and does not read`,
    ),
    ...others.map(
      ({ path, files }) => `${path}: ${count(files, 'file')} for a server that Precheck does not review`,
    ),
  ];
  return lines.length === 0
    ? 'Found no migrations.\n'
    : `Found\n${lines.map((line) => `  ${clean(line)}\n`).join('')}`;
}

function historyText({ path, migrations, layout, engine, baseline, placeholders }: StarterHistory): string {
  const server = engine === undefined ? 'a server that cannot be told' : PRODUCT[engine];
  const dump = baseline ? `, baseline ${baseline.path}` : '';
  const values =
    placeholders.length === 0 ? '' : `, ${count(placeholders.length, 'placeholder')} without a value`;
  return `${path}: ${count(migrations, 'migration')} (${layout}) for ${server}${dump}${values}`;
}

function nextStep({ histories }: Survey): string {
  const unknown = histories.find(({ engine }) => engine === undefined);
  const first =
    histories.length === 0
      ? 'name the folder of your migrations in it'
      : unknown
        ? `say with \`engine\` what ${clean(unknown.path)} is for`
        : 'set `version` to what production runs';
  return `Next: ${first}, commit the file to the default branch, and try: precheck review\n`;
}

function count(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? '' : 's'}`;
}
