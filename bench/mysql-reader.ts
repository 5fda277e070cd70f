import { readMysql } from '../src/sql/mysql/read.js';
import type { ReadRequest } from '../src/sql/statement.js';
import { corpusTexts } from '../test/corpus/corpus.js';
import { SERVERS } from '../test/corpus/reading.js';
import { cheapest, type Bench, type Measurement } from './measurement.js';

const ROUNDS = 30;

/** Cutting MySQL's half of the corpus into statements and reading each whole; once more as MariaDB reads it. */
export const mysqlReader: Bench = {
  name: 'mysql-reader',
  about: 'statements of MySQL and MariaDB read per second',
  needsCorpus: true,
  async run() {
    return [
      ...(await readAs('mysql', SERVERS.mysql)),
      ...(await readAs('mariadb', { dialect: 'mariadb', major: 11, minor: 8, patch: 2 })),
    ];
  },
};

async function readAs(
  dialect: 'mysql' | 'mariadb',
  version: ReadRequest['version'],
): Promise<readonly Measurement[]> {
  const texts = corpusTexts('mysql').map(({ text }) => text);
  let statements = 0;
  const cost = await cheapest(ROUNDS, () => {
    statements = 0;
    for (const text of texts) statements += readMysql({ dialect, version, text }).entries.length;
  });
  const perSecond = (milliseconds: number): number => statements / (milliseconds / 1_000);
  return [
    {
      what: `${dialect}: statements of ${statements.toLocaleString('en-US')} in files, by processor time`,
      value: perSecond(cost.cpu),
      unit: 'per second',
      target: { bound: 'at least', value: 30_000 },
    },
    { what: 'the same, by the clock', value: perSecond(cost.wall), unit: 'per second' },
  ];
}
