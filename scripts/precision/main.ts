import { Command, Option } from 'commander';

import { ASSUMED_VERSION, DIALECTS, parseVersion, type Dialect } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { NO_CORPUS } from '../../test/corpus/corpus.js';
import { randomFrom } from '../../test/corpus/mutate.js';
import { projectsFor } from '../../test/servers/corpus/histories.js';
import { evidenceOf } from './evidence.js';
import { judgeAll, type Judged } from './judged.js';
import { proposalsOf, type Target } from './proposals.js';
import { draw } from './sample.js';
import { tallyOf } from './tally.js';
import { evidenceText, tallyText } from './words.js';

interface Options {
  readonly engine: Dialect;
  readonly serverVersion?: string;
  readonly project?: string;
  readonly rule?: string;
  readonly sample?: string;
  readonly seed: string;
  readonly json?: true;
}

function optionsOf(argv: readonly string[]): Options {
  return new Command('precision')
    .description(
      'What Precheck says of every migration of real projects, each proposed on top of its predecessors.',
    )
    .addOption(new Option('--engine <engine>', 'the server').choices(DIALECTS).default('mysql'))
    .option('--server-version <version>', 'its release; the one that Precheck assumes unless told')
    .option('--project <name>', 'only projects whose name holds this')
    .option('--rule <id>', 'sample only this rule')
    .option(
      '--sample <count>',
      'print so many findings at random instead, with all that tells whether they are right',
    )
    .option('--seed <number>', 'of the sample', '1')
    .option('--json', 'for programs')
    .parse(argv)
    .opts();
}

async function judgedFor({ project }: Options, target: Target): Promise<readonly Judged[]> {
  const projects = await projectsFor(target.engine === 'postgres' ? 'postgres' : 'mysql');
  if (projects.length === 0) process.stderr.write(NO_CORPUS);
  const asked = projects.filter(({ name }) => name.includes(project ?? ''));
  return judgeAll(
    asked.flatMap((one) => proposalsOf(one, target)),
    readSql,
  );
}

async function sampleText(judged: readonly Judged[], count: number, options: Options): Promise<string> {
  const { rule, seed, json } = options;
  const asked = judged.map((one) => ({
    ...one,
    findings: one.findings.filter((finding) => rule === undefined || finding.rule === rule),
  }));
  const drawn = draw(asked, count, randomFrom(Number(seed)));
  const evidence = [];
  for (const one of drawn) evidence.push(await evidenceOf(one, readSql));
  if (!json) return evidence.map((one, at) => evidenceText(one, at + 1)).join('\n');
  const plain = evidence.map(({ drawn: { finding }, ...rest }) => ({ ...rest, finding }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv);
  const version = options.serverVersion ?? ASSUMED_VERSION[options.engine];
  const target = { engine: options.engine, version, assumed: options.serverVersion === undefined };
  if (!parseVersion(target.engine, target.version))
    throw new Error(`${target.version} is no version of ${target.engine}.`);
  const judged = await judgedFor(options, target);
  if (options.sample !== undefined) {
    process.stdout.write(await sampleText(judged, Number(options.sample), options));
    return;
  }
  const tally = tallyOf(judged);
  process.stdout.write(options.json ? `${JSON.stringify(tally, null, 2)}\n` : tallyText(tally, target));
}

await main();
