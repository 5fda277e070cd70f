import type { JsonObject } from '../json.js';
import type { Reaction } from '../pull-request.js';
import {
  presentIssueComment,
  presentReview,
  presentReviewComment,
  presentThread,
  type Place,
} from './comments.js';
import type { GraphqlObject } from './object.js';
import { presentActor } from './people.js';
import { couldNotResolve, forbidden } from './query-error.js';
import { mustHold, visiblePulls, type Reach } from './reach.js';
import { editComment } from '../operations/conversation.js';
import { editReviewComment, tellThread } from '../operations/review-comments.js';
import type { IssueComment, Review, ReviewComment } from '../pull-request.js';

/** What can be hidden or reacted to. */
type Subject =
  | { readonly kind: 'issueComment'; readonly place: Place; readonly one: IssueComment }
  | { readonly kind: 'reviewComment'; readonly place: Place; readonly one: ReviewComment }
  | { readonly kind: 'review'; readonly place: Place; readonly one: Review };

function subjectOf(reach: Reach, id: string): Subject | undefined {
  const [prefix = '', number = ''] = id.split('_');
  const sameId = ({ id: own }: { readonly id: number }): boolean => String(own) === number;
  for (const place of visiblePulls(reach)) {
    const { pull } = place;
    const comment = prefix === 'IC' ? pull.issueComments.find(sameId) : undefined;
    if (comment !== undefined) return { kind: 'issueComment', place, one: comment };
    const onLine = prefix === 'PRRC' ? pull.reviewComments.find(sameId) : undefined;
    if (onLine !== undefined) return { kind: 'reviewComment', place, one: onLine };
    const review = prefix === 'PRR' ? pull.reviews.find(sameId) : undefined;
    if (review !== undefined) return { kind: 'review', place, one: review };
  }
  return undefined;
}

function present(reach: Reach, { kind, place, one }: Subject): GraphqlObject {
  if (kind === 'issueComment') return presentIssueComment(reach, place, one);
  return kind === 'review' ? presentReview(reach, place, one) : presentReviewComment(reach, place, one);
}

/** An object by its node id; undefined when it is none that is kept here. */
export function nodeOf(reach: Reach, id: string): GraphqlObject | undefined {
  const subject = subjectOf(reach, id);
  if (subject !== undefined) return present(reach, subject);
  const thread = threadOf(reach, id);
  return thread === undefined ? undefined : presentThread(reach, thread.place, thread.first);
}

function found(reach: Reach, id: string): Subject {
  const subject = subjectOf(reach, id);
  if (subject === undefined) throw couldNotResolve(`a node with the global id of '${id}'`);
  return subject;
}

interface Input {
  readonly subjectId: string;
  readonly clientMutationId?: string;
}

function minimize(reach: Reach, input: Input, reason: Review['minimized']): GraphqlObject {
  mustHold(reach, 'pull_requests', 'write');
  const subject = found(reach, input.subjectId);
  subject.one.minimized = reason;
  const hidden = present(reach, subject);
  return { __typename: 'Payload', ...echo(input), minimizedComment: hidden, unminimizedComment: hidden };
}

/** Changes the text of what the App wrote. */
function rewrite(reach: Reach, kind: Subject['kind'], id: string, body: string): GraphqlObject {
  const { world } = reach;
  mustHold(reach, 'pull_requests', 'write');
  const subject = found(reach, id);
  if (subject.kind !== kind || subject.kind === 'review')
    throw couldNotResolve(`a comment with the global id of '${id}'`);
  const { repository, pull } = subject.place;
  if (subject.one.author !== world.bot()) throw forbidden();
  if (subject.kind === 'issueComment') editComment(world, repository, pull, subject.one, world.bot(), body);
  else editReviewComment(world, subject.one, body);
  const rewritten = present(reach, subject);
  return {
    __typename: 'Payload',
    clientMutationId: null,
    issueComment: rewritten,
    pullRequestReviewComment: rewritten,
  };
}

function echo({ clientMutationId = null }: { readonly clientMutationId?: string | null }) {
  return { clientMutationId };
}

const reasons: Readonly<Record<string, Review['minimized']>> = {
  ABUSE: 'abuse',
  DUPLICATE: 'duplicate',
  OFF_TOPIC: 'off-topic',
  OUTDATED: 'outdated',
  RESOLVED: 'resolved',
  SPAM: 'spam',
};

const contents: Readonly<Record<string, string>> = { THUMBS_UP: '+1', THUMBS_DOWN: '-1' };

function react(reach: Reach, input: Input & { readonly content: string }): GraphqlObject {
  const { world } = reach;
  mustHold(reach, 'pull_requests', 'write');
  const subject = found(reach, input.subjectId);
  const { reactions } = subject.one;
  const content = contents[input.content] ?? input.content.toLowerCase();
  const known = reactions.find((one) => one.content === content && one.author === world.bot());
  const reaction: Reaction = known ?? {
    id: world.nextId(),
    author: world.bot(),
    content,
    createdAt: world.now(),
  };
  if (known === undefined) reactions.push(reaction);
  return {
    __typename: 'AddReactionPayload',
    ...echo(input),
    subject: present(reach, subject),
    reaction: {
      __typename: 'Reaction',
      id: `RE_${reaction.id}`,
      databaseId: reaction.id,
      content: input.content,
      createdAt: reaction.createdAt,
      user: () => presentActor(reach, reaction.author),
    },
  };
}

interface Thread {
  readonly place: Place;
  readonly first: ReviewComment;
}

function threadOf(reach: Reach, id: string): Thread | undefined {
  for (const place of visiblePulls(reach)) {
    const first = place.pull.reviewComments.find((one) => `PRRT_${one.id}` === id);
    if (first !== undefined) return { place, first };
  }
  return undefined;
}

/** GitHub asks for write access to contents here, not to pull requests. */
function resolve(reach: Reach, threadId: string, resolved: boolean): GraphqlObject {
  if (reach.grant.permissions['contents'] !== 'write') throw forbidden();
  const thread = threadOf(reach, threadId);
  if (thread === undefined) throw couldNotResolve(`a node with the global id of '${threadId}'`);
  const { place, first } = thread;
  const bot = reach.world.bot();
  if (resolved) place.pull.resolvedThreads.set(first.id, bot);
  else place.pull.resolvedThreads.delete(first.id);
  tellThread(reach.world, place.repository, place.pull, first, bot);
  return { __typename: 'Payload', clientMutationId: null, thread: presentThread(reach, place, first) };
}

/** The mutations that are answered. */
export function mutations(reach: Reach): Readonly<Record<string, unknown>> {
  interface Args<Fields> {
    readonly input: Fields;
  }
  return {
    minimizeComment: ({ input }: Args<Input & { readonly classifier: string }>) =>
      minimize(reach, input, reasons[input.classifier]),
    unminimizeComment: ({ input }: Args<Input>) => minimize(reach, input, undefined),
    addReaction: ({ input }: Args<Input & { readonly content: string }>) => react(reach, input),
    updateIssueComment: ({ input }: Args<JsonObject>) =>
      rewrite(reach, 'issueComment', String(input['id']), String(input['body'])),
    updatePullRequestReviewComment: ({ input }: Args<JsonObject>) =>
      rewrite(reach, 'reviewComment', String(input['pullRequestReviewCommentId']), String(input['body'])),
    resolveReviewThread: ({ input }: Args<JsonObject>) => resolve(reach, String(input['threadId']), true),
    unresolveReviewThread: ({ input }: Args<JsonObject>) => resolve(reach, String(input['threadId']), false),
  };
}
