import { expect, it } from '@jest/globals';
import { isClean } from '../../src/report/prose.js';
import { renderVerified } from '../../src/report/verified-text.js';
import type { Verified } from '../../src/verify/run-history.js';

const EVIL = 'x\u001b]0;owned\u0007\u202e\u001b[2J';

const observation: Verified['observation'] = { ran: EVIL, rewrites: [EVIL], scans: [EVIL] };
const refused: Verified['observation'] = {
  ran: EVIL,
  refused: { code: '1064', message: `near '${EVIL}'\nat line 1` },
};

it('shows what a migration, a name or the server says without what would command the terminal', () => {
  const statement = {
    file: `${EVIL}.sql`,
    line: 1,
    statement: `ALTER TABLE \`${EVIL}\`\n  ADD c INT`,
    observation,
  };
  const difference = { what: `lock on ${EVIL}`, predicted: EVIL, observed: EVIL, worse: true };
  const text = renderVerified(
    {
      before: [{ file: EVIL, line: 1, reason: EVIL }],
      statements: [
        { ...statement, comparison: { kind: 'agreed' } },
        { ...statement, comparison: { kind: 'agreed' }, observation: refused },
        { ...statement, comparison: { kind: 'differs', differences: [difference] } },
        { ...statement, comparison: { kind: 'undecided', reason: EVIL } },
        { ...statement, comparison: { kind: 'rows', reason: EVIL } },
        { ...statement, comparison: { kind: 'not-run', reason: EVIL } },
      ],
    },
    { server: `MySQL ${EVIL}`, address: EVIL },
    { color: false },
  );
  expect(isClean(text)).toBe(true);
  expect(text).toContain('as predicted  x]0;owned[2J.sql:1  ALTER TABLE `x]0;owned[2J` ADD c INT\n');
  expect(text).toContain("    refused with error 1064: near 'x]0;owned[2J' at line 1\n");
  expect(text).toContain(
    '2 of 6 statements did what Precheck predicts, 1 did something else, 3 could not be compared.',
  );
});
