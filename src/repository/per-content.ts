import type { FileContent } from './source.js';

/** A file's text as its reader gives it: the same object for as long as the reader keeps it. */
export type TextContent = Extract<FileContent, { readonly kind: 'text' }>;

/**
 * Remembers what follows from a content and from the facts that `key` names, for as long as its reader keeps the
 * content: of one content the last answer, which is the one that the next change to a long history asks for again.
 */
export class PerContent<Answer> {
  private readonly known = new WeakMap<TextContent, { readonly key: string; readonly answer: Answer }>();

  of(content: TextContent, key: string, find: (text: string) => Answer): Answer {
    const last = this.known.get(content);
    if (last?.key === key) return last.answer;
    const answer = find(content.text);
    this.known.set(content, { key, answer });
    return answer;
  }
}
