import type { Operation } from '../sql/operation.js';
import type { Span } from '../sql/position.js';
import type { Statement } from '../sql/statement.js';
import type { Replacement } from './rule.js';

/** Whole lines of a file and what stands in their place. */
export interface Suggestion {
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/**
 * A rule's replacement as the statement's lines would read, everything else on them kept. Undefined when the
 * replacement names words that the statement does not hold, or the file's text is not what was read.
 */
export function suggest(
  replacement: Replacement,
  statement: Statement,
  operation: Operation | undefined,
  fileText: string,
): Suggestion | undefined {
  // Where placeholders were filled in, the file does not hold what was read: nothing can be replaced in it.
  if (fileText.slice(statement.span.start, statement.span.end) !== statement.text) return undefined;
  const edit = editOf(replacement, statement, operation, fileText);
  if (!edit) return undefined;
  const lineStart = fileText.lastIndexOf('\n', statement.span.start - 1) + 1;
  const next = fileText.indexOf('\n', statement.span.end);
  const lineEnd = next === -1 ? fileText.length : next;
  const text = fileText.slice(lineStart, edit.start) + edit.text + fileText.slice(edit.end, lineEnd);
  return { line: statement.span.line, endLine: statement.span.endLine, text: text.replace(/\r$/, '') };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editOf(
  replacement: Replacement,
  { span }: Statement,
  operation: Operation | undefined,
  fileText: string,
): Edit | undefined {
  switch (replacement.kind) {
    case 'append':
      return { start: span.end, end: span.end, text: replacement.text };
    case 'statement':
      return { start: span.start, end: span.end, text: replacement.text };
    case 'operation':
      return operation && { start: operation.span.start, end: operation.span.end, text: replacement.text };
    case 'type': {
      const at = operation && locate(replacement.type.text, fileText, operation.span);
      return at && { ...at, text: replacement.text };
    }
    case 'after-words': {
      const words = replacement.words.split(' ').join('\\s+');
      const match = new RegExp(`^${words}\\b`, 'i').exec(fileText.slice(span.start, span.end));
      if (!match) return undefined;
      const at = span.start + match[0].length;
      return { start: at, end: at, text: replacement.text };
    }
  }
}

/** Where words stand in a stretch of the file, however the file spaces them; undefined when not exactly once. */
function locate(
  words: string,
  fileText: string,
  { start, end }: Span,
): { start: number; end: number } | undefined {
  const pattern = words
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
  const matches = [...fileText.slice(start, end).matchAll(new RegExp(pattern, 'gi'))];
  const [match] = matches;
  if (match === undefined || matches.length > 1) return undefined;
  return { start: start + match.index, end: start + match.index + match[0].length };
}
