import type { DocsSettings } from '../engine/review-input.js';
import { lookUp } from '../look-up.js';

/** Where a rule's page is when the organisation names none. */
export interface DocsDefaults {
  /** Address at which the App serves its own pages; undefined on a laptop. */
  readonly publicUrl?: string | undefined;
  /** Web address of Precheck's repository, which holds every page. */
  readonly repositoryUrl: string;
}

/**
 * The one address of a rule's (or a gap's) page, the same wherever it is shown: the organisation's page for the rule,
 * else its template, else the page that the App serves, else the page in the repository. An address that is neither
 * http nor https is passed over.
 */
export function docsUrl(ruleId: string, docs: DocsSettings, defaults: DocsDefaults): string {
  const rule = encodeURIComponent(ruleId);
  const own = lookUp(docs.rules, ruleId);
  const candidates = [
    own,
    docs.url?.replaceAll('{rule}', () => rule),
    defaults.publicUrl === undefined ? undefined : `${base(defaults.publicUrl)}/rules/${rule}`,
  ];
  return candidates.find(isWebAddress) ?? `${base(defaults.repositoryUrl)}/blob/main/rules/${rule}.md`;
}

/** True for an http or https address without white space or control characters. */
export function isWebAddress(text: string | undefined): text is string {
  return (
    text !== undefined && /^https?:\/\/[^\s\p{Cc}\p{Cf}/]/iu.test(text) && !/[\s\p{Cc}\p{Cf}]/u.test(text)
  );
}

function base(url: string): string {
  return url
    .replace(/^git\+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
