import { PRODUCT, type Dialect } from '../sql/dialect.js';
import { escape, slug } from './markdown.js';
import { ruleList, type RulePage } from './rule-page.js';
import { byTopic } from './topics.js';

/** What `GET /rules` is narrowed to. */
interface Filter {
  readonly words: string;
  readonly severity: string;
  readonly server: string;
}

const SEVERITIES = ['blocker', 'warning', 'advice', 'gap'];
const SERVERS = Object.entries(PRODUCT) as readonly (readonly [Dialect, string])[];
/** Of what is searched for; more is cut. */
const LONGEST_QUERY = 200;
const NOTHING =
  '<p>No page holds all of that. Search for fewer words, or see <a href="/rules">all pages</a>.</p>';

/** The index of all pages, by topic; what is searched for comes in the order of where the words were found. */
export class RuleIndex {
  private readonly rules: readonly Searched[];

  constructor(rules: readonly RulePage[]) {
    this.rules = rules.map(searchable);
  }

  /** The main part of the page, as HTML. A severity or server that there is none of narrows nothing. */
  html(parameters: URLSearchParams): string {
    const filter = filterOf(parameters);
    const found = this.found(filter);
    const isSearch = filter.words.trim() !== '';
    return [
      '<h1>Rules</h1>',
      form(filter),
      filters(filter),
      `<p class="facts">${this.count(found)}</p>`,
      found.length === 0 ? NOTHING : isSearch ? ruleList(found) : topics(found),
    ].join('\n');
  }

  private count(found: readonly RulePage[]): string {
    const total = this.rules.length;
    if (found.length < total) return `${found.length} of ${total} pages`;
    const gaps = found.filter(({ severity }) => severity === undefined).length;
    return `${total - gaps} rules, and ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}: what could not be judged`;
  }

  private found({ words, severity, server }: Filter): readonly RulePage[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.rules
      .filter(({ rule }) => severity === '' || (rule.severity ?? 'gap') === severity)
      .filter(({ rule }) => server === '' || rule.dialects.some((dialect) => dialect === server))
      .map((entry) => ({ rule: entry.rule, rank: rank(entry, wanted) }))
      .filter(({ rank: place }) => place !== undefined)
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
      .map(({ rule }) => rule);
  }
}

interface Searched {
  readonly rule: RulePage;
  /** Lower case, from what says most of a rule to what says least. */
  readonly texts: readonly string[];
}

function searchable(rule: RulePage): Searched {
  const { id, summary, question, severity, offByDefault, dialects, markdown } = rule;
  const servers = dialects.flatMap((dialect) => [dialect, PRODUCT[dialect]]);
  const facts = [severity ?? 'gap', ...(offByDefault ? ['off by default'] : []), ...servers].join(' ');
  const head = `${id} ${facts}`;
  const lead = `${head} ${summary} ${question}`;
  return { rule, texts: [head, lead, `${lead} ${markdown}`].map((text) => text.toLowerCase()) };
}

/** The first text that holds all words; undefined when none does. */
function rank({ texts }: Searched, words: readonly string[]): number | undefined {
  const place = texts.findIndex((text) => words.every((word) => text.includes(word)));
  return place === -1 ? undefined : place;
}

function filterOf(parameters: URLSearchParams): Filter {
  const of = (name: string, allowed: readonly string[]): string => {
    const value = parameters.get(name) ?? '';
    return allowed.includes(value) ? value : '';
  };
  return {
    words: (parameters.get('q') ?? '').slice(0, LONGEST_QUERY),
    severity: of('severity', SEVERITIES),
    server: of(
      'server',
      SERVERS.map(([dialect]) => dialect),
    ),
  };
}

function form({ words, severity, server }: Filter): string {
  const kept = Object.entries({ severity, server })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  return `<form action="/rules" role="search"><input type="search" name="q" value="${escape(words)}"
 aria-label="Search the rules" placeholder="enum, copy, index …">${kept.join('')}<button>Search</button></form>`;
}

function filters(filter: Filter): string {
  const row = (name: 'severity' | 'server', label: string, choices: readonly (readonly [string, string])[]) =>
    `<p>${label} ${[['', 'all'] as const, ...choices]
      .map(([value, text]) => choice(text, { ...filter, [name]: value }, filter[name] === value))
      .join(' ')}</p>`;
  return `<nav class="filters" aria-label="Narrow the list">
${row(
  'severity',
  'Severity',
  SEVERITIES.map((severity) => [severity, severity]),
)}
${row('server', 'Server', SERVERS)}
</nav>`;
}

function choice(text: string, { words, severity, server }: Filter, isCurrent: boolean): string {
  const kept = Object.entries({ q: words, severity, server }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(kept).toString();
  const current = isCurrent ? ' aria-current="true"' : '';
  return `<a href="/rules${query === '' ? '' : `?${escape(query)}`}"${current}>${text}</a>`;
}

function topics(rules: readonly RulePage[]): string {
  const all = byTopic(rules, ({ severity }) => severity === undefined);
  const jumps = all.map(
    ({ title, entries }) =>
      `<li><a href="#${slug(title)}">${title}</a> <small class="facts">${entries.length}</small></li>`,
  );
  const jump =
    all.length < 2 ? [] : [`<nav aria-label="Topics"><ul class="topics">${jumps.join('\n')}</ul></nav>`];
  const sections = all.map(
    ({ title, entries }) => `<section><h2 id="${slug(title)}">${title}</h2>\n${ruleList(entries)}</section>`,
  );
  return [...jump, ...sections].join('\n');
}
