import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { notFound } from '../refusal.js';
import { pullRequest } from '../repository-state.js';
import type { World } from '../world.js';
import { html, Html } from './html.js';
import { pullRequestView, stateOf } from './pull-request-view.js';
import { css } from './style.js';

const require = createRequire(import.meta.url);

/** The HTML page at a path: the list of repositories, or a pull request. 404 for others. */
export async function sitePage(world: World, path: string): Promise<string> {
  if (path === '/') return page('local GitHub', home(world));
  const found = /^\/([^/]+)\/([^/]+)\/pull\/(\d+)(?:\/files)?\/?$/.exec(path);
  if (found === null) throw notFound();
  const [, owner = '', name = '', number = ''] = found.map(decodeURIComponent);
  const repository = world.repository(owner, name);
  const pull = pullRequest(repository, number);
  const title = `${pull.title} · Pull request #${pull.number} · ${repository.fullName} · local GitHub`;
  return page(title, await pullRequestView(repository, pull));
}

function home(world: World): Html {
  return html`<h1>local GitHub</h1>
    ${[...world.repositories.values()].map(
      (repository) =>
        html`<section>
          <h2>${repository.fullName}</h2>
          <ul class="pulls">
            ${[...repository.pulls.values()].map(
              (pull) =>
                html`<li>
                  <span class="state ${stateOf(pull)}">${stateOf(pull)}</span>
                  <a href="/${repository.fullName}/pull/${pull.number}">${pull.title}</a>
                  <span class="quiet">#${pull.number} by ${pull.author.login}</span>
                </li>`,
            )}
          </ul>
        </section>`,
    )}`;
}

let markdownCss: string | undefined;

function page(title: string, content: Html): string {
  markdownCss ??= readFileSync(require.resolve('github-markdown-css/github-markdown.css'), 'utf8');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(markdownCss + css)}
        </style>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.text;
}
