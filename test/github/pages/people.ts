import type { Account } from '../account.js';
import { html, type Html } from './html.js';

/** Who wrote something, and when. */
export function byline(author: Account, at: string | undefined): Html {
  return html`<span class="avatar ${author.type === 'Bot' ? 'bot' : ''}" aria-hidden="true"
      >${author.login.charAt(0).toUpperCase()}</span
    ><strong>${author.login.replace(/\[bot\]$/, '')}</strong>${
      author.type === 'Bot' ? html` <span class="tag">bot</span>` : undefined
    }${at === undefined ? undefined : html` <time datetime="${at}">${shown(at)}</time>`}`;
}

function shown(at: string): string {
  return at.replace('T', ' ').replace(/:\d\dZ$/, ' UTC');
}
