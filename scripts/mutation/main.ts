/**
 * Breaks every condition of every rule, one at a time, and runs the examples of the rule's page: one has to fail. Names
 * the mutants that none notices. Ends with 1 where no example notices any broken condition of a rule. Arguments: ids of rules.
 */
import { registry } from '../../rules/index.js';
import { SILENT } from './mutants.js';
import { tryRule } from './try-rule.js';
import type { Fate } from './try-rule.js';
import { openTypeCheck } from './type-check.js';

const named = process.argv.slice(2);
const types = openTypeCheck();
const fates: Fate[] = [];
for (const { id, subject } of registry) {
  if (subject === 'gap' || (named.length > 0 && !named.includes(id))) continue;
  const own = await tryRule(id, types);
  fates.push(...own);
  print(id, own);
}

const count = (is: (fate: Fate) => boolean): string => String(fates.filter(is).length);
process.stdout.write(
  `\n${String(fates.length)} mutants of ${String(new Set(fates.map(({ rule }) => rule)).size)} rules: ` +
    `${count(({ killedBy }) => killedBy !== undefined)} fail an example, ` +
    `${count(({ isRefused }) => isRefused)} do not compile, ${count(survives)} survive\n`,
);

function print(id: string, own: readonly Fate[]): void {
  const killers = new Set(own.flatMap(({ killedBy }) => killedBy ?? []));
  process.stdout.write(
    `${id}: ${String(own.length)} mutants, killed by the examples on lines ${[...killers].join(', ') || 'none'}\n`,
  );
  for (const { line, change } of own.filter(survives))
    process.stdout.write(`  SURVIVES rules/${id}.ts:${String(line)} ${change}\n`);
  const conditions = own.filter(({ change }) => change !== SILENT);
  if (conditions.every(survives) && conditions.length > 0) process.exitCode = 1;
}

function survives({ killedBy, isRefused }: Fate): boolean {
  return killedBy === undefined && !isRefused;
}
