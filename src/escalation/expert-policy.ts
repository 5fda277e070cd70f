import type { Finding, Gap, Severity } from '../engine/finding.js';
import type { ExpertPolicy, ExpertRoute } from '../engine/review-input.js';
import { glob } from '../wildcard.js';

/** What routes are matched with; undefined where it is not known. */
export interface Routed {
  readonly file: string;
  readonly engine: string | null;
  /** Empty for a file as a whole, and for a statement that nobody could read. */
  readonly tables: readonly string[];
  /** Rule or gap id; undefined for a file as a whole, which no route by rule, severity or table covers. */
  readonly id?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Its author acknowledged it, and only an expert can grant that. */
  readonly isRequested?: boolean | undefined;
}

/** A finding or a gap as routes see it. */
export function routed(subject: Finding | Gap): Routed {
  const { file, engine, tables, state } = subject;
  const common = { file, engine, tables, isRequested: state === 'requested' };
  return 'rule' in subject
    ? { ...common, id: subject.rule, severity: subject.severity }
    : { ...common, id: subject.id, severity: 'blocker' };
}

/** Whether anybody is configured to be asked; without experts the author's word is enough. */
export function hasExperts({ reviewers, routes }: ExpertPolicy): boolean {
  return reviewers.length > 0 || routes.length > 0;
}

/** Who is asked about what is nobody's in particular: the default experts, or all of the routes where there are none. */
export function generalReviewers({ reviewers, routes }: ExpertPolicy): readonly string[] {
  return reviewers.length > 0 ? reviewers : unique(routes.flatMap((route) => route.reviewers));
}

const LEAST: Readonly<Record<ExpertPolicy['when'], readonly (Severity | undefined)[]>> = {
  blocker: ['blocker'],
  warning: ['blocker', 'warning'],
  always: ['blocker', 'warning', 'advice', undefined],
};

/** A policy whose patterns are compiled once. */
export interface Router {
  readonly policy: ExpertPolicy;
  /** Whether `when` asks for an expert, or somebody's acknowledgement does, whatever `when` says. */
  needsExpert(what: Routed): boolean;
  /** The routes that an expert is needed by. */
  routesOf(what: Routed): readonly ExpertRoute[];
  /** The routes that cover a file whatever is in it: those by path and server alone. */
  fixedRoutesOf(file: string, engine: string | null): readonly ExpertRoute[];
}

/** Compiles a policy; its patterns were checked when the configuration was read. */
export function router(policy: ExpertPolicy): Router {
  const routes = policy.routes.map((route) => ({ route, covers: matcher(route) }));
  const needsExpert = ({ severity, isRequested }: Routed): boolean =>
    isRequested === true || LEAST[policy.when].includes(severity);
  return {
    policy,
    needsExpert,
    routesOf: (what) =>
      routes
        .filter(({ route, covers }) => (needsExpert(what) || route.severity !== undefined) && covers(what))
        .map(({ route }) => route),
    fixedRoutesOf: (file, engine) =>
      routes
        .filter(({ route, covers }) => isFixed(route) && covers({ file, engine, tables: [] }))
        .map(({ route }) => route),
  };
}

function isFixed({ tables, rule, severity }: ExpertRoute): boolean {
  return tables === undefined && rule === undefined && severity === undefined;
}

/** Whom a policy asks where these routes cover something: each route its own, and where none does, the default experts. */
export function reviewersBy(
  { reviewers }: ExpertPolicy,
  routes: readonly ExpertRoute[],
): readonly { readonly reviewers: readonly string[]; readonly route: ExpertRoute | null }[] {
  if (routes.length > 0) return routes.map((route) => ({ reviewers: unique(route.reviewers), route }));
  return reviewers.length > 0 ? [{ reviewers: unique(reviewers), route: null }] : [];
}

function matcher({ tables, paths, engine, rule, severity }: ExpertRoute): (what: Routed) => boolean {
  const isTable = tables === undefined ? undefined : glob(tables, true);
  const isPath = paths === undefined ? undefined : glob(paths);
  return (what) =>
    (engine === undefined || engine === what.engine) &&
    (rule === undefined || rule === what.id) &&
    (severity === undefined || severity === what.severity) &&
    (isPath === undefined || isPath(what.file)) &&
    (isTable === undefined || what.tables.some((table) => isTable(table) || isTable(withoutSchema(table))));
}

function withoutSchema(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}

/** Each once, in order; handles that differ in case only are one. */
export function unique(handles: readonly string[]): readonly string[] {
  return [...new Map(handles.map((handle) => [handle.toLowerCase(), handle])).values()];
}
