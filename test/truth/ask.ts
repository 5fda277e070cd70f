import { answerLine } from '../../src/cli/impact-batch.js';
import type { ImpactAnswer } from '../../src/engine/impact-answer.js';

/** One line of \`precheck impact --batch\`. */
export interface Case {
  readonly engine: string;
  readonly version: string;
  readonly before: readonly string[];
  readonly session?: readonly string[];
  readonly sql: string;
  readonly transaction?: boolean;
  readonly empty?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

export type Answer = ImpactAnswer;

/** What the command answers to a case; throws where the answer is an error. */
export async function ask(one: Case): Promise<Answer> {
  const answer = await answerLine(JSON.stringify(one), 1);
  if ('error' in answer) throw new Error(String(answer.error));
  return answer as Answer;
}

/** The tables that the texts create and put no row into. */
export function emptyTables(texts: readonly string[]): readonly string[] {
  const text = texts.join(';');
  const names = (pattern: RegExp): readonly string[] =>
    Array.from(text.matchAll(pattern), ([, name = '']) => name);
  const filled = new Set(names(/\b(?:INSERT\s+(?:IGNORE\s+)?INTO|REPLACE\s+INTO|COPY)\s+([\w.]+)/gi));
  return names(/\bCREATE\s+(?:\w+\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/gi).filter(
    (name) => !filled.has(name),
  );
}
