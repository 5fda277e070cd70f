import { editReviewComment, tellReviewComment } from '../operations/review-comments.js';
import type { PullRequest, ReviewComment } from '../pull-request.js';
import { pullRequest, type Repository } from '../repository-state.js';
import type { Webhooks } from '../webhooks.js';
import type { World } from '../world.js';

/** What people do with comments on lines once they stand. */
export class LocalThreads {
  private readonly world: World;
  private readonly repository: Repository;
  private readonly webhooks: Webhooks;

  constructor(world: World, repository: Repository, webhooks: Webhooks) {
    this.world = world;
    this.repository = repository;
    this.webhooks = webhooks;
  }

  /** A person changes a comment. */
  async edit(
    number: number,
    id: number,
    { author, body }: { readonly author: string; readonly body: string },
  ): Promise<void> {
    const { pull, comment } = this.find(number, id);
    const by = this.world.account(author);
    const changes = { body: { from: comment.body } };
    editReviewComment(this.world, comment, body, by);
    tellReviewComment(this.world, this.repository, pull, comment, 'edited', by, { changes });
    await this.webhooks.settled();
  }

  /** A person deletes a comment. */
  async delete(number: number, id: number, author: string): Promise<void> {
    const { pull, comment } = this.find(number, id);
    pull.reviewComments.splice(pull.reviewComments.indexOf(comment), 1);
    tellReviewComment(this.world, this.repository, pull, comment, 'deleted', this.world.account(author));
    await this.webhooks.settled();
  }

  private find(number: number, id: number): { readonly pull: PullRequest; readonly comment: ReviewComment } {
    const pull = pullRequest(this.repository, number);
    const comment = pull.reviewComments.find((one) => one.id === id);
    if (comment === undefined) throw new Error(`no comment on lines has the id ${String(id)}`);
    return { pull, comment };
  }
}
