import type { Severity } from '../engine/finding.js';
import type { ExpertPolicy, ExpertRoute } from '../engine/review-input.js';
import { generalReviewers, hasExperts } from './expert-policy.js';

/** One way in which a change makes the review of migrations weaker. */
export interface Weakening {
  /** The file that the change is in: the configuration, or CODEOWNERS. An approval is bound to it. */
  readonly file: string;
  /**
   * `owners`: people own migrations no longer; `owners-too-long`: nobody knows whether they do. The others are keys of the
   * configuration.
   */
  readonly kind:
    | 'mode'
    | 'rule'
    | 'experts'
    | 'when'
    | 'acknowledge'
    | 'migrations'
    | 'tables'
    | 'owners'
    | 'owners-too-long';
  /** What it is about: "mode", "rules.table-copied", "migrations.db/migrations.engine", a migration's path, or `file`. */
  readonly subject: string;
  /** Before and after, as people write it; empty: nothing. */
  readonly was: string;
  readonly becomes: string;
  /** Migrations that it is about in the same way, for `owners` and `owners-too-long`; else 1. */
  readonly count: number;
}

/** The part of a configuration that decides how strictly migrations are reviewed. A `RepoConfig` is one. */
export interface GuardedConfig {
  readonly mode: 'enforce' | 'observe';
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly experts: ExpertPolicy;
  readonly acknowledge: Readonly<Record<'blocker' | 'warning', 'author' | 'expert'>>;
  readonly migrations: readonly GuardedHistory[];
}

/** Every other key of an entry decides what is read, or for which server it is judged. */
interface GuardedHistory {
  readonly path?: string | undefined;
  readonly reviewed?: boolean | undefined;
  readonly tables: { readonly small: readonly string[]; readonly hot: readonly string[] };
}

/** What a change of the configuration is judged by. */
export interface ConfigFacts {
  readonly file: string;
  /** A rule's severity where nothing is configured; undefined: there is no such rule. */
  readonly severityOf: (rule: string) => Severity | 'off' | undefined;
  /** False for a handle that is known to be unable to review: whoever mends that weakens nothing. */
  readonly isUsable: (handle: string) => boolean;
}

type Part = Omit<Weakening, 'file' | 'count'>;

/**
 * How a change of the configuration weakens the review: both as they are in effect, so a file that is deleted or cannot
 * be read counts as the defaults. Any change of who is asked is one, since each of the experts can approve alone.
 */
export function configWeakenings(
  base: GuardedConfig,
  head: GuardedConfig,
  facts: ConfigFacts,
): readonly Weakening[] {
  const parts: readonly Part[] = [
    ...lowered('mode', 'mode', base.mode, head.mode, ['observe', 'enforce']),
    ...rulesLowered(base.rules, head.rules, facts),
    ...expertsChanged(base.experts, head.experts, facts),
    ...lowered('when', 'experts.when', base.experts.when, whenOf(head.experts), WHEN),
    ...(['blocker', 'warning'] as const).flatMap((severity) =>
      lowered(
        'acknowledge',
        `acknowledge.${severity}`,
        base.acknowledge[severity],
        head.acknowledge[severity],
        ['author', 'expert'],
      ),
    ),
    ...migrationsChanged(base.migrations, head.migrations),
  ];
  return parts.map((part) => ({ file: facts.file, ...part, count: 1 }));
}

const WHEN = ['blocker', 'warning', 'always'] as const;
const SEVERITIES = ['off', 'advice', 'warning', 'blocker'] as const;

/** Without experts, `when` means nothing: that they are gone is said instead. */
function whenOf(experts: ExpertPolicy): ExpertPolicy['when'] {
  return hasExperts(experts) ? experts.when : 'always';
}

/** `order`: from the weakest to the strictest. */
function lowered<T extends string>(
  kind: Weakening['kind'],
  subject: string,
  was: T,
  becomes: T,
  order: readonly T[],
): readonly Part[] {
  return order.indexOf(becomes) < order.indexOf(was) ? [{ kind, subject, was, becomes }] : [];
}

function rulesLowered(
  base: GuardedConfig['rules'],
  head: GuardedConfig['rules'],
  { severityOf }: ConfigFacts,
): readonly Part[] {
  const before = new Map(Object.entries(base));
  const after = new Map(Object.entries(head));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((rule) => {
    const usual = severityOf(rule);
    const was = before.get(rule) ?? usual;
    const becomes = after.get(rule) ?? usual;
    if (was === undefined || becomes === undefined) return [];
    return lowered('rule', `rules.${rule}`, was, becomes, SEVERITIES);
  });
}

function expertsChanged(base: ExpertPolicy, head: ExpertPolicy, { isUsable }: ConfigFacts): readonly Part[] {
  const kind = 'experts';
  const parts: Part[] = [];
  if (base.reviewers.some(isUsable) && differ(base.reviewers, head.reviewers, isUsable)) {
    const [was, becomes] = [base.reviewers, head.reviewers].map((handles) => handles.join(' '));
    parts.push({ kind, subject: 'experts.reviewers', was: was ?? '', becomes: becomes ?? '' });
  }
  const before = new Map(base.routes.map((route) => [routeKey(route), route]));
  const after = new Map(head.routes.map((route) => [routeKey(route), route]));
  const isGuarded = generalReviewers(base).some(isUsable);
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(key)?.reviewers ?? [];
    const becomes = after.get(key)?.reviewers ?? [];
    const isNew = !before.has(key);
    if (isNew ? !isGuarded : !was.some(isUsable) || !differ(was, becomes, isUsable)) continue;
    const subject = `experts.routes (${key === '' ? 'everything' : key})`;
    parts.push({ kind, subject, was: was.join(' '), becomes: becomes.join(' ') });
  }
  return parts;
}

/** Whether somebody who can review goes, or somebody comes. */
function differ(
  was: readonly string[],
  becomes: readonly string[],
  isUsable: (handle: string) => boolean,
): boolean {
  const before = new Set(was.map((handle) => handle.toLowerCase()));
  const after = new Set(becomes.map((handle) => handle.toLowerCase()));
  return (
    becomes.some((handle) => !before.has(handle.toLowerCase())) ||
    was.some((handle) => isUsable(handle) && !after.has(handle.toLowerCase()))
  );
}

/** "tables billing_*, engine mysql": what a route is for. */
function routeKey({ tables, paths, engine, rule, severity }: ExpertRoute): string {
  return Object.entries({ tables, paths, engine, rule, severity })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]))
    .join(', ');
}

function migrationsChanged(
  base: readonly GuardedHistory[],
  head: readonly GuardedHistory[],
): readonly Part[] {
  const before = keyed(base);
  const after = keyed(head);
  const found = [...before].flatMap(([key, entry]): readonly Part[] => {
    const now = after.get(key);
    if (now !== undefined) return entryChanged(entry, now);
    return [{ kind: 'migrations', subject: 'migrations', was: entry.path ?? 'discovered', becomes: '' }];
  });
  const isListed = base.length === 0 && head.some(({ path }) => path !== undefined);
  const becomes = head.map(({ path }) => path ?? 'discovered').join(' ');
  return [
    ...(isListed
      ? ([{ kind: 'migrations', subject: 'migrations', was: 'discovered', becomes }] as const)
      : []),
    ...found,
    ...[...after].flatMap(([key, { path, reviewed }]): readonly Part[] =>
      reviewed === false && !before.has(key)
        ? [
            {
              kind: 'migrations',
              subject: `migrations.${path ?? 'discovered'}.reviewed`,
              was: 'true',
              becomes: 'false',
            },
          ]
        : [],
    ),
    ...[...after].flatMap(([key, entry]) => tablesChanged(before.get(key), entry)),
  ];
}

/** Entries by path; those of one path by their order too. */
function keyed(entries: readonly GuardedHistory[]): ReadonlyMap<string, GuardedHistory> {
  const counts = new Map<string | undefined, number>();
  return new Map(
    entries.map((entry) => {
      const count = counts.get(entry.path) ?? 0;
      counts.set(entry.path, count + 1);
      return [JSON.stringify([entry.path, count]), entry];
    }),
  );
}

function entryChanged(was: GuardedHistory, becomes: GuardedHistory): readonly Part[] {
  const before = new Map<string, unknown>(Object.entries(was));
  const after = new Map<string, unknown>(Object.entries(becomes));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => key !== 'tables' && valueText(before.get(key)) !== valueText(after.get(key)))
    .map((key) => ({
      kind: 'migrations',
      subject: `migrations.${was.path ?? 'discovered'}.${key}`,
      was: valueText(before.get(key)),
      becomes: valueText(after.get(key)),
    }));
}

function valueText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** More tables that are small, or fewer that are hot. */
function tablesChanged(
  before: GuardedHistory | undefined,
  { path, tables }: GuardedHistory,
): readonly Part[] {
  const was = before?.tables ?? { small: [], hot: [] };
  const place = `migrations.${path ?? 'discovered'}.tables`;
  const softens = tables.small.some((pattern) => !was.small.includes(pattern));
  const spares = was.hot.some((pattern) => !tables.hot.includes(pattern));
  return [
    ...(softens ? [tablesPart(`${place}.small`, was.small, tables.small)] : []),
    ...(spares ? [tablesPart(`${place}.hot`, was.hot, tables.hot)] : []),
  ];
}

function tablesPart(subject: string, was: readonly string[], becomes: readonly string[]): Part {
  return { kind: 'tables', subject, was: was.join(' '), becomes: becomes.join(' ') };
}
