import type { Comment } from './statement.js';
import { lookUp } from '../look-up.js';

/** What an author asks for in a comment of the file. Whether it is granted is policy, decided elsewhere. */
export interface AcknowledgementRequest {
  /** Lower case, in the order written; empty when the comment names none. */
  readonly ids: readonly string[];
  /** Empty when the comment gives none. */
  readonly reason: string;
  readonly scope: 'statement' | 'file';
  /** Offset of the comment, and its line. */
  readonly start: number;
  readonly line: number;
}

/** Shorter names under which an id may be acknowledged. */
const SHORT_NAMES: Readonly<Record<string, string>> = { algorithm: 'algorithm-clause' };

const DIRECTIVE = /^precheck:nolint(-file)?(?:[ \t]+(.*))?$/is;
/** A list of ids with commas, then the reason. */
const IDS = /^([a-z][a-z0-9-]*(?:[ \t]*,[ \t]*[a-z][a-z0-9-]*)*)(?:[ \t]+|$)/i;

/**
 * The acknowledgements among a file's comments: `-- precheck:nolint <rule-id>[, <rule-id>] <reason>`, and
 * `precheck:nolint-file` for the whole file. A comment that starts with the directive and is written wrongly comes back
 * too, without ids or without a reason, so that it can be reported.
 */
export function acknowledgementRequests(comments: readonly Comment[]): readonly AcknowledgementRequest[] {
  return comments.flatMap((comment) => {
    const match = DIRECTIVE.exec(comment.text.trim());
    if (!match) return [];
    const rest = match[2]?.trim() ?? '';
    const list = IDS.exec(rest);
    const ids = list?.[1]?.split(',').map((id) => id.trim().toLowerCase()) ?? [];
    return [
      {
        ids: ids.map((id) => lookUp(SHORT_NAMES, id) ?? id),
        reason: rest.slice(list?.[0].length ?? 0).trim(),
        scope: match[1] === undefined ? ('statement' as const) : ('file' as const),
        start: comment.span.start,
        line: comment.span.line,
      },
    ];
  });
}
