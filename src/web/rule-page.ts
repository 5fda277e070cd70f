import type { Dialect, Severity } from '../engine/rule.js';
import { PRODUCT } from '../sql/dialect.js';
import { escape } from './markdown.js';

/** A rule's or a gap's page, as the repository holds it. */
export interface RulePage {
  readonly id: string;
  readonly summary: string;
  /** What the page answers. */
  readonly question: string;
  /** Undefined: a gap, something that could not be judged. */
  readonly severity: Severity | undefined;
  /** Asked only where the configuration gives it a severity. */
  readonly offByDefault: boolean;
  readonly dialects: readonly Dialect[];
  readonly markdown: string;
}

/** Severity and servers, as HTML. */
export function factsOf({ severity, offByDefault, dialects }: RulePage): string {
  const off = offByDefault ? ' <span class="badge off">off by default</span>' : '';
  const word = severity ?? 'gap';
  const servers = dialects.map((dialect) => PRODUCT[dialect]).join(', ');
  return `<span class="badge ${word}">${word}</span>${off} <small class="facts">${servers}</small>`;
}

/** Rules as a list of links with what they are about, as HTML. */
export function ruleList(rules: readonly RulePage[]): string {
  const items = rules.map(
    (rule) =>
      `<li><a href="/rules/${escape(rule.id)}">${escape(rule.id)}</a> ${factsOf(rule)}
<p>${escape(rule.summary)}</p></li>`,
  );
  return `<ul class="rules">\n${items.join('\n')}\n</ul>`;
}
