import type { LayoutId } from '../migrations/migration.js';
import type { Dialect } from '../sql/dialect.js';
import { ASSUMED_VERSION, PRODUCT } from '../sql/dialect.js';

/** One migration history as it lies in a repository, without any configuration. */
export interface StarterHistory {
  readonly path: string;
  readonly layout: LayoutId;
  /** Undefined where neither names nor SQL tell. */
  readonly engine: Dialect | undefined;
  /** Files that run forwards, and the first and last of their versions. */
  readonly migrations: number;
  readonly first: string;
  readonly last: string;
  /** A dump beside it, and how many of the migrations are part of it already. */
  readonly baseline: { readonly path: string; readonly holds: number } | undefined;
  /** Names without a value in templated files, the most frequent first. */
  readonly placeholders: readonly string[];
  /** The keys with which an entry of the configuration finds exactly these files. */
  readonly entry: {
    readonly path?: string | undefined;
    readonly engine?: Dialect | undefined;
    readonly layout: LayoutId | 'auto';
  };
}

/** What a first configuration is made from. */
export interface StarterFacts {
  readonly histories: readonly StarterHistory[];
  readonly code: readonly { readonly framework: string; readonly folder: string; readonly files: number }[];
  /** Who owns the migrations by CODEOWNERS; empty where nobody does. */
  readonly owners: readonly string[];
}

const HEADER = [
  '# Precheck reads this file from the branch that a pull request is merged into.',
  '# Every key is optional; a line that begins with "#" shows what could stand there.',
  '',
  'mode: observe # comments, and a check that always passes; `enforce` when you trust it',
  '',
];

/**
 * The text of a first `.github/precheck.yml`: what was found as keys, what only people know as comments, and for editors
 * where its schema is.
 */
export function starterConfig(facts: StarterFacts, schemaUrl: string): string {
  return [
    `# yaml-language-server: $schema=${schemaUrl}`,
    ...HEADER,
    ...historyLines(facts.histories),
    ...codeLines(facts.code),
    ...expertLines(facts.owners),
    '# rules:',
    '#   algorithm-clause: off # off | advice | warning | blocker',
    '',
    '# docs:',
    '#   url: https://wiki.example.com/db/{rule} # your pages instead of ours',
    '',
  ].join('\n');
}

function historyLines(histories: readonly StarterHistory[]): readonly string[] {
  if (histories.length === 0) {
    return [
      '# No SQL migrations were found. Name their folder:',
      '# migrations:',
      '#   - path: db/migrations',
      '#     engine: mysql # mysql | mariadb | postgres',
      '',
    ];
  }
  return ['migrations:', ...histories.flatMap(entryLines), ''];
}

function entryLines(history: StarterHistory): readonly string[] {
  const { entry, engine, baseline, placeholders } = history;
  const version = ASSUMED_VERSION[engine ?? 'mysql'];
  return [
    `  # ${historyWords(history)}`,
    `  - path: ${scalar(entry.path ?? history.path)}`,
    engine === undefined
      ? '    # engine: mysql # mysql | mariadb | postgres: neither names nor SQL tell, so that nothing is judged without it'
      : `    engine: ${engine}${engine === 'mysql' ? ' # or mariadb' : ''}`,
    engine === undefined
      ? `    # version: '8.0.36' # what production runs`
      : `    # version: '${version}' # what production runs (SELECT version()); ${PRODUCT[engine]} ${version} is assumed without it`,
    ...(entry.layout === 'auto' ? [] : [`    layout: ${entry.layout}`]),
    ...(baseline ? baselineLines(baseline, history) : []),
    ...(placeholders.length === 0 ? [] : placeholderLines(placeholders)),
    ...(engine === 'postgres'
      ? [`    # session: { lock_timeout: 5s } # what your migration runner sets before it starts`]
      : [`    # session: { lock_wait_timeout: 5 } # what your migration runner sets before it starts`]),
    '    # tables: { small: ["lookup_*"], hot: ["orders"] } # small tables soften findings, hot ones harden them',
  ];
}

function historyWords({ migrations, layout, first, last }: StarterHistory): string {
  const count = migrations === 1 ? '1 migration' : `${String(migrations)} migrations`;
  const range = first === last ? first : `${first} to ${last}`;
  return `${count} (${layout}): ${comment(range)}`;
}

function baselineLines(
  { path, holds }: { readonly path: string; readonly holds: number },
  { migrations }: StarterHistory,
): readonly string[] {
  const words =
    holds === 0
      ? 'it stands for what came before the first migration'
      : `it holds ${holds >= migrations ? 'all' : String(holds)} of the migrations already, which are not replayed on top`;
  return [
    `    baseline: ${scalar(path)} # ${words}`,
    `    # since: '…' # the first version that is replayed on top of the baseline, where that is not seen`,
  ];
}

function placeholderLines(names: readonly string[]): readonly string[] {
  return [
    '    # The files hold placeholders: a statement with one is not judged until it has a value here.',
    '    # placeholders:',
    ...names.map((name) => `    #   ${scalar(name)}: ''`),
  ];
}

function codeLines(code: StarterFacts['code']): readonly string[] {
  if (code.length === 0) return [];
  return [
    '# Migrations in code are named in a review and not read:',
    ...code.map(({ framework, folder, files }) => `# - ${comment(folder)}: ${String(files)} (${framework})`),
    '',
  ];
}

function expertLines(owners: readonly string[]): readonly string[] {
  const names = owners.length > 0 ? owners : ['@your-org/database-team'];
  const source = owners.length > 0 ? ' # who owns the migrations by CODEOWNERS' : '';
  return [
    '# experts: # who is asked about each open blocker, and can approve it; without experts the author’s word is enough',
    `#   reviewers: [${names.map((name) => `"${name}"`).join(', ')}]${source}`,
    '',
  ];
}

/** Text as one YAML scalar, quoted where it could be read as anything else. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** Text inside of a comment: on its line, and short. */
function comment(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 200);
}
