import type { Dialect, Severity } from '../engine/rule.js';
import { page, type Answer } from './answer.js';
import { layout } from './layout.js';
import { escape, renderMarkdown } from './markdown.js';
import { nearest } from './nearest.js';

/** A rule's or a gap's page, as the repository holds it. */
export interface RulePage {
  readonly id: string;
  readonly summary: string;
  /** Undefined: a gap, something that could not be judged. */
  readonly severity: Severity | undefined;
  /** Asked only where the configuration gives it a severity. */
  readonly offByDefault: boolean;
  readonly dialects: readonly Dialect[];
  readonly markdown: string;
}

const servers: Readonly<Record<Dialect, string>> = {
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  postgres: 'PostgreSQL',
};

/** The documentation: rendered once, since the pages are part of the release. */
export class RulePages {
  private readonly rules: readonly RulePage[];
  private readonly answers: ReadonlyMap<string, Answer>;

  constructor(rules: readonly RulePage[]) {
    this.rules = rules.toSorted((a, b) => a.id.localeCompare(b.id));
    this.answers = new Map(rules.map((rule) => [rule.id, page(200, ruleHtml(rule))]));
  }

  /** `GET /rules/:id`; what is not there is answered with what may have been meant. */
  rule(id: string): Answer {
    return this.answers.get(id) ?? this.missing(id);
  }

  /** `GET /rules`, narrowed to the rules that hold every word of `query`. */
  index(query: string): Answer {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.rules.filter((rule) => words.every((word) => searched(rule).includes(word)));
    const count =
      words.length === 0 ? `${found.length} rules` : `${found.length} of ${this.rules.length} rules`;
    const form = `<form action="/rules" role="search"><input type="search" name="q" value="${escape(query)}"
 aria-label="Search the rules" placeholder="enum, copy, index, postgres …"><button>Search</button></form>`;
    const body = `<h1>Rules</h1>\n${form}\n<p class="facts">${count}</p>\n${list(found)}`;
    return page(200, layout('Rules · Precheck', body));
  }

  /** A page for an address that leads nowhere. */
  missing(wanted: string): Answer {
    const near = nearest(
      wanted,
      this.rules.map((rule) => rule.id),
    );
    const found = this.rules.filter((rule) => near.includes(rule.id));
    const meant = found.length === 0 ? '' : `<p>Meant one of these?</p>\n${list(found)}`;
    const body = `<h1>Nothing here</h1>\n<p>There is no page under this address. <a href="/rules">All rules</a></p>\n${meant}`;
    return page(404, layout('Not found · Precheck', body));
  }
}

function searched({ id, summary, severity, offByDefault, dialects, markdown }: RulePage): string {
  const names = dialects.map((dialect) => servers[dialect]);
  const off = offByDefault ? 'off by default' : '';
  return [id, summary, severity ?? 'gap', off, ...dialects, ...names, markdown].join(' ').toLowerCase();
}

function list(rules: readonly RulePage[]): string {
  const items = rules.map(
    (rule) =>
      `<li><a href="/rules/${escape(rule.id)}">${escape(rule.id)}</a> ${badge(rule)}
<p>${escape(rule.summary)}</p><small class="facts">${serversOf(rule)}</small></li>`,
  );
  return `<ul class="rules">\n${items.join('\n')}\n</ul>`;
}

function ruleHtml(rule: RulePage): string {
  const rendered = renderMarkdown(rule.markdown);
  const title = /^\s*<h1[^>]*>[^]*?<\/h1>/.exec(rendered)?.[0];
  const heading = title ?? `<h1>${escape(rule.id)}</h1>`;
  const summary = `<p class="facts">${badge(rule)} ${escape(rule.summary)}</p>`;
  const article = `<article>${heading}\n${summary}\n${rendered.slice(title?.length ?? 0)}</article>`;
  return layout(`${rule.id} · Precheck`, article);
}

function badge({ severity, offByDefault }: RulePage): string {
  const off = offByDefault ? ' <span class="badge off">off by default</span>' : '';
  return `<span class="badge ${severity ?? 'gap'}">${severity ?? 'gap'}</span>${off}`;
}

function serversOf({ dialects }: RulePage): string {
  return dialects.map((dialect) => servers[dialect]).join(', ');
}
