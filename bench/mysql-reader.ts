import { readMysql } from '../src/sql/mysql/read.js';
import { corpusTexts } from '../test/corpus/corpus.js';
import { SERVERS } from '../test/corpus/reading.js';
import { cheapest, type Bench } from './measurement.js';

const ROUNDS = 30;

/** Cutting MySQL's half of the corpus into statements and reading each whole. */
export const mysqlReader: Bench = {
  name: 'mysql-reader',
  about: 'statements of MySQL and MariaDB read per second',
  needsCorpus: true,
  async run() {
    const texts = corpusTexts('mysql').map(({ text }) => text);
    const version = SERVERS.mysql;
    let statements = 0;
    const cost = await cheapest(ROUNDS, () => {
      statements = 0;
      for (const text of texts) statements += readMysql({ dialect: 'mysql', version, text }).entries.length;
    });
    const perSecond = (milliseconds: number): number => statements / (milliseconds / 1_000);
    return [
      {
        what: `statements of ${statements} in files, by processor time`,
        value: perSecond(cost.cpu),
        unit: 'per second',
        target: { bound: 'at least', value: 30_000 },
      },
      { what: 'the same, by the clock', value: perSecond(cost.wall), unit: 'per second' },
    ];
  },
};
