import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import { judgeExample } from '../../scripts/rules/judge-example.js';
import { examplesOf, HEADINGS, headingsOf } from '../../scripts/rules/page.js';
import type { Example } from '../../scripts/rules/page.js';
import { runExample, runRecipe } from '../../scripts/rules/run-example.js';
import type { Finding, Review } from '../../src/engine/finding.js';

const pageOf = (id: string): string => readFileSync(`rules/${id}.md`, 'utf8');

describe('the registry', () => {
  it('holds every rule file of the folder', () => {
    const files = readdirSync('rules').filter((name) => name.endsWith('.ts') && name !== 'index.ts');
    expect(registry.map(({ id }) => id)).toEqual(files.map((name) => name.replace(/\.ts$/, '')).sort());
  });
});

describe('the questions that pages answer', () => {
  it('fit into a link, and no two pages answer the same one', () => {
    expect(registry.filter(({ question }) => question.length > 80).map(({ id }) => id)).toEqual([]);
    expect(new Set(registry.map(({ question }) => question)).size).toBe(registry.length);
  });
});

describe.each(registry.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  const page = pageOf(id);
  const examples = examplesOf(page).filter(({ kind }) => kind !== 'history');

  it('has every heading', () => {
    expect(headingsOf(page)).toEqual(HEADINGS);
  });

  if (entry.subject !== 'gap') {
    it.each(entry.dialects)('has a bad and a good example for %s', (dialect) => {
      const kinds = examples.filter((example) => example.dialect === dialect).map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(['bad', 'good']));
    });
  }

  for (const example of examples) {
    it(`line ${String(example.line)}: ${example.dialect} ${example.kind}`, async () => {
      const review = await runExample(example, id, registry);
      const { promised, answered } = judgeExample(example, entry, review);
      expect(answered).toEqual(promised);
    });
  }
});

describe('what is recommended', () => {
  const bad = registry.flatMap(({ id }) =>
    examplesOf(pageOf(id))
      .filter(({ kind }) => kind === 'bad')
      .map((example) => [id, example.line, example] as const),
  );
  const findingOf = async (example: Example, id: string): Promise<Finding | undefined> =>
    (await runExample(example, id, registry)).findings.find(({ rule }) => rule === id);
  const isClear = (review: Review, { leaves }: Example): void => {
    expect(review.gaps).toEqual([]);
    const holding = review.findings.filter(({ severity }) => severity !== 'advice');
    expect(holding.map(({ rule }) => rule).filter((rule) => !leaves.includes(rule))).toEqual([]);
  };

  it.each(bad)('%s, line %d: the suggestion is clear', async (id, _line, example) => {
    const suggestion = (await findingOf(example, id))?.suggestion;
    if (suggestion === null || suggestion === undefined) return;
    isClear(await runExample({ ...example, sql: suggestion }, id, registry), example);
  });

  it.each(bad)('%s, line %d: the recipe is clear', async (id, _line, example) => {
    const recipe = (await findingOf(example, id))?.recipe ?? [];
    if (!recipe.some(({ kind }) => kind === 'migration')) return;
    isClear(await runRecipe(example, recipe, id, registry), example);
  });
});
