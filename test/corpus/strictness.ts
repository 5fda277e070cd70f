import type { ServerVersion } from '../../src/sql/dialect.js';
import { editOnce, randomFrom, SEED, tokensOf } from './mutate.js';
import { objects, read, withBodies, type Met } from './reading.js';

/** How the reader and the server agree on statements that were broken by one edit. */
export interface Strictness {
  /** The server refuses it. */
  readonly broken: number;
  readonly brokenAndRefused: number;
  /** The server accepts it in spite of the edit. */
  readonly valid: number;
  readonly validAndRead: number;
  /** Broken, and read all the same. */
  readonly taken: readonly string[];
  /** Valid, and refused. */
  readonly refused: readonly string[];
}

/** Edits every statement that the reader takes, `times` over, and asks both. */
export async function measureStrictness(
  version: ServerVersion,
  met: readonly Met[],
  times: number,
  serverRefuses: (sql: string) => boolean | Promise<boolean>,
): Promise<Strictness> {
  const random = randomFrom(SEED);
  const taken: string[] = [];
  const refused: string[] = [];
  let broken = 0;
  let valid = 0;
  for (const { entry, text, place } of met) {
    const isSound = withBodies(entry).every(
      (each) => each.kind === 'statement' && each.statement.notInVersion === undefined,
    );
    const tokens = isSound ? tokensOf(version, text) : [];
    for (let time = 0; time < times; time++) {
      const edited = editOnce(text, tokens, random);
      if (edited === undefined) continue;
      const isBroken = await serverRefuses(edited);
      const isRefused = objects(await read(version, edited));
      const shown = `${place} ${edited.replace(/\s+/g, ' ').slice(0, 200)}`;
      if (isBroken) broken++;
      else valid++;
      if (isBroken && !isRefused) taken.push(shown);
      if (!isBroken && isRefused) refused.push(shown);
    }
  }
  return {
    broken,
    brokenAndRefused: broken - taken.length,
    valid,
    validAndRead: valid - refused.length,
    taken,
    refused,
  };
}

/** What the run found, with a few of the differences. */
export function reportStrictness(server: string, found: Strictness): string {
  const { broken, brokenAndRefused, valid, validAndRead, taken, refused } = found;
  const percent = (part: number, whole: number): string => ((100 * part) / whole).toFixed(2);
  const lines = [
    `${server}, seed ${SEED}: one edit, refused by the server ${broken}, by the reader too ${brokenAndRefused} (${percent(brokenAndRefused, broken)} %); still valid ${valid}, read ${validAndRead}`,
    ...taken.slice(0, 5).map((each) => `  taken: ${each}`),
    ...refused.slice(0, 5).map((each) => `  refused: ${each}`),
  ];
  return `${lines.join('\n')}\n`;
}
