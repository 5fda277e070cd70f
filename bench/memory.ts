import { built, runModule } from './child.js';
import type { Bench, Measurement } from './measurement.js';

const KILOBYTES = 1_024;

const PEAK = 'console.log(process.resourceUsage().maxRSS);';
const READ_ALL = (dialect: string): string => `
  import { readSql } from ${built('src/sql/read.js')};
  import { corpusTexts } from ${built('test/corpus/corpus.js')};
  import { SERVERS } from ${built('test/corpus/reading.js')};
  const version = SERVERS['${dialect}'];
  for (const { text } of corpusTexts('${dialect}')) await readSql({ dialect: '${dialect}', version, text });
  ${PEAK}`;

/** The most memory that a process held while it read a family's whole corpus and kept nothing of it. */
export const memory: Bench = {
  name: 'memory',
  about: 'peak memory of a process that reads the corpus',
  needsCorpus: true,
  async run() {
    const found: Measurement[] = [];
    const runs = { 'an empty Node process': PEAK, mysql: READ_ALL('mysql'), postgres: READ_ALL('postgres') };
    for (const [what, code] of Object.entries(runs)) {
      const { stdout } = await runModule(code);
      found.push({ what, value: Number(stdout) / KILOBYTES, unit: 'MB' });
    }
    return found;
  },
};
