import { loadModule, parseSync } from 'libpg-query';

import { readPostgres } from '../src/sql/postgres/read.js';
import type { ScriptEntry, Statement } from '../src/sql/statement.js';
import { corpusTexts } from '../test/corpus/corpus.js';
import { SERVERS } from '../test/corpus/reading.js';
import { cheapestInTurns, type Bench } from './measurement.js';

const ROUNDS = 15;

/**
 * The reader beside the parser it is built on: what cutting, positions and operations add to the parse of the same
 * statements, those in bodies included.
 */
export const postgresReader: Bench = {
  name: 'postgres-reader',
  about: 'the PostgreSQL reader beside libpg-query alone',
  needsCorpus: true,
  async run() {
    await loadModule();
    const version = SERVERS.postgres;
    const files: string[] = [];
    const statements: string[] = [];
    const inBodies: string[] = [];
    for (const { text } of corpusTexts('postgres')) {
      const { entries } = await readPostgres({ dialect: 'postgres', version, text });
      const read = entries.flatMap((entry) => (entry.kind === 'statement' ? [entry.statement.text] : []));
      if (read.length < entries.length || read.some((sql) => sql.startsWith('\\'))) continue;
      files.push(text);
      statements.push(...read);
      inBodies.push(...entries.flatMap(bodyTexts));
    }
    const parseAll = (): void => {
      for (const sql of statements) parseSync(sql);
      for (const sql of inBodies) parseSync(sql);
    };
    const readAll = async (): Promise<void> => {
      for (const text of files) await readPostgres({ dialect: 'postgres', version, text });
    };
    const [bare, ours] = await cheapestInTurns(ROUNDS, parseAll, readAll);
    const target = { bound: 'at most', value: 1.5 } as const;
    return [
      {
        what: 'reader, in times of libpg-query’s processor time',
        value: ours.cpu / bare.cpu,
        unit: 'times',
        target,
      },
      { what: 'the same, by the clock', value: ours.wall / bare.wall, unit: 'times' },
      {
        what: `reader, statements of ${statements.length}, and ${inBodies.length} in bodies, by processor time`,
        value: (statements.length + inBodies.length) / (ours.cpu / 1_000),
        unit: 'per second',
      },
      {
        what: 'libpg-query alone',
        value: (statements.length + inBodies.length) / (bare.cpu / 1_000),
        unit: 'per second',
      },
    ];
  },
};

/** The statements in bodies, which the reader hands to the parser too, as far as their text alone is SQL. */
function bodyTexts(entry: ScriptEntry): readonly string[] {
  const inside = entry.kind === 'statement' ? (entry.statement.body?.statements ?? []) : [];
  return inside.flatMap((each) => [
    ...(each.kind === 'statement' && parses(each.statement) ? [each.statement.text] : []),
    ...bodyTexts(each),
  ]);
}

/** BEGIN ATOMIC's statements have no head: they are parsed with the routine that they stand in. */
function parses({ head, text }: Statement): boolean {
  if (head === '') return false;
  try {
    parseSync(text);
    return true;
  } catch {
    return false;
  }
}
