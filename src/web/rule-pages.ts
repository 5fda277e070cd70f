import { page, type Answer } from './answer.js';
import { layout } from './layout.js';
import { escape, renderMarkdown, slug } from './markdown.js';
import { nearestRules } from '../nearest.js';
import { RuleIndex } from './rule-index.js';
import { factsOf, ruleList, type RulePage } from './rule-page.js';

/** The documentation: rendered once, since the pages are part of the release. */
export class RulePages {
  private readonly rules: readonly RulePage[];
  private readonly list: RuleIndex;
  private readonly answers: ReadonlyMap<string, Answer>;

  constructor(rules: readonly RulePage[]) {
    this.rules = rules.toSorted((a, b) => a.id.localeCompare(b.id));
    this.list = new RuleIndex(this.rules);
    const ids = new Set(rules.map(({ id }) => id));
    this.answers = new Map(rules.map((rule) => [rule.id, page(200, ruleHtml(rule, ids))]));
  }

  /** `GET /rules/:id`; what is not there is answered with what may have been meant. */
  rule(id: string): Answer {
    return this.answers.get(id) ?? this.missing(id);
  }

  /** `GET /rules`: `q` narrows to the rules that hold every word, `severity` and `server` to those of one. */
  index(parameters: URLSearchParams): Answer {
    return page(200, layout('Rules · Precheck', this.list.html(parameters)));
  }

  /** A page for an address that leads nowhere. */
  missing(wanted: string): Answer {
    const near = nearestRules(
      wanted,
      this.rules.map((rule) => rule.id),
    );
    const found = near.flatMap((id) => this.rules.filter((rule) => rule.id === id));
    const meant = found.length === 0 ? '' : `<p>Did you mean one of these?</p>\n${ruleList(found)}`;
    const body = `<h1>Nothing here</h1>\n<p>There is no page under this address. <a href="/rules">All rules</a></p>\n${meant}`;
    return page(404, layout('Not found · Precheck', body));
  }
}

/** The head of the file says the same as the facts, which are shown in another form here. */
function ruleHtml(rule: RulePage, ids: ReadonlySet<string>): string {
  const { id, summary, question, markdown } = rule;
  const body = markdown.slice(Math.max(0, markdown.search(/^## /m)));
  const titles = [...body.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  const places = titles.map((title) => `<li><a href="#${slug(title)}">${escape(title)}</a></li>`);
  const others = new Set([...ids].filter((other) => other !== id));
  return layout(
    `${question} · Precheck`,
    `<article><h1>${escape(id)}</h1>
<p class="question">${escape(question)}</p>
<p>${factsOf(rule)}</p>
<p>${escape(summary)}.</p>
<p>To acknowledge it: <code>-- precheck:nolint ${escape(id)} &lt;reason&gt;</code></p>
<nav aria-label="On this page"><ul class="topics">${places.join('\n')}</ul></nav>
${renderMarkdown(body, others)}</article>`,
  );
}
