import type { Annotation, CheckRun } from '../check-run.js';
import type { Html } from './html.js';
import { html } from './html.js';
import { renderMarkdown } from './markdown.js';

interface Look {
  readonly colour: string;
  readonly words: string;
  readonly path: string;
}

const tick = 'M4.5 8.5l2.5 2.5 4.5-5';
const cross = 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6';
const bang = 'M8 4.4v4.4M8 11.1v.2';
const dash = 'M5 8h6';

const looks: Readonly<Record<string, Look>> = {
  success: { colour: 'green', words: 'Successful', path: tick },
  failure: { colour: 'red', words: 'Failing', path: cross },
  timed_out: { colour: 'red', words: 'Timed out', path: cross },
  action_required: { colour: 'orange', words: 'Action required', path: bang },
  neutral: { colour: 'grey', words: 'Neutral', path: dash },
  skipped: { colour: 'grey', words: 'Skipped', path: dash },
  cancelled: { colour: 'grey', words: 'Cancelled', path: dash },
  queued: { colour: 'yellow', words: 'Queued', path: '' },
  in_progress: { colour: 'yellow', words: 'In progress', path: '' },
};

const unknown: Look = { colour: 'yellow', words: 'Waiting', path: '' };

/** The checks of a commit: what the box at the end of a pull request and the page behind it show. */
export function checksView(runs: readonly CheckRun[]): Html {
  const newest = runs.filter((run) => runs.findLast((one) => one.name === run.name) === run);
  return html`<section aria-labelledby="checks">
    <h2 id="checks">Checks <span class="count">${newest.length}</span></h2>
    ${newest.length === 0 ? html`<p class="quiet">No check has reported on this commit.</p>` : newest.map(runView)}
  </section>`;
}

function runView(run: CheckRun): Html {
  const look = looks[run.conclusion ?? run.status] ?? unknown;
  return html`<article class="check ${look.colour}" id="check-${run.id}">
    <header>
      ${icon(look)}
      <div class="check-name">
        <strong>${run.name}</strong>
        <span class="quiet">${look.words}${run.title === null ? '' : ` — ${run.title}`}</span>
      </div>
      <a href="${safeLink(run.detailsUrl)}">Details</a>
    </header>
    ${run.summary === null && run.text === null && run.annotations.length === 0 ? undefined : bodyOf(run)}
  </article>`;
}

function bodyOf(run: CheckRun): Html {
  return html`<div class="check-body">
    ${run.summary === null ? undefined : html`<div class="markdown-body">${renderMarkdown(run.summary)}</div>`}
    ${run.text === null ? undefined : html`<div class="markdown-body">${renderMarkdown(run.text)}</div>`}
    ${
      run.annotations.length === 0
        ? undefined
        : html`<h4>Annotations <span class="count">${run.annotations.length}</span></h4>
            ${run.annotations.map(annotationView)}`
    }
    ${
      run.actions.length === 0 || run.status !== 'completed'
        ? undefined
        : html`<p class="buttons">
            ${run.actions.map((one) => html`<span class="button" title="${one.description}">${one.label}</span> `)}
          </p>`
    }
  </div>`;
}

function annotationView(one: Annotation): Html {
  const lines =
    one.start_line === one.end_line ? `L${one.start_line}` : `L${one.start_line}-L${one.end_line}`;
  return html`<div class="annotation ${one.annotation_level}">
    <p class="where">${one.annotation_level} · <code>${one.path}#${lines}</code></p>
    ${one.title === undefined ? undefined : html`<p><strong>${one.title}</strong></p>`}
    <pre>${one.message}</pre>
    ${one.raw_details === undefined ? undefined : html`<pre class="raw">${one.raw_details}</pre>`}
  </div>`;
}

/** A circle with what the state is inside. */
function icon({ colour, words, path }: Look): Html {
  return html`<svg
    class="icon ${colour}"
    viewBox="0 0 16 16"
    width="20"
    height="20"
    role="img"
    aria-label="${words}"
  >
    <circle cx="8" cy="8" r="7.2" class="${path === '' ? 'ring' : 'disc'}" />
    ${path === '' ? html`<circle cx="8" cy="8" r="3.2" class="dot" />` : html`<path d="${path}" />`}
  </svg>`;
}

/** A link only to where a browser may go. */
function safeLink(url: string): string {
  return /^https?:\/\//.test(url) ? url : '#';
}
