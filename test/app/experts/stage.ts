import type { CheckRun } from '../../github/check-run.js';
import type { LocalRepository } from '../../github/local-repository.js';
import { createRepository, type BuiltRepository, type Files } from '../../github/repository.js';
import type { Role } from '../../github/account.js';
import type { AppBesideGitHub } from '../app-beside-github.js';

/** A team of a scenario; `role` in the repository, null for none. Default: write. */
export interface StageTeam {
  readonly members: readonly string[];
  readonly role?: Role | null;
  readonly privacy?: 'closed' | 'secret';
  readonly parent?: string;
}

/** What a repository is like before its first pull request. In all texts, `@acme/` stands for its organisation. */
export interface SetUp {
  /** Lines of the configuration after `migrations`. Default: the team `sql` is asked. */
  readonly config?: string;
  /** By slug. Default: `sql`, with dba and dora. */
  readonly teams?: Readonly<Record<string, StageTeam>>;
  readonly files?: Files;
  /** By login. */
  readonly roles?: Readonly<Record<string, Role>>;
  /** Logins of programs. */
  readonly bots?: readonly string[];
}

const MIGRATIONS = `migrations:
  - path: db/migrations
    engine: mysql
    version: "8.0.36"
    session: { lock_wait_timeout: 5 }
`;

export const ASKS_SQL = 'experts: { reviewers: ["@acme/sql"] }\n';

const SQL_TEAM: Readonly<Record<string, StageTeam>> = { sql: { members: ['dba', 'dora'] } };

const WRITERS: Readonly<Record<string, Role>> = { octocat: 'write', dba: 'write', dora: 'write' };

/** What every scenario's repository has merged. */
export const FIRST_MIGRATION = [
  "CREATE TABLE orders (\n  id BIGINT PRIMARY KEY,\n  status ENUM('new','paid','failed') NOT NULL\n);",
  "CREATE TABLE billing_items (\n  id BIGINT PRIMARY KEY,\n  kind ENUM('a','b') NOT NULL,\n  price INT NOT NULL\n);\n",
].join('\n');

const HISTORY: Files = { 'README.md': '# Shop\n', 'db/migrations/0001_orders.sql': FIRST_MIGRATION };

/** Tells one scenario's organisation from the next one's: nothing that happens in one is heard in another. */
let organisations = 0;

/** The repository of one scenario, in an organisation of its own, on a local GitHub that all of them share. */
export class Stage {
  readonly app: AppBesideGitHub;
  readonly organisation: string;
  readonly repository: LocalRepository;
  readonly built: BuiltRepository;
  /** The pull request that acts are about: the latest that was opened, unless an act names another. */
  number = 0;
  /** The commit whose check is looked at; undefined: the pull request's head. */
  watched: string | undefined;
  private readonly seen = new Map<number, number>();

  private constructor(
    app: AppBesideGitHub,
    organisation: string,
    repository: LocalRepository,
    built: BuiltRepository,
  ) {
    this.app = app;
    this.organisation = organisation;
    this.repository = repository;
    this.built = built;
  }

  static async set(app: AppBesideGitHub, { config, teams, files, roles, bots = [] }: SetUp): Promise<Stage> {
    organisations += 1;
    const organisation = `acme${String(organisations)}`;
    const built = await createRepository();
    const fullName = `${organisation}/shop`;
    const repository = app.github.addRepository({ fullName, gitDir: built.gitDir });
    const stage = new Stage(app, organisation, repository, built);
    const settings = { '.github/precheck.yml': configText(config) };
    const all = stage.here({ ...HISTORY, ...settings, ...files });
    const sha = await built.commit({ message: 'history', files: all });
    // Who writes a check is a program.
    for (const bot of bots) await repository.otherCheck(sha, 'lint', 'success', bot);
    for (const [slug, team] of Object.entries(teams ?? SQL_TEAM)) stage.addTeam(slug, team);
    for (const [login, role] of Object.entries({ ...WRITERS, ...roles })) {
      repository.setRole(login, role);
    }
    return stage;
  }

  /** Files with the names of this scenario's organisation. */
  here(files: Files): Files {
    return Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? content.replaceAll('@acme/', `@${this.organisation}/`) : content,
      ]),
    );
  }

  /** The latest check run of the commit that is looked at. */
  check(): CheckRun | undefined {
    return this.repository
      .checkRuns(this.watched ?? this.repository.pullRequest(this.number).head.sha)
      .at(-1);
  }

  /** All that is written on the pull request. */
  comments(): string {
    const { issueComments, reviewComments } = this.repository.pullRequest(this.number);
    return [...issueComments, ...reviewComments].map(({ body }) => body).join('\n');
  }

  /** Whom the App asked for a review since this was last called, in the order of asking. */
  newRequests(): readonly string[] {
    const pull = this.repository.pullRequest(this.number);
    const before = this.seen.get(this.number) ?? 0;
    this.seen.set(this.number, pull.timeline.length);
    return pull.timeline
      .slice(before)
      .filter(({ kind, actor }) => kind === 'requested' && actor.type === 'Bot')
      .map(({ reviewer }) => ('user' in reviewer ? `@${reviewer.user}` : `@acme/${reviewer.team}`));
  }

  /** A text of the App in the words of the table: what differs from run to run is left out. */
  plain(text: string): string {
    return text
      .replaceAll(`@${this.organisation}/`, '@acme/')
      .replaceAll(/ \(asked \d+ \w{3}, \d\d:\d\d UTC\)/g, ' (asked)')
      .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{7}\b/g, 'abc1234');
  }

  close(): void {
    this.built.remove();
  }

  private addTeam(slug: string, { members, role = 'write', privacy, parent }: StageTeam): void {
    this.app.github.addTeam({
      organisation: this.organisation,
      slug,
      members,
      ...(privacy && { privacy }),
      ...(parent !== undefined && { parent }),
      repositories: role === null ? {} : { [this.repository.fullName]: role },
    });
  }
}

/** The configuration file with these lines after its `migrations`. */
export function configText(config: string = ASKS_SQL): string {
  return `${MIGRATIONS}${config}`;
}
