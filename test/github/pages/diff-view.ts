import type { FileChange } from '../diff.js';
import { readHunks, type Hunk, type PatchLine, type Side } from '../hunks.js';
import type { PullRequest, ReviewComment } from '../pull-request.js';
import { html, Html } from './html.js';
import { renderMarkdown } from './markdown.js';
import { byline } from './people.js';

/** The files of a pull request with the comments beneath their lines. */
export function filesView(pull: PullRequest, files: readonly FileChange[]): Html {
  const additions = files.reduce((total, file) => total + file.additions, 0);
  const deletions = files.reduce((total, file) => total + file.deletions, 0);
  return html`<section aria-labelledby="files">
    <h2 id="files">
      Files changed <span class="count">${files.length}</span>
      <span class="stat"
        ><span class="plus">+${additions}</span> <span class="minus">−${deletions}</span></span
      >
    </h2>
    ${files.map((file) => fileView(pull, file))}
  </section>`;
}

function fileView(pull: PullRequest, file: FileChange): Html {
  const comments = visibleComments(pull).filter(
    (one) => one.path === file.path && one.commitId === pull.head.sha,
  );
  const onFile = comments.filter((one) => one.line === undefined && one.inReplyTo === undefined);
  const name =
    file.previousPath === undefined ? html`${file.path}` : html`${file.previousPath} → ${file.path}`;
  return html`<div class="file" id="${anchorOf(file.path)}">
    <div class="file-head">
      <span class="path">${name}</span>
      ${file.status === 'modified' ? undefined : html`<span class="tag">${file.status}</span>`}
      <span class="stat"
        ><span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></span
      >
    </div>
    ${onFile.map((one) => html`<div class="thread">${threadOf(comments, one, undefined)}</div>`)}
    ${file.patch === undefined ? noPatch(file) : patchView(readHunks(file.patch), comments)}
  </div>`;
}

/** The fragment of a file in the page. */
function anchorOf(path: string): string {
  return `file-${path.replace(/[^\w.-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`)}`;
}

/** The comments of reviews that are submitted. */
export function visibleComments(pull: PullRequest): readonly ReviewComment[] {
  const pending = new Set(pull.reviews.filter((one) => one.state === 'PENDING').map((one) => one.id));
  return pull.reviewComments.filter((one) => !pending.has(one.reviewId));
}

function noPatch(file: FileChange): Html {
  const isMoved = file.status === 'renamed' && file.additions + file.deletions === 0;
  const isLarge = file.additions + file.deletions > 0;
  return html`<p class="no-patch">
    ${
      isMoved
        ? 'File renamed without changes.'
        : isLarge
          ? 'Large diffs are not rendered.'
          : 'Binary file not shown.'
    }
  </p>`;
}

function patchView(hunks: readonly Hunk[], comments: readonly ReviewComment[]): Html {
  return html`<table class="diff">
    <colgroup>
      <col class="number" />
      <col class="number" />
      <col />
    </colgroup>
    <tbody>
      ${hunks.map((hunk) => hunkView(hunk, comments))}
    </tbody>
  </table>`;
}

function hunkView(hunk: Hunk, comments: readonly ReviewComment[]): Html {
  const head = html`<tr class="hunk">
    <td class="number" colspan="2"></td>
    <td class="code">${hunk.header}</td>
  </tr>`;
  return new Html(head.text + hunk.lines.map((line) => lineView(hunk, line, comments)).join(''));
}

const signs = { context: ' ', added: '+', deleted: '-', note: '' } as const;

function lineView(hunk: Hunk, line: PatchLine, comments: readonly ReviewComment[]): string {
  const starts = comments.filter((one) => one.inReplyTo === undefined && isOn(one, line));
  const row = html`<tr class="${line.kind}">
    <td class="number">${line.oldLine}</td>
    <td class="number">${line.newLine}</td>
    <td class="code"><span class="sign">${signs[line.kind]}</span>${line.text}</td>
  </tr>`;
  if (starts.length === 0) return row.text;
  const threads = html`<tr class="comments">
    <td colspan="3">
      ${starts.map((one) => html`<div class="thread">${threadOf(comments, one, anchoredLines(hunk, one))}</div>`)}
    </td>
  </tr>`;
  return row.text + threads.text;
}

function isOn(comment: ReviewComment, line: PatchLine): boolean {
  if (comment.line === undefined) return false;
  return comment.side === 'LEFT'
    ? line.kind === 'deleted' && line.oldLine === comment.line
    : line.newLine === comment.line;
}

/** The text that a suggestion would replace. */
function anchoredLines(hunk: Hunk, comment: ReviewComment): readonly string[] {
  const { line = 0, startLine = line } = comment;
  return hunk.lines
    .filter((one) => one.newLine !== undefined && one.newLine >= startLine && one.newLine <= line)
    .map((one) => one.text);
}

function threadOf(
  comments: readonly ReviewComment[],
  first: ReviewComment,
  anchored: readonly string[] | undefined,
): readonly Html[] {
  const all = [first, ...comments.filter((one) => one.inReplyTo === first.id)];
  return all.map((one) => commentView(one, one === first ? rangeOf(one) : undefined, anchored));
}

/** One review comment. */
export function commentView(
  comment: ReviewComment,
  range: string | undefined,
  anchored?: readonly string[],
): Html {
  return html`<article class="comment" id="discussion_r${comment.id}">
    <header>
      ${byline(comment.author, comment.createdAt)}
      ${range === undefined ? undefined : html`<span class="range">${range}</span>`}
    </header>
    <div class="markdown-body">${renderMarkdown(comment.body, { anchored })}</div>
  </article>`;
}

function rangeOf({ line, startLine, side, startSide }: ReviewComment): string | undefined {
  if (line === undefined) return 'on the file';
  if (startLine === undefined || startLine === line) return undefined;
  const sign = (of: Side | undefined): string => (of === 'LEFT' ? '−' : '+');
  return `on lines ${sign(startSide ?? side)}${startLine} to ${sign(side)}${line}`;
}
