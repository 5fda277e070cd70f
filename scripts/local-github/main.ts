/**
 * A local GitHub in a process of its own: `node dist/scripts/local-github/main.js [port]`. Prints one line of JSON with
 * what an App needs to sign in, then takes one command a line on its input and answers one line each, in order:
 *
 *   {"call":"addRepository","args":[{"fullName":"acme/shop","gitDir":"/path"}]}
 *   {"repository":"acme/shop","call":"openPullRequest","args":[{"base":"main","head":"feature"}]}
 *   {"organisation":"acme","call":"suspend"}
 *
 * It ends with its input.
 */
import { createInterface } from 'node:readline';

import { commandOf, Control } from '../../test/github/control.js';
import { startLocalGitHub } from '../../test/github/server.js';

const github = await startLocalGitHub({ port: Number(process.argv[2] ?? 0) });
const control = new Control(github);
const say = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

say(await control.carryOut({ call: 'identity' }));
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say({ answer: await control.carryOut(commandOf(line)) });
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) });
  }
}
await github.close();
