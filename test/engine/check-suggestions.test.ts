import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import { review } from '../../src/engine/review.js';
import { defineStatementRule, type Operation, type Rule } from '../../src/engine/rule.js';
import { readSql } from '../../src/sql/read.js';
import { history, migration, reviewInput } from './input.js';

const ORDERS = "CREATE TABLE orders (id INT PRIMARY KEY, status ENUM('a','b') NOT NULL, old INT);";
const DROP = 'ALTER TABLE orders DROP COLUMN old;';

/** A rule that has another statement in mind for every ALTER TABLE, or for those of one kind, as a mistaken one would. */
const proposing = (text: string, kind?: Operation['kind']) =>
  defineStatementRule({
    id: 'proposing',
    summary: 'A suggestion',
    question: 'What else?',
    dialects: ['mysql'],
    severity: 'advice',
    check: ({ statement: { head, operations } }) =>
      head === 'ALTER TABLE' && (kind === undefined || operations[0]?.kind === kind)
        ? {
            subject: 'orders',
            headline: 'Another statement',
            message: 'Another statement.',
            remedy: 'Write it.',
            replacement: { kind: 'statement', text },
          }
        : undefined,
  });

const notes = 'CREATE TABLE notes (id INT PRIMARY KEY)';

/** What these rules' findings offer, in the order of their lines. */
async function offered(sql: string, rules: readonly Rule[]): Promise<readonly (string | null)[]> {
  let read = 0;
  const counting: typeof readSql = (text) => {
    read += 1;
    return readSql(text);
  };
  const input = reviewInput([history(ORDERS, [migration('0002_x.sql', sql)])]);
  const answer = await review(input, { registry: [...registry, ...rules], readSql: counting });
  // The history is read once, and what is proposed at most four times.
  expect(read).toBeLessThan(6);
  return answer.findings.filter(({ rule }) => rule === 'proposing').map(({ suggestion }) => suggestion);
}

describe('a suggestion', () => {
  it('is offered where nothing is found in its place', async () => {
    expect(await offered(DROP, [proposing(notes)])).toEqual([`${notes};`]);
    const between = `-- why\n\n${DROP} -- because\n`;
    expect(await offered(between, [proposing(notes)])).toEqual([`${notes}; -- because`]);
  });

  it.each([
    ['cannot be read', 'CREATE TABLE ('],
    ['drops a table', 'DROP TABLE orders'],
    ['is met by its own rule', 'ALTER TABLE orders ADD COLUMN x INT, ALGORITHM=INSTANT'],
    ['brings one of these beside what is harmless', 'SELECT 1;\nDROP TABLE orders;\nSELECT 1'],
  ])('that %s is not', async (_what, text) => {
    expect(await offered(DROP, [proposing(text)])).toEqual([null]);
  });

  it('that leaves a later statement without what it needs is not', async () => {
    const add = 'ALTER TABLE memo ADD COLUMN tags_new INT, ALGORITHM=INSTANT;';
    const rename = 'ALTER TABLE memo RENAME COLUMN tags_new TO tags, ALGORITHM=INSTANT;';
    expect(await offered(add, [proposing(notes, 'addColumn')])).toEqual([`${notes};`]);
    expect(await offered(`${add}\n${rename}`, [proposing(notes, 'addColumn')])).toEqual([null]);
  });

  it('stays beside a bad one, wherever that stands', async () => {
    const good = proposing(`-- one\n-- more\n${notes}`, 'dropColumn');
    const bad = proposing('DROP TABLE orders', 'addColumn');
    const sql = [DROP, 'SELECT 1;', 'ALTER TABLE orders ADD COLUMN x INT, ALGORITHM=INSTANT;'];
    const kept = `-- one\n-- more\n${notes};`;
    expect(await offered(sql.join('\n'), [good, bad])).toEqual([kept, null]);
    expect(await offered(sql.toReversed().join('\n'), [good, bad])).toEqual([null, kept]);
  });

  it('for the same lines as another is tried, too', async () => {
    const sql = "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;";
    const input = reviewInput([history(ORDERS, [migration('0002_x.sql', sql)])]);
    const answer = await review(input, { registry: [...registry, proposing(notes)], readSql });
    const offers = answer.findings.map(({ rule, suggestion }) => [rule, suggestion]);
    expect(offers).toContainEqual(['proposing', `${notes};`]);
    expect(offers).toContainEqual(['enum-non-additive', expect.stringContaining("ENUM('a','b')")]);
  });

  it('is not tried in a change of thousands of statements', async () => {
    const sql = Array.from({ length: 1001 }, () => 'SELECT 1;').join('\n');
    expect(await offered(`${DROP}\n${sql}`, [proposing(notes)])).toEqual([null]);
  });
});
