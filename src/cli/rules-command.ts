import { readFile } from 'node:fs/promises';

import { Command } from 'commander';

import { registry } from '../../rules/index.js';
import type { RegistryEntry } from '../engine/rule.js';
import { docsUrl } from '../report/docs-url.js';
import { renderPage } from '../report/page-text.js';
import type { Dialect } from '../sql/dialect.js';
import { PRODUCT } from '../sql/dialect.js';
import { nearestRules } from '../nearest.js';
import { UsageError } from './exit.js';
import { formatOption, terminal } from './output.js';
import type { Format } from './output.js';
import { packageFacts } from '../package-facts.js';
import { print } from './print.js';

/** A line of the table. `severity` is "gap" for what could not be judged. */
interface RuleRow {
  readonly id: string;
  readonly severity: string;
  /** Asked only where the configuration gives it a severity. */
  readonly offByDefault: boolean;
  readonly dialects: readonly Dialect[];
  readonly summary: string;
  /** What its page answers. */
  readonly question: string;
  readonly docs: string;
}

/** `precheck rules`: every rule and gap. */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('List every rule and gap: id, severity, servers, what it is about, its page.')
    .addOption(formatOption())
    .action(async ({ format }: { readonly format: Format }) => {
      const rows = registry.map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1));
      await print(format === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
    });
}

/** `precheck explain`: a rule's page. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('Print the page of a rule or a gap.')
    .argument('<rule>', 'its id, for example enum-non-additive')
    .action(async (id: string) => {
      const known = registry.map((entry) => entry.id);
      if (!known.includes(id)) throw new UsageError(unknownRule(id, known));
      const page = await readFile(new URL(`../../rules/${id}.md`, import.meta.url), 'utf8');
      await print(renderPage(page, terminal()));
    });
}

function unknownRule(id: string, known: readonly string[]): string {
  const near = nearestRules(id, known);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return `There is no rule ${id}.${meant} precheck rules lists them all.`;
}

function rowOf(entry: RegistryEntry): RuleRow {
  const { id, summary, question, dialects } = entry;
  const { repositoryUrl } = packageFacts();
  return {
    id,
    severity: entry.subject === 'gap' ? 'gap' : entry.severity,
    offByDefault: entry.subject !== 'gap' && entry.offByDefault === true,
    dialects,
    summary,
    question,
    docs: docsUrl(id, { rules: {}, notes: {} }, { publicUrl: process.env['PUBLIC_URL'], repositoryUrl }),
  };
}

function table(rows: readonly RuleRow[]): string {
  const widest = Math.max(...rows.map(({ id }) => id.length));
  const blocks = rows.map(({ id, severity, offByDefault, dialects, summary, docs }) => {
    const servers = dialects.map((dialect) => PRODUCT[dialect]).join(', ');
    const off = offByDefault ? '  off by default' : '';
    return `${id.padEnd(widest)}  ${severity.padEnd(7)}  ${servers}${off}\n  ${summary}\n  ${docs}\n`;
  });
  return blocks.join('\n');
}
