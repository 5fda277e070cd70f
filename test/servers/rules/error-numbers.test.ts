import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { PRODUCT } from '../../../src/sql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { refusalOf } from '../../../src/verify/connection.js';
import { startServer } from '../start/start-server.js';
import type { RunningServer } from '../start/start-server.js';

/** How the server comes to answer with an error number that pages name. */
interface Provocation {
  readonly code: string;
  readonly dialect: Dialect;
  readonly pages: readonly string[];
  readonly before: string;
  readonly then: string;
}

const PROVOCATIONS = JSON.parse(
  readFileSync(new URL('./error-numbers.json', import.meta.url), 'utf8'),
) as readonly Provocation[];

describe('error numbers on the pages', () => {
  it.each([
    ['mysql', '9.7'],
    ['mariadb', '11.8'],
    ['postgres', '18'],
  ] as const)('are what %s %s answers', async (engine, version) => {
    const running = await startServer({ engine, version });
    if (!running) return;
    try {
      const wrong: string[] = [];
      for (const one of PROVOCATIONS.filter(({ dialect }) => dialect === engine)) {
        const answer = await answerTo(one, running);
        if (answer !== one.code)
          wrong.push(`${PRODUCT[engine]} answers ${answer}, not ${one.code}: ${one.then}`);
      }
      expect(wrong).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  it('stand on the pages that they are provoked for', () => {
    const missing = PROVOCATIONS.flatMap(({ code, pages }) =>
      pages
        .filter((page) => !readFileSync(`rules/${page}.md`, 'utf8').includes(code))
        .map((page) => `${page} does not say ${code}`),
    );
    expect(missing).toEqual([]);
  });
});

const DATABASE = 'provoked';

async function answerTo({ before, then }: Provocation, running: RunningServer): Promise<string> {
  const administrator = await running.connect();
  await administrator.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await administrator.query(`CREATE DATABASE ${DATABASE}`);
  await administrator.close();
  const session = await running.connect(DATABASE);
  try {
    const sql = before === '' ? [then] : [before, then];
    for (const one of sql) {
      const refused = await refusalOf(session, one);
      if (refused) return refused.code;
    }
    return 'nothing';
  } finally {
    await session.close();
  }
}
