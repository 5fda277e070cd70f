import { readSql } from '../src/sql/read.js';
import { corpusTexts } from '../test/corpus/corpus.js';
import { SERVERS } from '../test/corpus/reading.js';
import { cheapest, type Bench, type Measurement } from './measurement.js';

const ROUNDS = 8;

/** What `dml: 'head'` saves on merged migrations, of which only the schema counts. */
export const historyMode: Bench = {
  name: 'history-mode',
  about: 'history read by its heads, beside all of it',
  needsCorpus: true,
  async run() {
    const found: Measurement[] = [];
    for (const dialect of ['mysql', 'postgres'] as const) {
      const texts = corpusTexts(dialect).map(({ text }) => text);
      const version = SERVERS[dialect];
      const readAll = async (dml: 'head' | 'full'): Promise<void> => {
        for (const text of texts) await readSql({ dialect, version, text, dml });
      };
      const full = await cheapest(ROUNDS, () => readAll('full'));
      const head = await cheapest(ROUNDS, () => readAll('head'));
      found.push(
        { what: `${dialect}: the whole corpus in full, processor time`, value: full.cpu, unit: 'ms' },
        { what: `${dialect}: the whole corpus as history`, value: head.cpu, unit: 'ms' },
        { what: `${dialect}: history in parts of full`, value: head.cpu / full.cpu, unit: 'times' },
      );
    }
    return found;
  },
};
