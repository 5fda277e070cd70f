import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

import { registry } from '../../rules/index.js';
import type { RegistryEntry } from '../../src/engine/rule.js';
import { judgeExample } from '../rules/judge-example.js';
import { examplesOf } from '../rules/page.js';
import type { Example } from '../rules/page.js';
import { runExample } from '../rules/run-example.js';
import { loadRule } from './load-mutant.js';
import { mutantsOf } from './mutants.js';
import type { Mutant } from './mutants.js';
import type { TypeCheck } from './type-check.js';

/** What became of a mutant. */
export interface Fate extends Mutant {
  readonly rule: string;
  /** Line of the example on the page that fails with it; undefined when none does. */
  readonly killedBy: number | undefined;
  /** No example fails, and the compiler refuses it: the condition is there for the types. */
  readonly isRefused: boolean;
}

/** Runs the examples of a rule's page with each of its mutants, until one fails. */
export async function tryRule(rule: string, types: TypeCheck): Promise<readonly Fate[]> {
  const path = `rules/${rule}.ts`;
  const examples = examplesOf(readFileSync(`rules/${rule}.md`, 'utf8')).filter(
    ({ kind }) => kind !== 'history',
  );
  const fates: Fate[] = [];
  for (const mutant of mutantsOf(readFileSync(path, 'utf8'))) {
    const killedBy = await killer(await loadRule(mutant.source), examples);
    const isRefused = killedBy === undefined && !types.accepts(path, mutant.source);
    fates.push({ ...mutant, rule, killedBy, isRefused });
  }
  return fates;
}

async function killer(mutated: RegistryEntry, examples: readonly Example[]): Promise<number | undefined> {
  const rules = registry.map((entry) => (entry.id === mutated.id ? mutated : entry));
  for (const example of examples) if (!(await holds(example, mutated, rules))) return example.line;
  return undefined;
}

async function holds(
  example: Example,
  entry: RegistryEntry,
  rules: readonly RegistryEntry[],
): Promise<boolean> {
  try {
    const { promised, answered } = judgeExample(example, entry, await runExample(example, entry.id, rules));
    return isDeepStrictEqual(answered, promised);
  } catch {
    return false;
  }
}
