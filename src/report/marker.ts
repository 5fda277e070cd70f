import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whose comments a marker belongs to: it is worth nothing in another pull request. */
export interface MarkerScope {
  readonly key: string;
  /** "owner/name". */
  readonly repository: string;
  readonly pullRequest: number;
}

/** The fingerprint that marks the summary comment; a finding's is never this word. */
export const SUMMARY_FINGERPRINT = 'summary';

/** The line that ends each of our comments, invisible, by which we know them again. */
export function markerLine(fingerprint: string, scope: MarkerScope): string {
  return `<!-- precheck:v1:${fingerprint}:${sign(fingerprint, scope)} -->`;
}

/**
 * The fingerprint in a comment's last line; undefined where that line is no marker of ours for this pull request. Only
 * the last line counts: whoever gets text into a comment of ours does not get it behind our own end.
 */
export function readMarker(body: string, scope: MarkerScope): string | undefined {
  const last =
    body
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .at(-1) ?? '';
  const match = /^<!-- precheck:v1:([\w.-]{1,200}):([0-9a-f]{64}) -->$/.exec(last);
  const [, fingerprint, signature] = match ?? [];
  if (fingerprint === undefined || signature === undefined) return undefined;
  const expected = Buffer.from(sign(fingerprint, scope));
  return timingSafeEqual(Buffer.from(signature), expected) ? fingerprint : undefined;
}

function sign(fingerprint: string, { key, repository, pullRequest }: MarkerScope): string {
  const signed = JSON.stringify([repository.toLowerCase(), pullRequest, fingerprint]);
  return createHmac('sha256', key).update(signed).digest('hex');
}
