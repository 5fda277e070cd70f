import type { CommentState } from './plan.js';
import { isSignatureOf, signatureOf, type SigningKeys } from './signature.js';

/** Whose comments a marker belongs to: it is worth nothing in another pull request. */
export interface MarkerScope extends SigningKeys {
  /** "owner/name". */
  readonly repository: string;
  readonly pullRequest: number;
}

/** What a marker says of the comment that it ends. */
export interface Marker {
  readonly fingerprint: string;
  readonly state: CommentState;
}

/** The fingerprint that marks the summary comment; a finding's is never this word. */
export const SUMMARY_FINGERPRINT = 'summary';

/** The line that ends each of our comments, invisible, by which we know them again. */
export function markerLine(fingerprint: string, scope: MarkerScope, state: CommentState = 'open'): string {
  const words = state === 'open' ? fingerprint : `${fingerprint}:${state}`;
  return `<!-- precheck:v1:${words}:${signatureOf(signedText(words, scope), scope)} -->`;
}

/**
 * The marker in a comment's last line; undefined where that line is no marker of ours for this pull request. Only
 * the last line counts: whoever gets text into a comment of ours does not get it behind our own end.
 */
export function readMarker(body: string, scope: MarkerScope): Marker | undefined {
  const last =
    body
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .at(-1) ?? '';
  const match = /^<!-- precheck:v1:(([\w.-]{1,200})(?::(suggestion|closed))?):([0-9a-f]{64}) -->$/.exec(last);
  const [, words, fingerprint, state = 'open', signature] = match ?? [];
  if (words === undefined || fingerprint === undefined || signature === undefined) return undefined;
  if (!isSignatureOf(signature, signedText(words, scope), scope)) return undefined;
  return { fingerprint, state: state as CommentState };
}

function signedText(words: string, { repository, pullRequest }: MarkerScope): string {
  return JSON.stringify([repository.toLowerCase(), pullRequest, words]);
}
