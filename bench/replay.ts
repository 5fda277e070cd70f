import { corpusTexts, type Family } from '../test/corpus/corpus.js';
import { built, runModule } from './child.js';
import { median, type Bench, type Measurement } from './measurement.js';

const ROUNDS = 5;
const PROJECTS = 3;

/** The text of the project's history grows with its statements; the longest histories are the biggest. */
function biggest(): readonly (readonly [Family, string])[] {
  const sizes = new Map<string, { readonly family: Family; readonly project: string; semicolons: number }>();
  for (const family of ['mysql', 'postgres'] as const)
    for (const { project, synthetic, direction, text } of corpusTexts(family)) {
      if (synthetic || direction === 'down') continue;
      const key = `${family} ${project}`;
      const known = sizes.get(key) ?? { family, project, semicolons: 0 };
      known.semicolons += text.split(';').length - 1;
      sizes.set(key, known);
    }
  return [...sizes.values()]
    .sort((one, other) => other.semicolons - one.semicolons)
    .slice(0, PROJECTS)
    .map(({ family, project }) => [family, project]);
}

const REPLAY = (family: Family, project: string): string => `
  import { applyEntries, emptyCatalog } from ${built('src/catalog/apply.js')};
  import { readSql } from ${built('src/sql/read.js')};
  import { corpusTexts } from ${built('test/corpus/corpus.js')};
  import { SERVERS } from ${built('test/corpus/reading.js')};
  const version = SERVERS['${family}'];
  const scripts = [];
  for (const { project, direction, text } of corpusTexts('${family}')) {
    if (project !== ${JSON.stringify(project)} || direction === 'down') continue;
    scripts.push(await readSql({ dialect: '${family}', version, text, dml: 'head' }));
  }
  const entries = scripts.flatMap((script) => script.entries);
  const operations = entries.reduce((sum, { statement }) => sum + (statement?.operations.length ?? 0), 0);
  const before = process.cpuUsage();
  let catalog = emptyCatalog(version);
  for (const script of scripts) catalog = applyEntries(catalog, script.entries, version);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ operations, microseconds: user + system }));`;

/** A catalog built from nothing by a process that never built one. */
export const replay: Bench = {
  name: 'replay',
  about: 'the catalog of the longest histories, cold',
  needsCorpus: true,
  async run() {
    const found: Measurement[] = [];
    for (const [family, project] of biggest()) {
      const each: number[] = [];
      let operations = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const { stdout } = await runModule(REPLAY(family, project));
        const answer = JSON.parse(stdout) as { readonly operations: number; readonly microseconds: number };
        operations = answer.operations;
        each.push(answer.microseconds / answer.operations);
      }
      const what = `${family} ${project.replace('+', '/')}, ${operations} operations`;
      found.push({ what, value: median(each), unit: 'µs/operation' });
    }
    return found;
  },
};
