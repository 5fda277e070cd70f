import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { z } from 'zod';

import { answerCase } from '../engine/impact-case.js';
import type { ImpactCase } from '../engine/impact-case.js';
import { DIALECTS, parseVersion } from '../sql/dialect.js';
import { readSql } from '../sql/read.js';
import { EXIT, UsageError } from './exit.js';
import { print } from './print.js';

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const setting = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** One line of a batch, as the README describes it. Further fields are left to whoever wrote them. */
const BatchCase = z.object({
  engine: z.enum(DIALECTS as [(typeof DIALECTS)[number], ...(typeof DIALECTS)[number][]]),
  version: z.union([z.string(), z.number()]).transform(String),
  before: texts.default([]),
  session: texts.default([]),
  sql: texts,
  transaction: z.boolean().default(false),
  empty: z.array(z.string()).default([]),
  variables: z.record(z.string(), setting).default({}),
});

/**
 * Answers one line of JSON with one, in order, while they arrive. A line that is no case is answered with an `error` and
 * makes the exit status 2. `path` is "-" for standard input.
 */
export async function runBatch(path: string): Promise<number> {
  let status: number = EXIT.clear;
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (line.trim() === '') continue;
    const answer = await answerLine(line, number);
    if ('error' in answer) status = EXIT.usage;
    await print(`${JSON.stringify(answer)}\n`);
  }
  return status;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input: Readable = path === '-' ? process.stdin : createReadStream(path, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Infinity });
  } catch (error) {
    throw new UsageError(`--batch ${path}: ${(error as Error).message}`);
  }
}

/** The answer to one line; `number` counts from 1. */
export async function answerLine(line: string, number: number): Promise<object> {
  let value: unknown;
  try {
    value = JSON.parse(number === 1 ? line.replace(/^\uFEFF/, '') : line);
  } catch (error) {
    return { error: `line ${String(number)} is no JSON: ${(error as Error).message}` };
  }
  const id = typeof value === 'object' && value !== null && 'id' in value ? { id: value.id } : {};
  try {
    // In this process: handing over a line of one statement costs more than reading it.
    return { ...id, ...(await answerCase(caseOf(value), readSql)) };
  } catch (error) {
    return { ...id, error: `line ${String(number)}: ${(error as Error).message}` };
  }
}

/** The case that a line holds. Throws an error that says what is wrong with it. */
function caseOf(value: unknown): ImpactCase {
  const parsed = BatchCase.safeParse(value);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the line'}: ${message}`,
    );
    throw new UsageError(`${wrong.join('; ')}.`);
  }
  const { engine, version: written, sql, ...rest } = parsed.data;
  const version = parseVersion(engine, written);
  if (!version) throw new UsageError(`version: ${written} is not a version of the form 8.0.36.`);
  return { ...rest, version, sql: sql.join(';\n') };
}
