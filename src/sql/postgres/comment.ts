import type { Comment } from '../statement.js';
import type { SourceFile } from './source.js';

/** The comments met in a file, in their order, without their marks. */
export function commentsOf({ text, lines, comments }: SourceFile): readonly Comment[] {
  return [...comments]
    .sort((one, other) => one.start - other.start)
    .map(({ start, end }) => {
      const written = text.slice(start, end);
      const inner = written.startsWith('--') ? written.slice(2) : written.slice(2).replace(/\*\/$/, '');
      return { span: lines.spanOf(start, end), text: inner.trim() };
    });
}
