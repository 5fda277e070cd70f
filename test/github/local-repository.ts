import type { Role } from './account.js';
import { LocalMergeQueue, mergePull } from './acts/merge-queue.js';
import { endOf, keepPullRequest, someone, tellPull, type NewPullRequest } from './acts/pull-requests.js';
import { tellPush } from './acts/push.js';
import { addRequest, dropRequest } from './acts/review-requests.js';
import { LocalThreads } from './acts/threads.js';
import type { CheckRun } from './check-run.js';
import { addComment, deleteComment, editComment } from './operations/conversation.js';
import { otherRun, tellRun, tellSuite } from './operations/checks.js';
import { addReply, tellThread } from './operations/review-comments.js';
import { addReview, editReview, tellReview, type NewReview } from './operations/reviews.js';
import type { IssueComment, PullRequest, Review, ReviewComment } from './pull-request.js';
import { pullRequest, type Repository } from './repository-state.js';
import { waitForCheck, type CheckWait } from './wait.js';
import type { Webhooks } from './webhooks.js';
import type { World } from './world.js';

/** A repository on the local GitHub: what people do there, and what can be read off it. Acts wait for the webhook's answer. */
export class LocalRepository {
  readonly fullName: string;
  readonly id: number;
  readonly installationId: number;
  readonly queue: LocalMergeQueue;
  readonly threads: LocalThreads;
  private readonly world: World;
  private readonly repository: Repository;
  private readonly webhooks: Webhooks;

  constructor(world: World, repository: Repository, webhooks: Webhooks) {
    this.world = world;
    this.repository = repository;
    this.webhooks = webhooks;
    this.queue = new LocalMergeQueue(world, repository, webhooks);
    this.threads = new LocalThreads(world, repository, webhooks);
    this.fullName = repository.fullName;
    this.id = repository.id;
    this.installationId = world.installation(repository.owner).id;
  }

  /** Opens a pull request; the App is told `pull_request.opened`. */
  async openPullRequest(asked: NewPullRequest): Promise<PullRequest> {
    const pull = await keepPullRequest(this.world, this.repository, asked);
    await this.tellPull(pull, 'opened');
    return pull;
  }

  /** Takes the head's and the base's new commits after they moved; a force-push is no different. */
  async synchronize(number: number): Promise<PullRequest> {
    const pull = this.pullRequest(number);
    const before = pull.head.sha;
    pull.head.sha = (await endOf(this.repository, pull.head.ref, pull.head.owner)).sha;
    pull.base.sha = (await endOf(this.repository, pull.base.ref, pull.base.owner)).sha;
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

  /** Makes it a draft again. */
  async convertToDraft(number: number): Promise<void> {
    const pull = this.pullRequest(number);
    pull.draft = true;
    await this.tellPull(pull, 'converted_to_draft');
  }

  /** Moves a pull request to another base: `pull_request.edited` with what it was. */
  async editBase(number: number, base: string): Promise<void> {
    const pull = this.pullRequest(number);
    const { ref, sha } = pull.base;
    pull.base = await endOf(this.repository, base, this.repository.owner);
    const changes = { base: { ref: { from: ref }, sha: { from: sha } } };
    await this.tellPull(pull, 'edited', { changes });
  }

  /** Changes the title, which changes nothing for a review. */
  async editTitle(number: number, title: string): Promise<void> {
    const pull = this.pullRequest(number);
    const changes = { title: { from: pull.title } };
    pull.title = title;
    await this.tellPull(pull, 'edited', { changes });
  }

  /** Merges into the base branch, which moves in git: `pull_request.closed` and `push`. Gives the merge commit. */
  async mergePullRequest(number: number, sender = someone): Promise<string> {
    const sha = await mergePull(this.world, this.repository, this.pullRequest(number), sender);
    await this.webhooks.settled();
    return sha;
  }

  /** A person writes in the conversation. */
  async comment(number: number, { author = someone, body }: Said): Promise<IssueComment> {
    const pull = this.pullRequest(number);
    const comment = addComment(this.world, this.repository, pull, this.world.account(author), body);
    await this.webhooks.settled();
    return comment;
  }

  /** A person changes a comment of the conversation. */
  async editComment(number: number, id: number, { author, body }: Said): Promise<void> {
    const pull = this.pullRequest(number);
    const comment = byId(pull.issueComments, id);
    const by = author === undefined ? comment.author : this.world.account(author);
    editComment(this.world, this.repository, pull, comment, by, body);
    await this.webhooks.settled();
  }

  /** A person deletes a comment of the conversation. */
  async deleteComment(number: number, id: number, author = someone): Promise<void> {
    const pull = this.pullRequest(number);
    const by = this.world.account(author);
    deleteComment(this.world, this.repository, pull, byId(pull.issueComments, id), by);
    await this.webhooks.settled();
  }

  /** A person resolves a thread, or opens it again; named by its first comment. */
  async resolveThread(number: number, commentId: number, author = someone, resolved = true): Promise<void> {
    const pull = this.pullRequest(number);
    const by = this.world.account(author);
    if (resolved) pull.resolvedThreads.set(commentId, by);
    else pull.resolvedThreads.delete(commentId);
    tellThread(this.world, this.repository, pull, byId(pull.reviewComments, commentId), by);
    await this.webhooks.settled();
  }

  /** A person asks for reviews. */
  async requestReviews(number: number, asked: Asked): Promise<void> {
    const pull = this.pullRequest(number);
    const by = this.world.account(asked.author ?? someone);
    for (const user of asked.users ?? []) addRequest(this.world, this.repository, pull, { user }, by);
    for (const team of asked.teams ?? []) addRequest(this.world, this.repository, pull, { team }, by);
    await this.webhooks.settled();
  }

  /** A person withdraws requests for reviews. */
  async withdrawReviews(number: number, asked: Asked): Promise<void> {
    const pull = this.pullRequest(number);
    const by = this.world.account(asked.author ?? someone);
    for (const user of asked.users ?? []) dropRequest(this.world, this.repository, pull, { user }, by);
    for (const team of asked.teams ?? []) dropRequest(this.world, this.repository, pull, { team }, by);
    await this.webhooks.settled();
  }

  /** GitHub's auto-assignment: a requested team is replaced by some of its members. */
  async autoAssign(number: number, team: string, users: readonly string[]): Promise<void> {
    await this.requestReviews(number, { users });
    await this.withdrawReviews(number, { teams: [team] });
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
    const review = byId(pull.reviews, reviewId);
    review.state = 'DISMISSED';
    tellReview(this.world, this.repository, pull, review, 'dismissed');
    await this.webhooks.settled();
  }

  /** A person changes the text of their review. */
  async editReview(number: number, reviewId: number, body: string): Promise<void> {
    const pull = this.pullRequest(number);
    editReview(this.world, this.repository, pull, byId(pull.reviews, reviewId), body);
    await this.webhooks.settled();
  }

  /** A person presses Re-run on a check. */
  async rerequestCheck(run: CheckRun, sender = someone): Promise<void> {
    tellRun(this.world, this.repository, run, 'rerequested', { sender });
    await this.webhooks.settled();
  }

  /** A person presses Re-run all: `check_suite.rerequested`. */
  async rerequestSuite(sha: string, sender = someone): Promise<void> {
    tellSuite(this.world, this.repository, sha, sender);
    await this.webhooks.settled();
  }

  /** Another App writes a completed check, as CI does: `check_run.completed`. */
  async otherCheck(sha: string, name: string, conclusion: string, app = 'ci'): Promise<CheckRun> {
    const run = otherRun(this.world, app, { sha, name, conclusion });
    this.repository.checkRuns.set(run.id, run);
    tellRun(this.world, this.repository, run, 'completed', { sender: app });
    await this.webhooks.settled();
    return run;
  }

  /** A person presses one of the check's own buttons. */
  async pressButton(run: CheckRun, identifier: string, sender = someone): Promise<void> {
    if (!run.actions.some((one) => one.identifier === identifier)) throw new Error(`no button ${identifier}`);
    tellRun(this.world, this.repository, run, 'requested_action', { sender, button: identifier });
    await this.webhooks.settled();
  }

  /** Tells that a branch was pushed; git has it already. */
  async push(branch: string, before: string, sender = someone): Promise<void> {
    await tellPush(this.world, this.repository, branch, before, sender);
    await this.webhooks.settled();
  }

  /** The rules of its branches, and GitHub's own errors in its CODEOWNERS, as the API answers them. */
  setAnswers(
    answers: Partial<Pick<Repository, 'branchRules' | 'branchProtection' | 'codeownersErrors'>>,
  ): void {
    Object.assign(this.repository, answers);
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

  private async tellPull(
    pull: PullRequest,
    action: string,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    tellPull(this.world, this.repository, pull, action, more);
    await this.webhooks.settled();
  }
}

interface Said {
  readonly author?: string;
  readonly body: string;
}

/** Logins and slugs; `author` asks, by default `octocat`. */
interface Asked {
  readonly users?: readonly string[];
  readonly teams?: readonly string[];
  readonly author?: string;
}

function byId<Item extends { readonly id: number }>(items: readonly Item[], id: number): Item {
  const found = items.find((one) => one.id === id);
  if (found === undefined) throw new Error(`nothing has the id ${id}`);
  return found;
}
