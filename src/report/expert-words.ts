import type { DemandState } from '../escalation/standing.js';
import type { Demand, DemandReason } from '../escalation/demands.js';
import type { Unable } from '../escalation/reviewers.js';
import { count, list } from './counting.js';
import { codeSpan } from './prose.js';
import { weakeningWords } from './weakening-words.js';

/** Reasons of one kind that are listed; the rest is counted. */
const MOST_REASONS = 4;
const MOST_TABLES = 3;

/** Stands for a team whose name is not for everybody who sees the pull request. */
export const SOME_EXPERTS = 'SQL experts';

/** "@acme/sql-experts or @ann", as prose. */
export function reviewersWords({ reviewers }: Pick<Demand, 'reviewers'>): string {
  if (reviewers.length === 0) return 'nobody is configured';
  return reviewers.map((handle) => (handle === SOME_EXPERTS ? handle : codeSpan(handle))).join(' or ');
}

/** Why they are asked, as prose without a full stop: what was found, and the route. */
export function demandWords(demand: Demand): string {
  const { reasons } = demand;
  const all = groups(reasons);
  const found = all.slice(0, MOST_REASONS);
  const left = all.length - found.length;
  const rest = left > 0 ? `; ${String(left)} more` : '';
  return `${found.join('; ')}${rest}${routeWords(demand)}`;
}

function routeWords({ route }: Demand): string {
  if (route === null) return '';
  const { tables, paths, engine, rule, severity } = route;
  const parts = Object.entries({ tables, paths, engine, rule, severity }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${codeSpan(value)}`],
  );
  return ` (route: ${parts.length === 0 ? 'everything' : parts.join(', ')})`;
}

/** Reasons that differ in their table or file only are one. */
function groups(reasons: readonly DemandReason[]): readonly string[] {
  const tables = new Map<string, Set<string>>();
  const files = new Map<string, Set<string>>();
  const others: string[] = [];
  for (const reason of reasons) {
    if (reason.kind === 'finding') {
      const key = `${reason.severity} ${codeSpan(reason.rule)}`;
      const names = tables.get(key) ?? new Set<string>();
      tables.set(key, names);
      for (const table of reason.tables) names.add(codeSpan(table));
    } else if (reason.kind === 'gap') {
      const key = `could not be judged: ${codeSpan(reason.id)}`;
      files.set(key, (files.get(key) ?? new Set<string>()).add(reason.file));
    } else others.push(otherWords(reason));
  }
  return [
    ...[...tables].map(([key, names]) =>
      names.size === 0 ? key : `${key} on ${list([...names], MOST_TABLES)}`,
    ),
    ...[...files].map(([key, paths]) => `${key} in ${count(paths.size, 'file')}`),
    ...others,
  ];
}

function otherWords(reason: Exclude<DemandReason, { readonly kind: 'finding' | 'gap' }>): string {
  switch (reason.kind) {
    case 'always':
      return 'every migration needs an expert (`experts.when: always`)';
    case 'escalated':
      return `${list(reason.by.map((login) => codeSpan(`@${login}`)))} asked for an expert`;
    case 'weakening':
      return weakeningWords(reason.weakening).replace(/\.$/, '');
  }
}

/** Who looked people up: the App, or whoever gave a token. */
export type Viewer = 'the App' | 'this token';

const UNSEEN: Readonly<Record<Viewer, string>> = {
  'the App': 'could not be looked up: an owner of the organisation accepts the permissions of the App',
  'this token':
    'could not be looked up: the token needs `read:org`, or Members: read, and write access to the repository',
};

/** Why nobody of a handle can approve, and who mends it, as a sentence. */
export function unableWords({ handle, why }: Unable, viewer: Viewer = 'the App'): string {
  const isTeam = handle.includes('/');
  const words: Readonly<Record<Unable['why'], string>> = {
    missing: `does not exist, or ${viewer} may not see it: correct \`experts\` in the configuration`,
    'not-visible':
      'is a secret team, which GitHub does not ask: an owner of the organisation makes it visible',
    'cannot-write': 'has no write access to this repository: an administrator of the repository can give it',
    unknown: UNSEEN[viewer],
    empty: 'has no members: a maintainer of the team adds some',
    involved: isTeam
      ? 'has nobody else than who wrote or committed a part of this change: name another expert'
      : 'wrote or committed a part of this change: name another expert',
  };
  const who = handle === SOME_EXPERTS ? `${SOME_EXPERTS}: the configured team` : codeSpan(handle);
  return `${who} ${words[why]}.`;
}

/** Said where a demand has no reviewers at all. */
export const NO_EXPERT =
  'No expert is configured for this: add `experts.reviewers` to `.github/precheck.yml` on the base branch.';

/** What became of a demand, as prose without a full stop; a link to what changed since is the caller's. */
export function approvalWords({ approval, demand }: DemandState): string {
  switch (approval.kind) {
    case 'approved':
      return approval.carriedOver
        ? `approved by ${codeSpan(`@${approval.by}`)} for ${commitWords(approval.commit)}: ${filesOf(demand)} are the same`
        : `approved by ${codeSpan(`@${approval.by}`)}`;
    case 'changes-requested':
      return approval.isStale
        ? `${codeSpan(`@${approval.by}`)} asked for changes at ${commitWords(approval.commit)}, and looks again at what changed since`
        : `${codeSpan(`@${approval.by}`)} asked for changes`;
    case 'void':
      return `${codeSpan(`@${approval.by}`)} approved ${commitWords(approval.commit)}; ${filesOf(demand)} changed since`;
    case 'waiting':
      return `waits; ${count(approval.eligible, 'person', 'people')} can approve`;
    case 'nobody':
      return 'nobody can approve';
  }
}

/** What an approval is bound to. */
export function filesOf({ kind }: Pick<Demand, 'kind'>): string {
  return kind === 'weakening' ? 'the settings' : 'the migrations';
}

/** "`abc1234`"; GitHub does not always say which commit was reviewed. */
function commitWords(commit: string | null): string {
  return commit === null ? 'an earlier commit' : codeSpan(commit.slice(0, 7));
}
