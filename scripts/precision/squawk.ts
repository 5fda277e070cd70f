import { Command } from 'commander';

import { registry } from '../../rules/index.js';
import { ASSUMED_VERSION } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { randomFrom } from '../../test/corpus/mutate.js';
import { NO_CORPUS } from '../../test/corpus/corpus.js';
import { projectsFor } from '../../test/servers/corpus/histories.js';
import { judgeAll, type Judged } from './judged.js';
import { proposalsOf } from './proposals.js';
import { compare, fileOf } from './squawk-compare.js';
import { runSquawk, squawkBinary } from './squawk-run.js';
import { timesText } from './squawk-time.js';
import { comparisonText, sampleText } from './squawk-words.js';

interface Options {
  readonly squawk?: string;
  readonly serverVersion: string;
  readonly rule?: string;
  readonly sample?: string;
  readonly seed: string;
  readonly time?: true;
}

function optionsOf(argv: readonly string[]): Options {
  return new Command('squawk')
    .description('What squawk and Precheck say of the same PostgreSQL migrations of real projects.')
    .option('--squawk <path>', 'the binary; fetched from npm unless told')
    .option('--server-version <version>', 'of PostgreSQL', ASSUMED_VERSION.postgres)
    .option('--rule <id>', 'sample only this rule of either')
    .option('--sample <count>', 'print so many findings of which only one of the two speaks, for each')
    .option('--seed <number>', 'of the sample', '1')
    .option('--time', 'measure whole processes instead')
    .parse(argv)
    .opts();
}

/** Every rule is asked, so that the counterparts of squawk's style rules speak too. */
async function judged(version: string): Promise<readonly Judged[]> {
  const projects = await projectsFor('postgres');
  if (projects.length === 0) process.stderr.write(NO_CORPUS);
  const off = registry.flatMap((rule) =>
    rule.subject !== 'gap' && rule.offByDefault ? [[rule.id, 'advice'] as const] : [],
  );
  const proposals = projects.flatMap((one) =>
    proposalsOf(one, { engine: 'postgres', version, assumed: false }),
  );
  return judgeAll(proposals, readSql, Object.fromEntries(off));
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv);
  const { serverVersion, rule, sample, seed } = options;
  const binary = options.squawk ?? (await squawkBinary());
  if (options.time) {
    process.stdout.write(await timesText(binary, serverVersion));
    return;
  }
  const all = await judged(serverVersion);
  const texts = all.map((one) => {
    const file = fileOf(one);
    return { sql: file?.sql ?? '', inTransaction: file?.transaction === 'file' };
  });
  const { findings } = await runSquawk(binary, texts, serverVersion);
  const met = compare(all, findings);
  const asked = met.filter((one) => rule === undefined || one.rule === rule);
  process.stdout.write(
    sample === undefined
      ? comparisonText(met, all.length)
      : sampleText(asked, Number(sample), randomFrom(Number(seed))),
  );
}

await main();
