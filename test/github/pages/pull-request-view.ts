import { pullRequestCommits, pullRequestFiles } from '../revisions.js';
import type { IssueComment, PullRequest, Review, ReviewComment } from '../pull-request.js';
import type { Repository } from '../repository-state.js';
import { checksView } from './check-view.js';
import { commentView, filesView, visibleComments } from './diff-view.js';
import { html, type Html } from './html.js';
import { renderMarkdown } from './markdown.js';
import { byline } from './people.js';

/** A pull request: title, checks, conversation and files on one page. */
export async function pullRequestView(repository: Repository, pull: PullRequest): Promise<Html> {
  const [files, commits] = await Promise.all([
    pullRequestFiles(repository, pull),
    pullRequestCommits(repository, pull),
  ]);
  const runs = [...repository.checkRuns.values()].filter((run) => run.headSha === pull.head.sha);
  const head = pull.headRepository === 'same' ? pull.head.ref : `${pull.head.owner.login}:${pull.head.ref}`;
  return html`<nav><a href="/">local GitHub</a> / ${repository.fullName}</nav>
    <h1>${pull.title} <span class="number">#${pull.number}</span></h1>
    <p class="meta">
      <span class="state ${stateOf(pull)}">${stateOf(pull)}</span>
      <strong>${pull.author.login}</strong> wants to merge ${commits.length}
      ${commits.length === 1 ? 'commit' : 'commits'} into <code class="branch">${pull.base.ref}</code> from
      <code class="branch">${head}</code> <span class="quiet">at ${pull.head.sha.slice(0, 7)}</span>
    </p>
    ${checksView(runs)} ${conversationView(pull)} ${filesView(pull, files)}`;
}

/** Open, draft, merged or closed. */
export function stateOf(pull: PullRequest): 'open' | 'draft' | 'merged' | 'closed' {
  if (pull.merged) return 'merged';
  if (pull.state === 'closed') return 'closed';
  return pull.draft ? 'draft' : 'open';
}

function conversationView(pull: PullRequest): Html {
  const reviews = pull.reviews.filter((one) => one.state !== 'PENDING');
  const items = [
    ...reviews.map((one) => ({ at: one.submittedAt ?? '', id: one.id, shown: reviewView(pull, one) })),
    ...pull.issueComments.map((one) => ({ at: one.createdAt, id: one.id, shown: issueCommentView(one) })),
  ].sort((a, b) => a.at.localeCompare(b.at) || a.id - b.id);
  const asked = [...pull.requestedUsers, ...pull.requestedTeams].map((name) => `@${name}`);
  return html`<section aria-labelledby="conversation">
    <h2 id="conversation">Conversation <span class="count">${items.length}</span></h2>
    ${
      pull.body === null
        ? undefined
        : html`<article class="comment">
            <header>${byline(pull.author, pull.createdAt)}</header>
            <div class="markdown-body">${renderMarkdown(pull.body)}</div>
          </article>`
    }
    ${items.map((item) => item.shown)}
    ${items.length === 0 ? html`<p class="quiet">Nothing has been said yet.</p>` : undefined}
    ${asked.length === 0 ? undefined : html`<p class="quiet">Review requested from ${asked.join(', ')}.</p>`}
  </section>`;
}

const verbs = {
  PENDING: 'is reviewing',
  COMMENTED: 'reviewed',
  APPROVED: 'approved these changes',
  CHANGES_REQUESTED: 'requested changes',
  DISMISSED: 'reviewed (dismissed)',
} as const;

function reviewView(pull: PullRequest, review: Review): Html {
  const comments = visibleComments(pull).filter((one) => one.reviewId === review.id);
  const current = comments.filter((one) => one.commitId === pull.head.sha);
  const outdated = comments.filter((one) => one.commitId !== pull.head.sha);
  return html`<article class="comment ${review.state.toLowerCase()}" id="pullrequestreview-${review.id}">
    <header>
      ${byline(review.author, review.submittedAt)} <span class="range">${verbs[review.state]}</span>
    </header>
    ${review.body === '' ? undefined : html`<div class="markdown-body">${renderMarkdown(review.body)}</div>`}
    ${
      current.length === 0
        ? undefined
        : html`<ul class="places">
            ${current.map((one) => html`<li><a href="#discussion_r${one.id}">${placeOf(one)}</a></li>`)}
          </ul>`
    }
    ${outdated.map(
      (one) =>
        html`<div class="thread outdated">
          <p class="where"><span class="tag">outdated</span> ${placeOf(one)}</p>
          <pre class="hunk-text">${one.diffHunk}</pre>
          ${commentView(one, undefined)}
        </div>`,
    )}
  </article>`;
}

function placeOf({ path, line }: ReviewComment): string {
  return line === undefined ? path : `${path}:${line}`;
}

function issueCommentView(comment: IssueComment): Html {
  return html`<article class="comment" id="issuecomment-${comment.id}">
    <header>${byline(comment.author, comment.createdAt)}</header>
    <div class="markdown-body">${renderMarkdown(comment.body)}</div>
    ${
      comment.reactions.length === 0
        ? undefined
        : html`<p class="reactions">
            ${comment.reactions.map((one) => html`<span class="tag">${reactions[one.content] ?? one.content}</span>`)}
          </p>`
    }
  </article>`;
}

const reactions: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};
