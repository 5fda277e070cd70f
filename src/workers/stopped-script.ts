import { lineTable } from '../sql/source-text.js';
import type { Comment, Script } from '../sql/statement.js';

/** How a reading ended before its time. */
export type Stop =
  | { readonly kind: 'deadline'; readonly ms: number }
  | { readonly kind: 'memory'; readonly megabytes: number }
  /** The time that one review may take for reading was used up before this file's turn. */
  | { readonly kind: 'budget'; readonly ms: number }
  /** With this file, one review would hold more operations than it may. */
  | { readonly kind: 'operations'; readonly most: number }
  /** With this file, one review would judge more operations than it may, on all its servers together. */
  | { readonly kind: 'judged'; readonly most: number }
  /** A defect of Precheck; the message is the exception's. */
  | { readonly kind: 'crash'; readonly message: string };

/**
 * What stands for a file whose reading was stopped: one unreadable entry over all of it. Acknowledgements of the whole
 * file count where they stand in the comment lines at its top.
 */
export function stoppedScript(text: string, stop: Stop): Script {
  const span = lineTable(text).spanOf(0, text.length);
  const reason = reasonOf(stop);
  return {
    entries: [
      { kind: 'unreadable', unreadable: { gap: 'statement-unreadable', span, text: '', head: '', reason } },
    ],
    comments: topComments(text),
    stopped: true,
  };
}

const SPLIT = 'Split the change into several pull requests.';
const REMEDY =
  'Split the file, or acknowledge it in its first lines: ' +
  '-- precheck:nolint-file statement-unreadable <reason>.';

function reasonOf(stop: Stop): string {
  switch (stop.kind) {
    case 'deadline':
      return `Reading this file took longer than ${String(stop.ms / 1000)} s and was stopped. ${REMEDY}`;
    case 'memory':
      return `Reading this file took more than ${String(stop.megabytes)} MB of memory and was stopped. ${REMEDY}`;
    case 'budget':
      return `Reading the files of this review took ${String(stop.ms / 1000)} s before it came to this one, which was not read. ${SPLIT}`;
    case 'operations':
      return `This review holds more than ${String(stop.most)} changes with this file, which is not judged. ${SPLIT}`;
    case 'judged':
      return `With this file, more than ${String(stop.most)} changes would have to be judged, each server’s and each tried suggestion’s counted apart: it is not judged on every server. ${SPLIT}`;
    case 'crash':
      return `Precheck failed while it read this file, which is a defect of Precheck: ${cut(stop.message)}. ${REMEDY}`;
  }
}

const LONGEST_MESSAGE = 200;

function cut(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** A head longer than this is no head; the scan runs in the main thread, on text that stopped a parser. */
const MOST_LINES = 100;
const MOST_CHARACTERS = 20_000;

/** The lines at the top that every dialect takes for a comment, as far as they are acknowledgements of the file. */
function topComments(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  const head = text.slice(0, MOST_CHARACTERS);
  const lines = lineTable(head);
  let start = 0;
  for (const line of head.split('\n', MOST_LINES)) {
    const words = line.trim();
    if (words !== '' && !/^--(?:\s|$)/.test(words)) break;
    const directive = words.slice(2).trim();
    if (/^precheck:nolint-file\b/i.test(directive)) {
      const from = start + line.indexOf('--');
      comments.push({ span: lines.spanOf(from, start + line.trimEnd().length), text: directive });
    }
    start += line.length + 1;
  }
  return comments;
}
