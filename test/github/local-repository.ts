import { findCommit } from './git.js';
import { addComment } from './operations/conversation.js';
import { tellRun } from './operations/checks.js';
import { addReply } from './operations/review-comments.js';
import { addReview, tellReview, type NewReview } from './operations/reviews.js';
import { presentAccount } from './present.js';
import { presentPullRequest } from './present-pull.js';
import { waitForCheck, type CheckWait } from './wait.js';
import type { Account, Role } from './account.js';
import type { CheckRun } from './check-run.js';
import type { IssueComment, PullRequest, PullRequestEnd, Review, ReviewComment } from './pull-request.js';
import { type Repository, pullRequest } from './repository-state.js';
import type { World } from './world.js';
import type { Webhooks } from './webhooks.js';

/** A pull request to open. */
export interface NewPullRequest {
  /** Branch, or any revision of the git repository. */
  readonly base: string;
  readonly head: string;
  readonly title?: string;
  readonly body?: string | null;
  /** Login; default `octocat`. */
  readonly author?: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  /** The login that owns the fork in which the head lives; its objects are in this repository's store. */
  readonly fork?: string;
  /** The fork is gone: `head.repo` is null. */
  readonly forkDeleted?: boolean;
}

const someone = 'octocat';

/** A repository on the local GitHub: what people do there, and what can be read off it. Acts wait for the webhook's answer. */
export class LocalRepository {
  readonly fullName: string;
  readonly id: number;
  readonly installationId: number;
  private readonly world: World;
  private readonly repository: Repository;
  private readonly webhooks: Webhooks;

  constructor(world: World, repository: Repository, webhooks: Webhooks) {
    this.world = world;
    this.repository = repository;
    this.webhooks = webhooks;
    this.fullName = repository.fullName;
    this.id = repository.id;
    this.installationId = world.installation(repository.owner).id;
  }

  /** Opens a pull request; the App is told `pull_request.opened`. */
  async openPullRequest(asked: NewPullRequest): Promise<PullRequest> {
    const { world, repository } = this;
    const now = world.now();
    if (asked.fork !== undefined) repository.forkBranches.add(asked.head);
    const headOwner = asked.fork === undefined ? repository.owner : world.account(asked.fork);
    const pull: PullRequest = {
      number: Math.max(0, ...repository.pulls.keys()) + 1,
      id: world.nextId(),
      author: world.account(asked.author ?? asked.fork ?? someone),
      title: asked.title ?? asked.head,
      body: asked.body ?? null,
      createdAt: now,
      updatedAt: now,
      state: 'open',
      merged: false,
      draft: asked.draft ?? false,
      base: await this.end(asked.base, repository.owner),
      head: await this.end(asked.head, headOwner),
      headRepository: asked.fork === undefined ? 'same' : asked.forkDeleted === true ? 'deleted' : 'fork',
      labels: [...(asked.labels ?? [])],
      requestedUsers: [],
      requestedTeams: [],
      reviews: [],
      reviewComments: [],
      issueComments: [],
      resolvedThreads: new Map(),
      timeline: [],
    };
    repository.pulls.set(pull.number, pull);
    await this.tellPull(pull, 'opened');
    return pull;
  }

  /** Takes the head's and the base's new commits after they moved; a force-push is no different. */
  async synchronize(number: number): Promise<PullRequest> {
    const pull = this.pullRequest(number);
    const before = pull.head.sha;
    pull.head.sha = (await this.end(pull.head.ref, pull.head.owner)).sha;
    pull.base.sha = (await this.end(pull.base.ref, pull.base.owner)).sha;
    await this.tellPull(pull, 'synchronize', { before, after: pull.head.sha });
    return pull;
  }

  /** Closes a pull request, merged or not. Git's branches stay as they are. */
  async closePullRequest(number: number, how: { readonly merged?: boolean } = {}): Promise<void> {
    const pull = this.pullRequest(number);
    pull.state = 'closed';
    pull.merged = how.merged ?? false;
    await this.tellPull(pull, 'closed');
  }

  /** Opens a closed pull request again. */
  async reopenPullRequest(number: number): Promise<void> {
    const pull = this.pullRequest(number);
    pull.state = 'open';
    await this.tellPull(pull, 'reopened');
  }

  /** Ends the draft. */
  async readyForReview(number: number): Promise<void> {
    const pull = this.pullRequest(number);
    pull.draft = false;
    await this.tellPull(pull, 'ready_for_review');
  }

  /** A person writes in the conversation. */
  async comment(number: number, { author = someone, body }: Said): Promise<IssueComment> {
    const pull = this.pullRequest(number);
    const comment = addComment(this.world, this.repository, pull, this.world.account(author), body);
    await this.webhooks.settled();
    return comment;
  }

  /** A person answers a review comment. */
  async reply(number: number, to: number, { author = someone, body }: Said): Promise<ReviewComment> {
    const pull = this.pullRequest(number);
    const by = this.world.account(author);
    const comment = addReply(this.world, this.repository, pull, by, { to, body });
    await this.webhooks.settled();
    return comment;
  }

  /** A person submits a review. */
  async review(number: number, asked: NewReview & { readonly author: string }): Promise<Review> {
    const pull = this.pullRequest(number);
    const { author, ...review } = asked;
    const made = await addReview(this.world, this.repository, pull, this.world.account(author), review);
    await this.webhooks.settled();
    return made;
  }

  /** A person dismisses a review. */
  async dismissReview(number: number, reviewId: number): Promise<void> {
    const pull = this.pullRequest(number);
    const review = pull.reviews.find((one) => one.id === reviewId);
    if (review === undefined) throw new Error(`no review ${reviewId}`);
    review.state = 'DISMISSED';
    tellReview(this.world, this.repository, pull, review, 'dismissed');
    await this.webhooks.settled();
  }

  /** A person presses Re-run on a check. */
  async rerequestCheck(run: CheckRun, sender = someone): Promise<void> {
    tellRun(this.world, this.repository, run, 'rerequested', { sender });
    await this.webhooks.settled();
  }

  /** A person presses one of the check's own buttons. */
  async pressButton(run: CheckRun, identifier: string, sender = someone): Promise<void> {
    if (!run.actions.some((one) => one.identifier === identifier)) throw new Error(`no button ${identifier}`);
    tellRun(this.world, this.repository, run, 'requested_action', { sender, button: identifier });
    await this.webhooks.settled();
  }

  /** Tells that a branch was pushed; git has it already. */
  async push(branch: string, before: string, sender = someone): Promise<void> {
    const after = (await this.end(branch, this.repository.owner)).sha;
    const by = this.world.account(sender);
    const payload = {
      ref: `refs/heads/${branch}`,
      before,
      after,
      created: /^0+$/.test(before),
      deleted: false,
      forced: false,
      compare: `${this.world.url}/${this.fullName}/compare/${before}...${after}`,
      commits: [],
      head_commit: null,
      pusher: { name: by.login, email: `${by.login}@users.noreply.example` },
      sender: presentAccount(this.world, by),
    };
    this.world.happened('push', payload, this.repository);
    await this.webhooks.settled();
  }

  /** What a login may do here. */
  setRole(login: string, role: Role): void {
    this.world.account(login);
    this.repository.roles.set(login.toLowerCase(), role);
  }

  /** A pull request as it stands now. */
  pullRequest(number: number): PullRequest {
    return pullRequest(this.repository, number);
  }

  /** The check runs of a commit, oldest first. */
  checkRuns(sha: string): readonly CheckRun[] {
    return [...this.repository.checkRuns.values()].filter((run) => run.headSha === sha);
  }

  reviews(number: number): readonly Review[] {
    return this.pullRequest(number).reviews;
  }

  reviewComments(number: number): readonly ReviewComment[] {
    return this.pullRequest(number).reviewComments;
  }

  issueComments(number: number): readonly IssueComment[] {
    return this.pullRequest(number).issueComments;
  }

  /** Resolves with the newest run of a name on a commit once it is completed; fails when the time is over. */
  waitForCheck(wait: CheckWait): Promise<CheckRun> {
    return waitForCheck(this.world, this.repository, wait);
  }

  private async end(ref: string, owner: Account): Promise<PullRequestEnd> {
    const { gitDir } = this.repository;
    const sha = (await findCommit(gitDir, `refs/heads/${ref}`)) ?? (await findCommit(gitDir, ref));
    if (sha === undefined) throw new Error(`${ref} names no commit of ${this.fullName}`);
    return { ref, sha, owner };
  }

  private async tellPull(
    pull: PullRequest,
    action: string,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    pull.updatedAt = this.world.now();
    const payload = {
      action,
      number: pull.number,
      pull_request: presentPullRequest(this.world, this.repository, pull),
      ...more,
      sender: presentAccount(this.world, pull.author),
    };
    this.world.happened('pull_request', payload, this.repository);
    await this.webhooks.settled();
  }
}

interface Said {
  readonly author?: string;
  readonly body: string;
}
