import { configSchema, type RepoConfig } from './config-schema.js';
import type { ParsedRepoConfig } from './repo-config.js';

/** A configuration, as far as the floor needs it. */
type Configured = Pick<ParsedRepoConfig, 'config' | 'stated'>;

/** A repository's configuration on top of its organisation's. */
export interface Floored {
  /** The repository's, made as strict as the organisation's where that says something. `experts` holds those of both. */
  readonly config: RepoConfig;
  /**
   * Whom each of the two asks, the organisation first. They add up: an approval that one wants is not given by an expert
   * of the other.
   */
  readonly experts: readonly RepoConfig['experts'][];
  /** Where the repository is weaker than it may be: the organisation's value holds. */
  readonly problems: readonly FloorProblem[];
}

/** One value of the repository that the organisation's replaces. */
export interface FloorProblem {
  /** Of the value in the repository's file. */
  readonly path: readonly string[];
  /** What holds and what to do, one sentence with code spans. */
  readonly message: string;
}

const MODES = ['observe', 'enforce'] as const;
const SEVERITIES = ['off', 'advice', 'warning', 'blocker'] as const;
const WHEN = ['blocker', 'warning', 'always'] as const;
const WHO = ['author', 'expert'] as const;

/**
 * Lays a repository's configuration on its organisation's. Of what the organisation states the repository can only make
 * more; what only the repository states is its own business; where it states nothing, the organisation's word holds.
 */
export function withFloor(own: Configured, floor: Configured | undefined): Floored {
  if (floor === undefined) return { config: own.config, experts: [own.config.experts], problems: [] };
  const strictest = new Strictest();
  const { stated } = own;
  const least = floor.stated;
  const when = strictest.of(['experts', 'when'], stated.experts?.when, least.experts?.when, WHEN);
  const experts = { ...own.config.experts, when: when ?? own.config.experts.when };
  const acknowledge = (severity: 'blocker' | 'warning') =>
    strictest.of(
      ['acknowledge', severity],
      stated.acknowledge?.[severity],
      least.acknowledge?.[severity],
      WHO,
    ) ?? own.config.acknowledge[severity];
  const config: RepoConfig = {
    ...own.config,
    mode: strictest.of(['mode'], stated.mode, least.mode, MODES) ?? own.config.mode,
    rules: rulesOf(own.config.rules, floor.config.rules, strictest),
    acknowledge: { blocker: acknowledge('blocker'), warning: acknowledge('warning') },
    experts: both(floor.config.experts, experts),
    migrations: withHot(
      own.config.migrations,
      floor.config.migrations.flatMap(({ tables }) => tables.hot),
    ),
    docs: {
      ...own.config.docs,
      url: own.config.docs.url ?? floor.config.docs.url,
      rules: { ...floor.config.docs.rules, ...own.config.docs.rules },
    },
  };
  return { config, experts: [floor.config.experts, experts], problems: strictest.problems };
}

/** Chooses the stricter of two values, and keeps what the repository may not say. */
class Strictest {
  readonly problems: FloorProblem[] = [];

  /** `order`: from the weakest to the strictest. Undefined where neither states anything. */
  of<T extends string>(
    path: readonly string[],
    own: T | undefined,
    least: T | undefined,
    order: readonly T[],
  ): T | undefined {
    if (own === undefined || least === undefined) return own ?? least;
    if (order.indexOf(own) >= order.indexOf(least)) return own;
    const message = `\`${path.join('.')}: ${own}\` is weaker than what the organisation asks for: \`${least}\` holds. Remove the line, or make it stricter.`;
    this.problems.push({ path, message });
    return least;
  }
}

type Rules = RepoConfig['rules'];

function rulesOf(own: Rules, floor: Rules, strictest: Strictest): Rules {
  const before = new Map(Object.entries(own));
  const merged = Object.entries(floor).map(
    ([rule, least]) =>
      [rule, strictest.of(['rules', rule], before.get(rule), least, SEVERITIES) ?? least] as const,
  );
  return { ...own, ...Object.fromEntries(merged) };
}

/** For what counts experts only as such; who must approve what, `Floored.experts` says. */
function both(floor: RepoConfig['experts'], own: RepoConfig['experts']): RepoConfig['experts'] {
  return {
    reviewers: [...new Set([...floor.reviewers, ...own.reviewers])],
    when: own.when,
    routes: [...floor.routes, ...own.routes],
  };
}

/** The organisation's hot tables are hot in every history, the discovered ones too. */
function withHot(migrations: RepoConfig['migrations'], hot: readonly string[]): RepoConfig['migrations'] {
  if (hot.length === 0) return migrations;
  const entries = migrations.length > 0 ? migrations : configSchema.parse({ migrations: [{}] }).migrations;
  return entries.map((entry) => ({
    ...entry,
    tables: { ...entry.tables, hot: [...new Set([...entry.tables.hot, ...hot])] },
  }));
}
