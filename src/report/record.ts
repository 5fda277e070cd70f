import type { MarkerScope } from './marker.js';
import { isSignatureOf, signatureOf } from './signature.js';

/** What Precheck has to remember of a pull request. It stands in our own summary comment, signed; nowhere else. */
export interface PullRecord {
  /** Per acknowledgement in the conversation (comment id): the fingerprints that it covered when it was new. */
  readonly covers: Readonly<Record<string, readonly string[]>>;
  /** Who was asked for a review, for which content, and when (ISO 8601). */
  readonly asked: readonly {
    readonly content: string;
    readonly reviewers: readonly string[];
    readonly at: string;
    /** Their approval was seen. */
    readonly isAnswered?: true | undefined;
  }[];
  /** Who asked for experts by the check's button. */
  readonly escalatedBy: readonly string[];
  /** Pull requests that were told of a version which both take. */
  readonly neighbours: readonly number[];
}

/** What is remembered of a pull request that is new. */
export const EMPTY_RECORD: PullRecord = { covers: {}, asked: [], escalatedBy: [], neighbours: [] };

/** Half of what a comment may hold. */
const LONGEST = 20_000;

/** The invisible line that holds the record; empty for an empty one, which nobody misses. */
export function recordLine(record: PullRecord, scope: MarkerScope): string {
  if (JSON.stringify(record) === JSON.stringify(EMPTY_RECORD)) return '';
  const text = Buffer.from(JSON.stringify(fitting(record))).toString('base64url');
  return `<!-- precheck:record:v1:${text}:${signatureOf(signedText(text, scope), scope)} -->`;
}

/** The record in a body that is ours. What is not signed for this pull request counts as nothing. */
export function readRecord(body: string, scope: MarkerScope): PullRecord {
  const lines = body
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .slice(-2);
  for (const line of lines) {
    const [, text, signature] =
      /^<!-- precheck:record:v1:([\w-]{1,40000}):([0-9a-f]{64}) -->$/.exec(line) ?? [];
    if (text === undefined || signature === undefined) continue;
    if (!isSignatureOf(signature, signedText(text, scope), scope)) continue;
    // Signed by us, so it is what `recordLine` wrote.
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as PullRecord;
  }
  return EMPTY_RECORD;
}

/** Too long a record forgets the oldest requests first, then the oldest acknowledgements. */
function fitting(record: PullRecord): PullRecord {
  let { covers, asked } = record;
  const { escalatedBy, neighbours } = record;
  while (JSON.stringify({ covers, asked, escalatedBy, neighbours }).length > LONGEST) {
    if (asked.length > 1) asked = asked.slice(1);
    else if (Object.keys(covers).length > 0) covers = Object.fromEntries(Object.entries(covers).slice(1));
    else break;
  }
  return { covers, asked, escalatedBy, neighbours };
}

function signedText(text: string, { repository, pullRequest }: MarkerScope): string {
  return JSON.stringify(['record', repository.toLowerCase(), pullRequest, text]);
}
