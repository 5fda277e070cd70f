import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

const COLUMNS = ['cases', 'agreed', 'undecided', 'wrong', 'open', 'rows', 'elsewhere', 'refused'];

/** Prints what came of every suite on every server, and what was predicted otherwise than the server did. */
const print = () => {
  const path = process.env.PRECHECK_SERVERS_TALLIES;
  const tallies = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  rmSync(dirname(path), { recursive: true });
  const width = Math.max(...tallies.map(({ title }) => title.length), 0);
  const lines = [
    '',
    'Predicted against observed (open: listed with a reason; rows: the rows that happen to be there decide)',
    ['server'.padEnd(width), ...COLUMNS.map((name) => name.padStart(10))].join(''),
    ...tallies.map((tally) => {
      if (tally.missing) return `${tally.title.padEnd(width)}  not to be had`;
      const cells = COLUMNS.map((name) =>
        String(name === 'wrong' ? tally.wrong.length : (tally[name] ?? '')).padStart(10),
      );
      return [tally.title.padEnd(width), ...cells].join('');
    }),
    '',
    ...tallies.flatMap(({ title, wrong }) => wrong.map((text) => `wrong on ${title}: ${text}`)),
  ];
  console.log(lines.join('\n'));
};
export { print as default };
